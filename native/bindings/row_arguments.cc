#include "bindings/row_arguments.h"

#include "bindings/errors.h"

namespace offheap::bindings {
namespace {

constexpr size_t kNumbersPerPage = 4;

bool Reject(napi_env env, const char* sentence, const char* name) {
  Throw(env, code::kInvalidArgument, sentence, {{"argument", name}});
  return false;
}

/// A safe integer up to `max`.
bool ReadNumber(double number, double max, size_t* result) {
  if (!(number >= 0 && number <= max)) return false;
  *result = static_cast<size_t>(number);
  return static_cast<double>(*result) == number;
}

bool ReadPage(const double* numbers, PinnedRegion* region) {
  size_t id = 0;
  size_t generation = 0;
  if (!ReadNumber(numbers[0], UINT32_MAX, &id)) return false;
  if (!ReadNumber(numbers[1], UINT32_MAX, &generation)) return false;
  region->handle = {static_cast<uint32_t>(id), static_cast<uint32_t>(generation)};
  return ReadNumber(numbers[2], kMaxSafeInteger, &region->offset) &&
         ReadNumber(numbers[3], kMaxSafeInteger, &region->length);
}

}  // namespace

bool ReadTypedArray(napi_env env, napi_value value, const char* name, napi_typedarray_type type,
                    void** data, size_t* length) {
  napi_typedarray_type is = napi_int8_array;
  bool is_array = false;
  if (napi_is_typedarray(env, value, &is_array) == napi_ok && is_array &&
      napi_get_typedarray_info(env, value, &is, length, data, nullptr, nullptr) == napi_ok &&
      is == type) {
    return true;
  }
  return Reject(env, "Argument must be a typed array of its kind", name);
}

bool ReadPages(napi_env env, AddonData* data, napi_value value, PinnedPages* pages) {
  TypedArray<double> numbers;
  if (!ReadArray(env, value, "pages", &numbers)) return false;
  if (numbers.length % kNumbersPerPage != 0) {
    return Reject(env, "Argument must have four numbers a page", "pages");
  }
  pages->regions.reserve(numbers.length / kNumbersPerPage);
  pages->pages.reserve(numbers.length / kNumbersPerPage);
  for (size_t i = 0; i < numbers.length; i += kNumbersPerPage) {
    PinnedRegion region;
    if (!ReadPage(numbers.data + i, &region)) {
      return Reject(env, "Argument must have four safe integers a page", "pages");
    }
    if (!PinRegion(env, data, &region)) return false;
    pages->pages.push_back({region.begin(), region.length});
    pages->regions.push_back(std::move(region));
  }
  return true;
}

bool ReadPositions(napi_env env, napi_value value, RowPositions* positions) {
  TypedArray<int32_t> numbers;
  if (!ReadArray(env, value, "positions", &numbers)) return false;
  if (numbers.length % 2 != 0) {
    return Reject(env, "Argument must have two numbers a row", "positions");
  }
  positions->data = reinterpret_cast<rows::RowPosition*>(numbers.data);
  positions->count = numbers.length / 2;
  return true;
}

bool ReadRowOrder(napi_env env, napi_value value, rows::RowOrder* order) {
  TypedArray<int32_t> numbers;
  if (!ReadArray(env, value, "order", &numbers)) return false;
  if (order->Read(numbers.data, numbers.length)) return true;
  return Reject(env, "Argument must be the keys of rows", "order");
}

}  // namespace offheap::bindings
