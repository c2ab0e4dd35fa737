#include "access/byte_ranges.h"
#include "bindings/arguments.h"
#include "bindings/errors.h"
#include "bindings/exports.h"

namespace offheap::bindings {
namespace {

/// Arguments (idA, generationA, offsetA, idB, generationB, offsetB, length).
struct EqualRegions {
  PinnedRegion left;
  PinnedRegion right;
};

bool ReadEqualRegions(napi_env env, const Arguments<7>& arguments, EqualRegions* regions) {
  const auto& v = arguments.values;
  const napi_value left[] = {v[0], v[1], v[2], v[6]};
  const napi_value right[] = {v[3], v[4], v[5], v[6]};
  return ReadRegion(env, arguments.data, left, &regions->left) &&
         ReadRegion(env, arguments.data, right, &regions->right);
}

/// Source first, then target.
napi_value CopyBytes(napi_env env, napi_callback_info info) {
  const Arguments<7> arguments(env, info);
  EqualRegions regions;
  if (!ReadEqualRegions(env, arguments, &regions)) return nullptr;
  access::Copy(regions.right.begin(), regions.left.begin(), regions.left.length);
  return nullptr;
}

napi_value EqualBytes(napi_env env, napi_callback_info info) {
  const Arguments<7> arguments(env, info);
  EqualRegions regions;
  if (!ReadEqualRegions(env, arguments, &regions)) return nullptr;
  napi_value result = nullptr;
  napi_get_boolean(env,
                   access::Equal(regions.left.begin(), regions.right.begin(), regions.left.length),
                   &result);
  return result;
}

napi_value SwapBytes(napi_env env, napi_callback_info info) {
  const Arguments<7> arguments(env, info);
  EqualRegions regions;
  if (!ReadEqualRegions(env, arguments, &regions)) return nullptr;
  const std::size_t length = regions.left.length;
  if (regions.left.pin.data() == regions.right.pin.data() &&
      regions.left.offset != regions.right.offset) {
    const std::size_t left = regions.left.offset;
    const std::size_t right = regions.right.offset;
    const std::size_t distance = left < right ? right - left : left - right;
    if (distance < length) {
      return Throw(env, code::kInvalidArgument, "Ranges to swap overlap",
                   {{"offset1", left}, {"offset2", right}, {"length", length}});
    }
  }
  access::Swap(regions.left.begin(), regions.right.begin(), length);
  return nullptr;
}

/// (idA, generationA, offsetA, lengthA, idB, generationB, offsetB, lengthB) => number
napi_value CompareBytes(napi_env env, napi_callback_info info) {
  const Arguments<8> arguments(env, info);
  PinnedRegion left;
  PinnedRegion right;
  if (!ReadRegion(env, arguments.data, arguments.values.data(), &left) ||
      !ReadRegion(env, arguments.data, arguments.values.data() + 4, &right)) {
    return nullptr;
  }
  napi_value result = nullptr;
  napi_create_int64(env, access::Compare(left.begin(), left.length, right.begin(), right.length),
                    &result);
  return result;
}

/// (id, generation, offset, length, value)
napi_value FillBytes(napi_env env, napi_callback_info info) {
  const Arguments<5> arguments(env, info);
  PinnedRegion region;
  std::uint32_t value = 0;
  if (!ReadInteger(env, arguments[4], "value", 255, &value) ||
      !ReadRegion(env, arguments.data, arguments.values.data(), &region)) {
    return nullptr;
  }
  access::Fill(region.begin(), static_cast<std::uint8_t>(value), region.length);
  return nullptr;
}

}  // namespace

void ExportBulkAccess(Napi::Env env, Napi::Object exports, AddonData* data) {
  ExportFunctions(env, exports, data,
                  {{"copyBytes", CopyBytes},
                   {"equalBytes", EqualBytes},
                   {"swapBytes", SwapBytes},
                   {"compareBytes", CompareBytes},
                   {"fillBytes", FillBytes}});
}

}  // namespace offheap::bindings
