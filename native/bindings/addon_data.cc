#include "bindings/addon_data.h"

#include <new>

namespace offheap::bindings {

AddonData::AddonData(Napi::Env env) : owner_(ChunkRegistry::Process().NewOwner()) {
  Napi::Int32Array handle = Napi::Int32Array::New(env, 2);
  handle_out_ = handle.Data();
  handle_array_ = Napi::Persistent(handle);
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

void AddonData::ReleaseHoldings(void* self) {
  auto* data = static_cast<AddonData*>(self);
  data->script_pins_.clear();
  data->registry().FreeAll(data->owner_);
}

}  // namespace offheap::bindings
