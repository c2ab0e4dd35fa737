#pragma once

#include <napi.h>

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "memory/chunk_registry.h"

namespace offheap::bindings {

/// The arrays whose memory an environment has entered into the registry: where the runtime forbids
/// buffers over foreign memory, the memory is the runtime's and an array keeps it.
///
/// Each is held strongly until its chunk is neither referenced nor pinned, so kernels never meet
/// memory that the collector has taken. At the environment's end the references go with it; by then
/// no kernel runs.
class AdoptedBuffers {
 public:
  /// `bytes` is a Uint8Array over `memory`. False, with an exception pending: the runtime refuses.
  bool Keep(napi_env env, ChunkHandle handle, const void* memory, napi_value bytes);
  /// Puts `bytes` in the place of the array that is kept. False: that one is gone, or its memory
  /// was another.
  bool Move(napi_env env, ChunkHandle handle, const void* memory, napi_value bytes);
  bool Keeps(ChunkHandle handle) const;
  /// False: the chunk's array has lost its memory to another buffer, and the collector may take it
  /// at any time. True for chunks whose memory is the registry's.
  bool InPlace(napi_env env, ChunkHandle handle) const;
  /// The chunk is freed: lets go now, or, while it is pinned, in a later Sweep.
  void Release(napi_env env, const ChunkRegistry& registry, ChunkHandle handle);
  /// Lets go of what waited for pins that are gone.
  void Sweep(napi_env env, const ChunkRegistry& registry);

 private:
  struct Kept {
    napi_ref bytes;
    const void* memory;
  };
  void LetGo(napi_env env, ChunkHandle handle);

  std::unordered_map<std::uint64_t, Kept> kept_;
  std::vector<ChunkHandle> waiting_;
};

}  // namespace offheap::bindings
