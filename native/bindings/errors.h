#pragma once

#include <napi.h>

#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>

namespace offheap::bindings {

/// The classes of lib/errors that native code throws, by their stable codes.
namespace code {
constexpr const char* kBudgetClosed = "ERR_BUDGET_CLOSED";
constexpr const char* kBudgetRelease = "ERR_BUDGET_RELEASE";
constexpr const char* kChunkState = "ERR_CHUNK_STATE";
constexpr const char* kCorruptRun = "ERR_CORRUPT_RUN";
constexpr const char* kIndexOutOfBounds = "ERR_INDEX_OUT_OF_BOUNDS";
constexpr const char* kInvalidArgument = "ERR_INVALID_ARGUMENT";
constexpr const char* kKernelBusy = "ERR_KERNEL_BUSY";
constexpr const char* kKernelClosed = "ERR_KERNEL_CLOSED";
constexpr const char* kKernelState = "ERR_KERNEL_STATE";
constexpr const char* kOutOfMemory = "ERR_OUT_OF_MEMORY";
constexpr const char* kSegmentFreed = "ERR_SEGMENT_FREED";
}  // namespace code

/// A value that the message names.
struct ErrorField {
  template <typename Number, typename = std::enable_if_t<std::is_arithmetic_v<Number>>>
  ErrorField(const char* name, Number number) : name(name), number(static_cast<double>(number)) {}
  ErrorField(const char* name, std::string text)
      : name(name), text(std::move(text)), is_text(true) {}

  const char* name;
  double number = 0;
  std::string text;
  bool is_text = false;
};

/// An error of the JavaScript class that has this code. `sentence` is for the classes whose
/// sentence differs from case to case; the others have their own. Empty, with an exception pending,
/// when JavaScript cannot run any more.
napi_value MakeError(napi_env env, const char* code, const char* sentence,
                     std::initializer_list<ErrorField> fields);

/// Leaves the error pending; returns nullptr, for `return Throw(…)`.
napi_value Throw(napi_env env, const char* code, const char* sentence,
                 std::initializer_list<ErrorField> fields = {});

}  // namespace offheap::bindings
