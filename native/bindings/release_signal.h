#pragma once

#include <napi.h>

#include <atomic>
#include <memory>

#include "memory/budget_tree.h"

namespace offheap::bindings {

/// Tells one environment's JavaScript that a budget has been released, by whatever thread. Any
/// number of releases before JavaScript gets to run are one call. Never keeps the event loop alive.
///
/// The environment's AddonData and the thread-safe function own it together. It leaves the tree's
/// listeners before either goes, and the tree calls no listener that has left, so no other thread
/// can meet a dead function.
class ReleaseSignal final : public BudgetListener {
 public:
  /// nullptr, with an exception pending, when the environment refuses.
  static std::shared_ptr<ReleaseSignal> Create(napi_env env, napi_value callback);

  ~ReleaseSignal() override { Stop(); }

  void Start();
  void Stop();
  void OnRelease() override;

 private:
  static void Call(napi_env env, napi_value callback, void* context, void* data);
  static void Finalize(napi_env env, void* data, void* hint);

  napi_threadsafe_function function_ = nullptr;
  bool listening_ = false;
  /// A call is on its way.
  std::atomic<bool> called_{false};
};

}  // namespace offheap::bindings
