#include "bindings/addon_data.h"

#include <new>

#include "memory/owner_threads.h"

namespace offheap::bindings {

AddonData::AddonData(Napi::Env env) : owner_(ChunkRegistry::Process().NewOwner()) {
  Napi::Int32Array handle = Napi::Int32Array::New(env, 2);
  handle_out_ = handle.Data();
  handle_array_ = Napi::Persistent(handle);
  Napi::ArrayBuffer bulk_arguments = Napi::ArrayBuffer::New(env, kBulkArgumentBytes);
  bulk_arguments_ = bulk_arguments.Data();
  bulk_arguments_buffer_ = Napi::Persistent(bulk_arguments);
}

AddonData* AddonData::Create(Napi::Env env) {
  auto* data = new (std::nothrow) AddonData(env);
  if (data == nullptr) {
    Napi::Error::New(env, "No memory for the addon's data").ThrowAsJavaScriptException();
    return nullptr;
  }
  env.SetInstanceData(data);
  napi_add_env_cleanup_hook(env, &AddonData::ReleaseHoldings, data);
  return data;
}

AddonData* AddonData::Of(napi_env env) { return Napi::Env(env).GetInstanceData<AddonData>(); }

const Allocation* AddonData::Held(ChunkHandle handle) const {
  if (attached_.count(KeyOf(handle)) > 0) return &registry().Attached(handle);
  return registry().Held(handle, owner_);
}

void AddonData::DropHeld(ChunkHandle handle) {
  // References of one environment to one chunk are interchangeable.
  const auto attached = attached_.find(KeyOf(handle));
  if (attached == attached_.end()) {
    registry().Free(handle, owner_);
    return;
  }
  if (--attached->second == 0) attached_.erase(attached);
  registry().Detach(handle);
}

void AddonData::ReleaseHoldings(void* self) {
  auto* data = static_cast<AddonData*>(self);
  data->script_pins_.clear();
  for (const auto& [key, references] : data->attached_) {
    const ChunkHandle handle{static_cast<std::uint32_t>(key),
                             static_cast<std::uint32_t>(key >> 32)};
    for (std::uint32_t i = 0; i < references; ++i) data->registry().Detach(handle);
  }
  data->attached_.clear();
  data->registry().FreeAll(data->owner_);
  if (data->release_signal_ != nullptr) data->release_signal_->Stop();
  BudgetTree::Process().CloseAll(data->owner_);
  OwnerThreads::Process().Leave(data->owner_);
}

}  // namespace offheap::bindings
