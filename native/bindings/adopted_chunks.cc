#include "bindings/arguments.h"
#include "bindings/chunk_errors.h"
#include "bindings/exports.h"

// Chunks whose memory is the runtime's: see adopted_buffers.h.
namespace offheap::bindings {
namespace {

bool ReadBytes(napi_env env, napi_value value, void** memory, std::size_t* size_bytes) {
  napi_typedarray_type type = napi_int8_array;
  if (napi_get_typedarray_info(env, value, &type, size_bytes, memory, nullptr, nullptr) ==
          napi_ok &&
      type == napi_uint8_array) {
    return true;
  }
  Throw(env, code::kInvalidArgument, "Argument must be a Uint8Array");
  return false;
}

/// (bytes): a chunk in the memory of a Uint8Array, which stays until the chunk is freed and no
/// longer pinned; id and generation in the handle array.
napi_value AdoptChunk(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  AddonData* data = arguments.data;
  void* memory = nullptr;
  std::size_t size_bytes = 0;
  if (!ReadBytes(env, arguments[0], &memory, &size_bytes)) return nullptr;
  data->adopted().Sweep(env, data->registry());
  ChunkHandle handle;
  if (!data->registry().Adopt(memory, size_bytes, data->owner(), &handle)) {
    return ThrowOutOfMemory(env, {{"sizeBytes", size_bytes}});
  }
  if (!data->adopted().Keep(env, handle, memory, arguments[0])) {
    data->registry().Free(handle, data->owner());
    return nullptr;
  }
  data->WriteHandle(handle);
  return nullptr;
}

/// (id, generation) => whether pins still keep the memory. Then the caller may move it out of reach
/// of JavaScript and say so by moveAdoptedChunk.
napi_value FreeAdoptedChunk(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  AddonData* data = arguments.data;
  ChunkHandle handle;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle)) return nullptr;
  const FreeResult freed = data->registry().Free(handle, data->owner());
  if (freed == FreeResult::kAlreadyFreed) return ThrowFreed(env, handle);
  if (freed == FreeResult::kNotHeld) return ThrowNotHeld(env, handle);
  data->adopted().Release(env, data->registry(), handle);
  napi_value pending = nullptr;
  napi_get_boolean(env, freed == FreeResult::kDeferred, &pending);
  return pending;
}

/// (id, generation, bytes) => whether `bytes`, which is kept from now on, has the chunk's memory.
napi_value MoveAdoptedChunk(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  AddonData* data = arguments.data;
  ChunkHandle handle;
  void* memory = nullptr;
  std::size_t size_bytes = 0;
  if (!ReadHandle(env, arguments[0], arguments[1], &handle) ||
      !ReadBytes(env, arguments[2], &memory, &size_bytes)) {
    return nullptr;
  }
  napi_value moved = nullptr;
  napi_get_boolean(env, data->adopted().Move(env, handle, memory, arguments[2]), &moved);
  return moved;
}

}  // namespace

void ExportAdoptedChunks(Napi::Env env, Napi::Object exports, AddonData* data) {
  ExportFunctions(env, exports, data,
                  {{"adoptChunk", AdoptChunk},
                   {"freeAdoptedChunk", FreeAdoptedChunk},
                   {"moveAdoptedChunk", MoveAdoptedChunk}});
}

}  // namespace offheap::bindings
