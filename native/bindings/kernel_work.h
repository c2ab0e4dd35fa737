#pragma once

#include <napi.h>

#include <functional>
#include <utility>

#include "bindings/arguments.h"
#include "bindings/errors.h"

namespace offheap::bindings {

/// One asynchronous call of a kernel: `run` on a thread of the pool, then `settle` on the thread of
/// JavaScript, which resolves or rejects the promise. Holds the kernel's object and the region it
/// works on until then. Deletes itself.
class KernelWork final : public Napi::AsyncWorker {
 public:
  using Run = std::function<void(const PinnedRegion&)>;
  using Settle = std::function<void(Napi::Env, const Napi::Promise::Deferred&)>;

  static Napi::Value Start(Napi::Object kernel, const char* name, PinnedRegion region, Run run,
                           Settle settle) {
    auto* work = new KernelWork(kernel, name, std::move(region), std::move(run), std::move(settle));
    const Napi::Promise promise = work->deferred_.Promise();
    work->Queue();
    return promise;
  }

 protected:
  void Execute() override { run_(region_); }
  void OnOK() override { Finish(); }
  void OnError(const Napi::Error&) override { Finish(); }

 private:
  KernelWork(Napi::Object kernel, const char* name, PinnedRegion region, Run run, Settle settle)
      : Napi::AsyncWorker(kernel.Env(), name),
        deferred_(Napi::Promise::Deferred::New(kernel.Env())),
        kernel_(Napi::Persistent(kernel)),
        region_(std::move(region)),
        run_(std::move(run)),
        settle_(std::move(settle)) {}

  void Finish() {
    region_ = PinnedRegion{};
    settle_(Env(), deferred_);
  }

  Napi::Promise::Deferred deferred_;
  Napi::ObjectReference kernel_;
  PinnedRegion region_;
  Run run_;
  Settle settle_;
};

}  // namespace offheap::bindings
