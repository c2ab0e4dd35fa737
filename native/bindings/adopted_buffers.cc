#include "bindings/adopted_buffers.h"

#include "bindings/addon_data.h"

namespace offheap::bindings {

bool AdoptedBuffers::Keep(napi_env env, ChunkHandle handle, const void* memory, napi_value bytes) {
  napi_ref reference = nullptr;
  if (napi_create_reference(env, bytes, 1, &reference) != napi_ok) return false;
  kept_[KeyOf(handle)] = {reference, memory};
  return true;
}

bool AdoptedBuffers::Move(napi_env env, ChunkHandle handle, const void* memory, napi_value bytes) {
  const auto kept = kept_.find(KeyOf(handle));
  if (kept == kept_.end() || kept->second.memory != memory) return false;
  napi_delete_reference(env, kept->second.bytes);
  return napi_create_reference(env, bytes, 1, &kept->second.bytes) == napi_ok;
}

bool AdoptedBuffers::Keeps(ChunkHandle handle) const { return kept_.count(KeyOf(handle)) > 0; }

bool AdoptedBuffers::InPlace(napi_env env, ChunkHandle handle) const {
  if (kept_.empty()) return true;
  const auto kept = kept_.find(KeyOf(handle));
  if (kept == kept_.end()) return true;
  napi_value bytes = nullptr;
  void* memory = nullptr;
  return napi_get_reference_value(env, kept->second.bytes, &bytes) == napi_ok &&
         napi_get_typedarray_info(env, bytes, nullptr, nullptr, &memory, nullptr, nullptr) ==
             napi_ok &&
         memory == kept->second.memory;
}

void AdoptedBuffers::Release(napi_env env, const ChunkRegistry& registry, ChunkHandle handle) {
  if (registry.Released(handle)) {
    LetGo(env, handle);
  } else {
    waiting_.push_back(handle);
  }
}

void AdoptedBuffers::Sweep(napi_env env, const ChunkRegistry& registry) {
  std::size_t remaining = 0;
  for (const ChunkHandle handle : waiting_) {
    if (registry.Released(handle)) {
      LetGo(env, handle);
    } else {
      waiting_[remaining++] = handle;
    }
  }
  waiting_.resize(remaining);
}

void AdoptedBuffers::LetGo(napi_env env, ChunkHandle handle) {
  const auto kept = kept_.find(KeyOf(handle));
  if (kept == kept_.end()) return;
  napi_delete_reference(env, kept->second.bytes);
  kept_.erase(kept);
}

}  // namespace offheap::bindings
