#include <cstddef>
#include <cstdint>

#include "access/byte_ranges.h"
#include "bindings/arguments.h"
#include "bindings/errors.h"
#include "bindings/exports.h"

namespace offheap::bindings {
namespace {

/// Kernels without parameters: JavaScript leaves their arguments here, in a few instructions. To
/// pass seven of them costs 40 ns, and to pin two chunks 50 ns more than to look them up.
///
///      0     4             8     12            16        24        32       40
///    +-----+-------------+-----+-------------+---------+---------+--------+--------+
///    | id1 | generation1 | id2 | generation2 | offset1 | offset2 | length | result |
///    +-----+-------------+-----+-------------+---------+---------+--------+--------+
///      32-bit integers                         64-bit floats
struct BulkArguments {
  ChunkHandle handle1;
  ChunkHandle handle2;
  double offset1;
  double offset2;
  double length;
  double result;
};
static_assert(sizeof(ChunkHandle) == 8 && sizeof(BulkArguments) == AddonData::kBulkArgumentBytes);

/// Bytes of a chunk that stay valid while this object lives, on the thread of the call.
struct Range {
  std::uint8_t* begin = nullptr;
  /// Only for a chunk that another thread holds. What this thread holds cannot go during the call,
  /// as nobody else frees it.
  ChunkPin pin;
};

/// An integer from 0 to 2^53 - 1, which is what a length or an offset can be.
bool ReadCount(napi_env env, const char* name, double value, std::size_t* result) {
  if (value >= 0 && value <= kMaxSafeInteger) {
    const auto count = static_cast<std::int64_t>(value);
    if (static_cast<double>(count) == value) {
      *result = static_cast<std::size_t>(count);
      return true;
    }
  }
  Throw(env, code::kIndexOutOfBounds, "Index is out of bounds", {{name, value}});
  return false;
}

bool Locate(napi_env env, AddonData* data, ChunkHandle handle, double position, std::size_t length,
            Range* range) {
  std::size_t offset = 0;
  if (!ReadCount(env, "offset", position, &offset)) return false;
  std::uint8_t* memory = nullptr;
  std::size_t size_bytes = 0;
  if (const Allocation* held = data->registry().Held(handle, data->owner())) {
    memory = static_cast<std::uint8_t*>(held->data);
    size_bytes = held->size_bytes;
  } else {
    range->pin = data->registry().Pin(handle);
    if (!range->pin) {
      Throw(env, code::kSegmentFreed, "Segment was already freed",
            {{"chunk", handle.id}, {"generation", handle.generation}});
      return false;
    }
    memory = range->pin.data();
    size_bytes = range->pin.size_bytes();
  }
  if (offset > size_bytes || length > size_bytes - offset) {
    Throw(env, code::kIndexOutOfBounds, "Index is out of bounds",
          {{"offset", offset}, {"length", length}, {"size", size_bytes}});
    return false;
  }
  // A chunk of 0 bytes has no address to move.
  range->begin = length == 0 ? memory : memory + offset;
  return true;
}

/// The two ranges that one call works on.
struct Call {
  Call(napi_env env, napi_callback_info info) {
    void* raw = nullptr;
    napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &raw);
    auto* data = static_cast<AddonData*>(raw);
    arguments = static_cast<BulkArguments*>(data->bulk_arguments());
    located = ReadCount(env, "length", arguments->length, &length) &&
              Locate(env, data, arguments->handle1, arguments->offset1, length, &first) &&
              Locate(env, data, arguments->handle2, arguments->offset2, length, &second);
  }

  BulkArguments* arguments = nullptr;
  Range first;
  Range second;
  std::size_t length = 0;
  /// False: an exception is pending.
  bool located = false;
};

/// Leaves -1, 0 or 1 as the result.
napi_value CompareRanges(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (!call.located) return nullptr;
  const std::int64_t order =
      access::Compare(call.first.begin, call.length, call.second.begin, call.length);
  call.arguments->result = static_cast<double>(order);
  return nullptr;
}

napi_value SwapRanges(napi_env env, napi_callback_info info) {
  const Call call(env, info);
  if (!call.located) return nullptr;
  // Integers: pointers into two allocations must not be subtracted.
  const auto first = reinterpret_cast<std::uintptr_t>(call.first.begin);
  const auto second = reinterpret_cast<std::uintptr_t>(call.second.begin);
  const std::uintptr_t distance = first < second ? second - first : first - second;
  if (distance != 0 && distance < call.length) {
    return Throw(env, code::kInvalidArgument, "Ranges to swap overlap",
                 {{"distance", distance}, {"length", call.length}});
  }
  access::Swap(call.first.begin, call.second.begin, call.length);
  return nullptr;
}

}  // namespace

void ExportBulkKernels(Napi::Env env, Napi::Object exports, AddonData* data) {
  exports.Set("bulkArguments", data->bulk_arguments_buffer());
  ExportFunctions(env, exports, data,
                  {{"compareRanges", CompareRanges}, {"swapRanges", SwapRanges}});
}

}  // namespace offheap::bindings
