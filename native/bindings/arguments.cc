#include "bindings/arguments.h"

#include <string>

#include "bindings/errors.h"

namespace offheap::bindings {
namespace {

/// How the error shows a value that is not what it should be: the number, or the type.
std::string Describe(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  switch (type) {
    case napi_undefined:
      return "undefined";
    case napi_null:
      return "null";
    case napi_number:
    case napi_boolean:
      return Napi::Value(env, value).ToString().Utf8Value();
    case napi_string:
      return "a string";
    case napi_symbol:
      return "a symbol";
    case napi_function:
      return "a function";
    case napi_bigint:
      return "a bigint";
    default:
      return "an object";
  }
}

bool Reject(napi_env env, const char* sentence, const char* name, napi_value value) {
  Throw(env, code::kInvalidArgument, sentence,
        {{"argument", name}, {"value", Describe(env, value)}});
  return false;
}

/// Not std::trunc: without SSE 4.1, which the compiler must not assume, that is a call.
bool IsSafeInteger(double number) {
  return number >= 0 && number <= kMaxSafeInteger &&
         number == static_cast<double>(static_cast<std::int64_t>(number));
}

/// False: no number, a fraction, NaN, or outside 0..max.
bool IntegerUpTo(napi_env env, napi_value value, double max, double* result) {
  return napi_get_value_double(env, value, result) == napi_ok && *result <= max &&
         IsSafeInteger(*result);
}

bool ReadIndex(napi_env env, napi_value value, const char* name, std::size_t* result) {
  double number = 0;
  if (napi_get_value_double(env, value, &number) != napi_ok)
    return Reject(env, "Argument must be a number", name, value);
  if (IsSafeInteger(number)) {
    *result = static_cast<std::size_t>(number);
    return true;
  }
  Throw(env, code::kIndexOutOfBounds, "Index is out of bounds", {{name, Describe(env, value)}});
  return false;
}

}  // namespace

bool ReadSize(napi_env env, napi_value value, const char* name, std::size_t* result) {
  double number = 0;
  if (!IntegerUpTo(env, value, kMaxSafeInteger, &number)) {
    return Reject(env, "Argument must be a safe integer, not negative", name, value);
  }
  *result = static_cast<std::size_t>(number);
  return true;
}

bool ReadInteger(napi_env env, napi_value value, const char* name, std::uint32_t max,
                 std::uint32_t* result) {
  double number = 0;
  if (!IntegerUpTo(env, value, max, &number)) {
    return Reject(env, ("Argument must be an integer from 0 to " + std::to_string(max)).c_str(),
                  name, value);
  }
  *result = static_cast<std::uint32_t>(number);
  return true;
}

bool ReadBoolean(napi_env env, napi_value value, const char* name, bool* result) {
  return napi_get_value_bool(env, value, result) == napi_ok ||
         Reject(env, "Argument must be a boolean", name, value);
}

bool ReadHandle(napi_env env, napi_value id, napi_value generation, ChunkHandle* handle) {
  return ReadInteger(env, id, "id", UINT32_MAX, &handle->id) &&
         ReadInteger(env, generation, "generation", UINT32_MAX, &handle->generation);
}

bool RequireInPlace(napi_env env, AddonData* data, ChunkHandle handle) {
  if (data->adopted().InPlace(env, handle)) return true;
  Throw(env, code::kChunkState, "Memory was transferred away", {{"chunk", handle.id}});
  return false;
}

bool PinRegion(napi_env env, AddonData* data, PinnedRegion* region) {
  const ChunkHandle& handle = region->handle;
  region->pin = data->registry().Pin(handle);
  if (region->pin && !RequireInPlace(env, data, handle)) return false;
  if (!region->pin) {
    if (data->registry().InUse(handle)) {
      Throw(env, code::kChunkState, "Chunk has too many pins",
            {{"chunk", handle.id}, {"pins", SlotState::kMaxPins}});
    } else {
      Throw(env, code::kSegmentFreed, "Segment was already freed",
            {{"chunk", handle.id}, {"generation", handle.generation}});
    }
    return false;
  }
  if (!region->pin.Contains(region->offset, region->length)) {
    Throw(env, code::kIndexOutOfBounds, "Index is out of bounds",
          {{"offset", region->offset},
           {"length", region->length},
           {"size", region->pin.size_bytes()}});
    return false;
  }
  return true;
}

bool ReadRegion(napi_env env, AddonData* data, const napi_value* values, PinnedRegion* region) {
  return ReadIndex(env, values[2], "offset", &region->offset) &&
         ReadIndex(env, values[3], "length", &region->length) &&
         ReadHandle(env, values[0], values[1], &region->handle) && PinRegion(env, data, region);
}

bool ReadPosition(napi_env env, AddonData* data, const napi_value* values, std::size_t length,
                  PinnedRegion* region) {
  region->length = length;
  return ReadIndex(env, values[2], "offset", &region->offset) &&
         ReadHandle(env, values[0], values[1], &region->handle) && PinRegion(env, data, region);
}

}  // namespace offheap::bindings
