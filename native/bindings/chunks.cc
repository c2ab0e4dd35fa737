#include <cstring>

#include "bindings/arguments.h"
#include "bindings/chunk_errors.h"
#include "bindings/errors.h"
#include "bindings/exports.h"
#include "memory/guarded_allocation.h"

namespace offheap::bindings {
namespace {

/// Wraps memory that stays the registry's. No finalizer: one costs 1.5 us a buffer and runs when
/// the collector pleases, while free() detaches the buffer before the memory goes, and Node
/// detaches it before an environment ends. V8 counts the bytes of an attached buffer towards its
/// next collection already, and forgets them when it is detached; napi_adjust_external_memory would
/// count them twice. V8's own record of a buffer, detached or not, stays until the collector finds
/// the buffer: such records lie between freed chunks of malloc, and keep it from giving pages back.
napi_status Wrap(napi_env env, void* memory, std::size_t size_bytes, napi_value* buffer) {
  // Without memory there is nothing to share, and V8 would not keep a null address apart from
  // others.
  if (size_bytes == 0) return napi_create_arraybuffer(env, 0, &memory, buffer);
  return napi_create_external_arraybuffer(env, memory, size_bytes, nullptr, nullptr, buffer);
}

/// (sizeBytes, zeroed) => ArrayBuffer; id and generation in the handle array.
napi_value AllocateChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  std::size_t size_bytes = 0;
  bool zeroed = true;
  if (!ReadSize(env, arguments[0], "sizeBytes", &size_bytes) ||
      !ReadBoolean(env, arguments[1], "zeroed", &zeroed)) {
    return nullptr;
  }
  AddonData* data = arguments.data;
  if (size_bytes > data->max_buffer_bytes()) {
    return ThrowOutOfMemory(
        env, {{"sizeBytes", size_bytes}, {"maxBufferBytes", data->max_buffer_bytes()}});
  }
  ChunkHandle handle;
  void* memory = nullptr;
  if (!data->registry().Allocate(size_bytes, zeroed, data->owner(), &handle, &memory)) {
    return ThrowOutOfMemory(env, {{"sizeBytes", size_bytes}});
  }
  napi_value buffer = nullptr;
  if (Wrap(env, memory, size_bytes, &buffer) != napi_ok) {
    data->registry().Free(handle, data->owner());
    napi_value refusal = nullptr;
    napi_get_and_clear_last_exception(env, &refusal);
    return ThrowOutOfMemory(env, {{"sizeBytes", size_bytes}, {"refusedBy", "the runtime"}});
  }
  data->WriteHandle(handle);
  return buffer;
}

/// (id, generation) => ArrayBuffer: one more reference of this thread, with a wrapper of its own.
/// Two ArrayBuffers of one thread on one address are safe with Node 20 to 26: tried with thousands
/// of them, detached and collected in any order.
napi_value AttachChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  AddonData* data = arguments.data;
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  switch (data->registry().Attach(handle)) {
    case AttachResult::kFreed:
      return ThrowFreed(env, handle);
    case AttachResult::kTooManyReferences:
      return Throw(env, code::kChunkState, "Chunk has too many references",
                   {{"chunk", handle.id}, {"references", SlotState::kMaxReferences}});
    case AttachResult::kAttached:
      break;
  }
  ++data->attached()[KeyOf(handle)];
  const Allocation& allocation = data->registry().Attached(handle);
  napi_value buffer = nullptr;
  if (Wrap(env, allocation.data, allocation.size_bytes, &buffer) == napi_ok) return buffer;
  const std::size_t size_bytes = allocation.size_bytes;
  data->DropHeld(handle);
  napi_value refusal = nullptr;
  napi_get_and_clear_last_exception(env, &refusal);
  return ThrowOutOfMemory(env, {{"sizeBytes", size_bytes}, {"refusedBy", "the runtime"}});
}

/// (id, generation, buffer): detaches the buffer, which must be the chunk's, and frees the chunk.
napi_value FreeChunk(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  AddonData* data = arguments.data;
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  const Allocation* allocation = data->Held(handle);
  if (allocation == nullptr || data->adopted().Keeps(handle)) {
    if (!data->registry().InUse(handle)) return ThrowFreed(env, handle);
    return ThrowNotHeld(env, handle);
  }
  bool detached = false;
  // Its own reference is gone; another buffer of this thread may hold the chunk still.
  if (napi_is_detached_arraybuffer(env, arguments[2], &detached) == napi_ok && detached) {
    return ThrowFreed(env, handle);
  }
  void* memory = nullptr;
  std::size_t size_bytes = 0;
  if (napi_get_arraybuffer_info(env, arguments[2], &memory, &size_bytes) != napi_ok ||
      size_bytes != allocation->size_bytes || (size_bytes > 0 && memory != allocation->data)) {
    return Throw(env, code::kInvalidArgument, "Buffer is not the chunk's", {{"chunk", handle.id}});
  }
  if (napi_detach_arraybuffer(env, arguments[2]) != napi_ok) {
    return Throw(env, code::kChunkState, "Buffer of the chunk cannot be detached",
                 {{"chunk", handle.id}});
  }
  data->DropHeld(handle);
  return nullptr;
}

/// (id, generation): a reference that is never given back.
napi_value AbandonChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  arguments.data->registry().Attach(handle);
  return nullptr;
}

/// (id, generation) => whether the chunk is freed with its memory and its buffer kept.
napi_value RetireChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  AddonData* data = arguments.data;
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  napi_value result = nullptr;
  napi_get_boolean(env, data->registry().Retire(handle, data->owner()), &result);
  return result;
}

/// (id, zeroed) => generation of the new chunk, 0: there is none.
napi_value RenewChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  AddonData* data = arguments.data;
  std::uint32_t id = 0;
  bool zeroed = true;
  if (!ReadInteger(env, arguments[0], "id", UINT32_MAX, &id) ||
      !ReadBoolean(env, arguments[1], "zeroed", &zeroed)) {
    return nullptr;
  }
  ChunkHandle handle;
  if (data->registry().Renew(id, data->owner(), &handle) && zeroed) {
    const Allocation* allocation = data->registry().Held(handle, data->owner());
    std::memset(allocation->data, 0, allocation->size_bytes);
  }
  napi_value generation = nullptr;
  napi_create_uint32(env, handle.generation, &generation);
  return generation;
}

napi_value PinChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  AddonData* data = arguments.data;
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  ChunkPin pin = data->registry().Pin(handle);
  if (!pin) {
    if (!data->registry().InUse(handle)) return ThrowFreed(env, handle);
    return Throw(env, code::kChunkState, "Chunk has too many pins",
                 {{"chunk", handle.id}, {"pins", SlotState::kMaxPins}});
  }
  data->script_pins().emplace(KeyOf(handle), std::move(pin));
  return nullptr;
}

napi_value IsChunkPinned(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  napi_value pinned = nullptr;
  napi_get_boolean(env, arguments.data->registry().IsPinned(handle), &pinned);
  return pinned;
}

napi_value UnpinChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  AddonData* data = arguments.data;
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  const auto pin = data->script_pins().find(KeyOf(handle));
  if (pin == data->script_pins().end()) {
    return Throw(env, code::kChunkState, "Chunk is not pinned", {{"chunk", handle.id}});
  }
  data->script_pins().erase(pin);
  data->adopted().Sweep(env, data->registry());
  return nullptr;
}

Napi::Value ChunkStatisticsOf(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ChunkStatistics statistics = ChunkRegistry::Process().Statistics();
  Napi::Object result = Napi::Object::New(env);
  const auto set = [&](const char* name, std::uint64_t value) {
    result.Set(name, Napi::Number::New(env, static_cast<double>(value)));
  };
  set("liveChunks", statistics.live_chunks);
  set("liveBytes", statistics.live_bytes);
  set("peakBytes", statistics.peak_bytes);
  set("pendingChunks", statistics.pending_chunks);
  set("allocatedChunks", statistics.allocated_chunks);
  set("freedChunks", statistics.freed_chunks);
  set("spareBytes", statistics.spare_bytes);
  set("guardedChunks", GuardCounts().guarded_chunks);
  set("unguardedChunks", GuardCounts().unguarded_chunks);
  return result;
}

void ResetPeakBytes(const Napi::CallbackInfo&) { ChunkRegistry::Process().ResetPeak(); }

}  // namespace

void ExportChunks(Napi::Env env, Napi::Object exports, AddonData* data) {
  exports.Set("chunkHandle", data->handle_array());
  exports.Set("chunkStatistics", Napi::Function::New(env, ChunkStatisticsOf, "chunkStatistics"));
  exports.Set("resetPeakBytes", Napi::Function::New(env, ResetPeakBytes, "resetPeakBytes"));
  ExportFunctions(env, exports, data,
                  {{"allocateChunk", AllocateChunk},
                   {"attachChunk", AttachChunk},
                   {"freeChunk", FreeChunk},
                   {"abandonChunk", AbandonChunk},
                   {"retireChunk", RetireChunk},
                   {"renewChunk", RenewChunk},
                   {"pinChunk", PinChunk},
                   {"isChunkPinned", IsChunkPinned},
                   {"unpinChunk", UnpinChunk}});
}

}  // namespace offheap::bindings
