#include <cmath>
#include <limits>

#include "access/primitives.h"
#include "bindings/arguments.h"
#include "bindings/errors.h"
#include "bindings/exports.h"

namespace offheap::bindings {
namespace {

using access::ByteOrder;

napi_value ThrowValue(napi_env env, const char* sentence) {
  return Throw(env, code::kInvalidArgument, sentence);
}

// How each C++ type appears in JavaScript: 64-bit integers as bigint, the others as number.

template <typename T>
napi_value ToScript(napi_env env, T value) {
  napi_value result = nullptr;
  if constexpr (std::is_same_v<T, std::int64_t>) {
    napi_create_bigint_int64(env, value, &result);
  } else if constexpr (std::is_floating_point_v<T>) {
    napi_create_double(env, value, &result);
  } else {
    napi_create_int32(env, value, &result);
  }
  return result;
}

/// False with an exception pending: another type, or a value that T does not hold exactly (a float
/// rounds, though).
template <typename T>
bool FromScript(napi_env env, napi_value value, T* result) {
  if constexpr (std::is_same_v<T, std::int64_t>) {
    bool lossless = false;
    if (napi_get_value_bigint_int64(env, value, result, &lossless) == napi_ok && lossless)
      return true;
    ThrowValue(env, "Value must be a bigint of 64 bits with sign");
  } else {
    double number = 0;
    if (napi_get_value_double(env, value, &number) != napi_ok) {
      ThrowValue(env, "Value must be a number");
      return false;
    }
    if constexpr (std::is_floating_point_v<T>) {
      *result = static_cast<T>(number);
      return true;
    } else {
      if (number == std::trunc(number) && number >= std::numeric_limits<T>::min() &&
          number <= std::numeric_limits<T>::max()) {
        *result = static_cast<T>(number);
        return true;
      }
      Throw(env, code::kInvalidArgument, "Value does not fit the type",
            {{"value", number},
             {"min", std::numeric_limits<T>::min()},
             {"max", std::numeric_limits<T>::max()}});
    }
  }
  return false;
}

/// (id, generation, offset) => value
template <typename T, ByteOrder kOrder>
napi_value Get(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  PinnedRegion region;
  if (!ReadPosition(env, arguments.data, arguments.values.data(), sizeof(T), &region))
    return nullptr;
  return ToScript(env, access::Load<T, kOrder>(region.begin()));
}

/// (id, generation, offset, value)
template <typename T, ByteOrder kOrder>
napi_value Put(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  T value{};
  PinnedRegion region;
  if (!FromScript(env, arguments[3], &value) ||
      !ReadPosition(env, arguments.data, arguments.values.data(), sizeof(T), &region)) {
    return nullptr;
  }
  access::Store<T, kOrder>(region.begin(), value);
  return nullptr;
}

}  // namespace

void ExportScalarAccess(Napi::Env env, Napi::Object exports, AddonData* data) {
  constexpr ByteOrder kLittle = ByteOrder::kLittleEndian;
  constexpr ByteOrder kBig = ByteOrder::kBigEndian;
  ExportFunctions(env, exports, data,
                  {{"getByte", Get<std::int8_t, kLittle>},
                   {"putByte", Put<std::int8_t, kLittle>},
                   {"getShortLittleEndian", Get<std::int16_t, kLittle>},
                   {"getShortBigEndian", Get<std::int16_t, kBig>},
                   {"putShortLittleEndian", Put<std::int16_t, kLittle>},
                   {"putShortBigEndian", Put<std::int16_t, kBig>},
                   {"getCharLittleEndian", Get<std::uint16_t, kLittle>},
                   {"getCharBigEndian", Get<std::uint16_t, kBig>},
                   {"putCharLittleEndian", Put<std::uint16_t, kLittle>},
                   {"putCharBigEndian", Put<std::uint16_t, kBig>},
                   {"getIntLittleEndian", Get<std::int32_t, kLittle>},
                   {"getIntBigEndian", Get<std::int32_t, kBig>},
                   {"putIntLittleEndian", Put<std::int32_t, kLittle>},
                   {"putIntBigEndian", Put<std::int32_t, kBig>},
                   {"getLongLittleEndian", Get<std::int64_t, kLittle>},
                   {"getLongBigEndian", Get<std::int64_t, kBig>},
                   {"putLongLittleEndian", Put<std::int64_t, kLittle>},
                   {"putLongBigEndian", Put<std::int64_t, kBig>},
                   {"getFloatLittleEndian", Get<float, kLittle>},
                   {"getFloatBigEndian", Get<float, kBig>},
                   {"putFloatLittleEndian", Put<float, kLittle>},
                   {"putFloatBigEndian", Put<float, kBig>},
                   {"getDoubleLittleEndian", Get<double, kLittle>},
                   {"getDoubleBigEndian", Get<double, kBig>},
                   {"putDoubleLittleEndian", Put<double, kLittle>},
                   {"putDoubleBigEndian", Put<double, kBig>}});
}

}  // namespace offheap::bindings
