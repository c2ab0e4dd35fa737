#include "bindings/line_order_argument.h"

#include <cmath>
#include <cstdint>

#include "bindings/arguments.h"
#include "bindings/errors.h"

namespace offheap::bindings {
namespace {

using sorting::LineOrder;
using sorting::SortKey;

/// Reads properties until one is wrong; then an exception is pending and `ok()` is false.
class PropertyReader {
 public:
  explicit PropertyReader(Napi::Object object) : object_(object) {}

  bool ok() const { return ok_; }

  bool Boolean(const char* name) {
    bool result = false;
    const Napi::Value value = Get(name);
    if (ok_) ok_ = ReadBoolean(object_.Env(), value, name, &result);
    return result;
  }

  size_t Size(const char* name) {
    size_t result = 0;
    const Napi::Value value = Get(name);
    if (ok_) ok_ = ReadSize(object_.Env(), value, name, &result);
    return result;
  }

  /// -1 stands for `none`.
  size_t SizeOrNone(const char* name, size_t none) {
    const Napi::Value value = Get(name);
    if (ok_ && value.IsNumber() && value.As<Napi::Number>().DoubleValue() == -1) return none;
    size_t result = 0;
    if (ok_) ok_ = ReadSize(object_.Env(), value, name, &result);
    return result;
  }

  Napi::Value Get(const char* name) {
    if (!ok_) return object_.Env().Undefined();
    const Napi::Value value = object_.Get(name);
    if (object_.Env().IsExceptionPending()) ok_ = false;
    return value;
  }

 private:
  Napi::Object object_;
  bool ok_ = true;
};

bool ReadSortKey(Napi::Env env, Napi::Value value, SortKey* key) {
  if (!value.IsObject()) {
    Throw(env, code::kInvalidArgument, "Sort key must be an object");
    return false;
  }
  PropertyReader properties(value.As<Napi::Object>());
  key->start_field = properties.Size("startField");
  key->start_char = properties.Size("startChar");
  key->end_field = properties.SizeOrNone("endField", SortKey::kEndOfLine);
  key->end_char = properties.Size("endChar");
  key->skip_start_blanks = properties.Boolean("skipStartBlanks");
  key->skip_end_blanks = properties.Boolean("skipEndBlanks");
  key->numeric = properties.Boolean("numeric");
  key->descending = properties.Boolean("descending");
  key->fold_case = properties.Boolean("foldCase");
  key->dictionary = properties.Boolean("dictionary");
  key->ignore_nonprinting = properties.Boolean("ignoreNonprinting");
  return properties.ok();
}

}  // namespace

bool ReadLineOrder(Napi::Env env, Napi::Value value, LineOrder* order) {
  if (!value.IsObject()) {
    Throw(env, code::kInvalidArgument, "Order must be an object");
    return false;
  }
  PropertyReader properties(value.As<Napi::Object>());
  const size_t separator = properties.SizeOrNone("separator", SIZE_MAX);
  order->descending = properties.Boolean("descending");
  order->stable = properties.Boolean("stable");
  order->unique = properties.Boolean("unique");
  const Napi::Value keys = properties.Get("keys");
  if (!properties.ok()) return false;
  if (separator == SIZE_MAX) {
    order->separator = LineOrder::kBlankTransition;
  } else if (separator <= 0xFF) {
    order->separator = static_cast<int>(separator);
  } else {
    Throw(env, code::kInvalidArgument, "Separator must be a byte or -1",
          {{"separator", separator}});
    return false;
  }
  if (!keys.IsArray()) {
    Throw(env, code::kInvalidArgument, "Keys must be an array");
    return false;
  }
  const Napi::Array array = keys.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); ++i) {
    SortKey key;
    const Napi::Value element = array.Get(i);
    if (env.IsExceptionPending() || !ReadSortKey(env, element, &key)) return false;
    order->keys.push_back(key);
  }
  return true;
}

}  // namespace offheap::bindings
