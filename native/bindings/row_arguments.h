#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bindings/arguments.h"
#include "rows/row_batch.h"
#include "rows/row_order.h"

namespace offheap::bindings {

// Each of these returns false with an exception pending when the value is not what it should be.

/// A typed array. InvalidArgumentError. Its memory may be anybody's to write, and is valid as long
/// as no JavaScript runs.
template <typename T>
struct TypedArray {
  T* data = nullptr;
  size_t length = 0;
};
bool ReadArray(napi_env env, napi_value value, const char* name, TypedArray<int32_t>* array);
bool ReadArray(napi_env env, napi_value value, const char* name, TypedArray<double>* array);
bool ReadArray(napi_env env, napi_value value, const char* name, TypedArray<uint8_t>* array);

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
