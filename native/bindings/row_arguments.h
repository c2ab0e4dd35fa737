#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "bindings/arguments.h"
#include "rows/row_batch.h"
#include "rows/row_order.h"

namespace offheap::bindings {

// Each of these returns false with an exception pending when the value is not what it should be.

/// Its memory may be anybody's to write, and is valid as long as no JavaScript runs.
template <typename T>
struct TypedArray {
  T* data = nullptr;
  size_t length = 0;
};

bool ReadTypedArray(napi_env env, napi_value value, const char* name, napi_typedarray_type type,
                    void** data, size_t* length);

/// An Int32Array, Float64Array or Uint8Array. InvalidArgumentError.
template <typename T>
bool ReadArray(napi_env env, napi_value value, const char* name, TypedArray<T>* array) {
  static_assert(std::is_same_v<T, int32_t> || std::is_same_v<T, double> ||
                std::is_same_v<T, uint8_t>);
  constexpr napi_typedarray_type kType = std::is_same_v<T, int32_t>  ? napi_int32_array
                                         : std::is_same_v<T, double> ? napi_float64_array
                                                                     : napi_uint8_array;
  void* data = nullptr;
  if (!ReadTypedArray(env, value, name, kType, &data, &array->length)) return false;
  array->data = static_cast<T*>(data);
  return true;
}

/// The pages in which rows lie, pinned.
struct PinnedPages {
  std::vector<PinnedRegion> regions;
  std::vector<rows::Page> pages;
};

/// A Float64Array of four numbers a page: id, generation, offset, length. InvalidArgumentError,
/// SegmentFreedError, IndexOutOfBoundsError, ChunkStateError.
bool ReadPages(napi_env env, AddonData* data, napi_value value, PinnedPages* pages);

/// An Int32Array of two numbers a row: offset, length. InvalidArgumentError.
struct RowPositions {
  rows::RowPosition* data = nullptr;
  size_t count = 0;
};
bool ReadPositions(napi_env env, napi_value value, RowPositions* positions);

/// An Int32Array, see RowOrder::Read. InvalidArgumentError.
bool ReadRowOrder(napi_env env, napi_value value, rows::RowOrder* order);

}  // namespace offheap::bindings
