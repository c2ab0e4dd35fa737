#pragma once

#include <napi.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "bindings/addon_data.h"
#include "memory/chunk_pin.h"

namespace offheap::bindings {

/// The largest integer that a JavaScript number holds exactly.
constexpr double kMaxSafeInteger = 9007199254740991.0;

/// Reads the arguments of one call, in one Node-API call. Missing ones are undefined.
template <std::size_t N>
struct Arguments {
  Arguments(napi_env env, napi_callback_info info) : env(env) {
    std::size_t count = N;
    void* raw = nullptr;
    napi_get_cb_info(env, info, &count, values.data(), nullptr, &raw);
    data = static_cast<AddonData*>(raw);
  }

  napi_value operator[](std::size_t index) const { return values[index]; }

  napi_env env;
  AddonData* data;
  std::array<napi_value, N> values{};
};

// Each of these returns false with an exception pending when the value is not what it should be.

/// A safe integer >= 0: a size or a length. InvalidArgumentError.
bool ReadSize(napi_env env, napi_value value, const char* name, std::size_t* result);
/// An integer from 0 to `max`. InvalidArgumentError.
bool ReadInteger(napi_env env, napi_value value, const char* name, std::uint32_t max,
                 std::uint32_t* result);
bool ReadBoolean(napi_env env, napi_value value, const char* name, bool* result);
/// Two arguments. Any pair of integers will do: a wrong one names no chunk.
bool ReadHandle(napi_env env, napi_value id, napi_value generation, ChunkHandle* handle);

/// `length` bytes of a pinned chunk.
struct PinnedRegion {
  std::uint8_t* begin() const { return length == 0 ? pin.data() : pin.data() + offset; }

  ChunkPin pin;
  ChunkHandle handle;
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// ChunkStateError when the chunk's memory is the runtime's and has been moved to another buffer.
bool RequireInPlace(napi_env env, AddonData* data, ChunkHandle handle);

/// Pins the chunk of `handle`, in which `offset` and `length` must be. SegmentFreedError,
/// IndexOutOfBoundsError, ChunkStateError as above.
bool PinRegion(napi_env env, AddonData* data, PinnedRegion* region);

/// Four arguments (id, generation, offset, length) from `values`. SegmentFreedError,
/// IndexOutOfBoundsError, ChunkStateError as above.
bool ReadRegion(napi_env env, AddonData* data, const napi_value* values, PinnedRegion* region);

/// The same with the length given by the operation: `values` has three arguments.
bool ReadPosition(napi_env env, AddonData* data, const napi_value* values, std::size_t length,
                  PinnedRegion* region);

}  // namespace offheap::bindings
