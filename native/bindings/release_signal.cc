#include "bindings/release_signal.h"

#include <utility>

namespace offheap::bindings {

std::shared_ptr<ReleaseSignal> ReleaseSignal::Create(napi_env env, napi_value callback) {
  auto signal = std::make_shared<ReleaseSignal>();
  napi_value name = nullptr;
  napi_create_string_utf8(env, "offheap budget release", NAPI_AUTO_LENGTH, &name);
  auto* owner = new std::shared_ptr<ReleaseSignal>(signal);
  if (napi_create_threadsafe_function(env, callback, nullptr, name, 0, 1, owner, &Finalize,
                                      signal.get(), &Call, &signal->function_) != napi_ok) {
    delete owner;
    return nullptr;
  }
  napi_unref_threadsafe_function(env, signal->function_);
  return signal;
}

void ReleaseSignal::Start() {
  if (std::exchange(listening_, true)) return;
  BudgetTree::Process().AddListener(this);
}

void ReleaseSignal::Stop() {
  if (!std::exchange(listening_, false)) return;
  BudgetTree::Process().RemoveListener(this);
}

void ReleaseSignal::OnRelease() {
  if (called_.exchange(true)) return;
  napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking);
}

void ReleaseSignal::Call(napi_env env, napi_value callback, void* context, void*) {
  // Before JavaScript looks at the budgets: a release that comes later calls again.
  static_cast<ReleaseSignal*>(context)->called_.store(false);
  if (env == nullptr) return;
  napi_value receiver = nullptr;
  if (napi_get_undefined(env, &receiver) != napi_ok) return;
  napi_call_function(env, receiver, callback, 0, nullptr, nullptr);
}

void ReleaseSignal::Finalize(napi_env, void* data, void*) {
  auto* owner = static_cast<std::shared_ptr<ReleaseSignal>*>(data);
  (*owner)->Stop();
  delete owner;
}

}  // namespace offheap::bindings
