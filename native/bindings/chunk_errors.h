#pragma once

#include <initializer_list>

#include "bindings/errors.h"
#include "memory/chunk_handle.h"

namespace offheap::bindings {

inline napi_value ThrowFreed(napi_env env, ChunkHandle handle) {
  return Throw(env, code::kSegmentFreed, "Segment was already freed",
               {{"chunk", handle.id}, {"generation", handle.generation}});
}

inline napi_value ThrowNotHeld(napi_env env, ChunkHandle handle) {
  return Throw(env, code::kChunkState, "Chunk belongs to another thread", {{"chunk", handle.id}});
}

inline napi_value ThrowOutOfMemory(napi_env env, std::initializer_list<ErrorField> fields) {
  return Throw(env, code::kOutOfMemory, "The system refused to allocate memory", fields);
}

}  // namespace offheap::bindings
