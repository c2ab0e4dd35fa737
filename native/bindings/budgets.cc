#include <limits>

#include "bindings/arguments.h"
#include "bindings/errors.h"
#include "bindings/exports.h"
#include "bindings/release_signal.h"

namespace offheap::bindings {
namespace {

BudgetTree& Tree() { return BudgetTree::Process(); }

bool ReadBudget(napi_env env, const napi_value* values, BudgetHandle* handle) {
  return ReadInteger(env, values[0], "id", UINT32_MAX, &handle->id) &&
         ReadInteger(env, values[1], "generation", UINT32_MAX, &handle->generation);
}

/// Infinity is no limit.
bool ReadLimit(napi_env env, napi_value value, std::uint64_t* limit_bytes) {
  double number = 0;
  if (napi_get_value_double(env, value, &number) == napi_ok && number > kMaxSafeInteger &&
      number == number + 1) {
    *limit_bytes = kUnlimitedBudget;
    return true;
  }
  std::size_t size_bytes = 0;
  if (!ReadSize(env, value, "limitBytes", &size_bytes)) return false;
  *limit_bytes = size_bytes;
  return true;
}

napi_value ThrowClosed(napi_env env, BudgetHandle handle) {
  return Throw(env, code::kBudgetClosed, "Memory budget is closed",
               {{"budget", handle.id}, {"generation", handle.generation}});
}

napi_value Number(napi_env env, double number) {
  napi_value value = nullptr;
  napi_create_double(env, number, &value);
  return value;
}

napi_value Boolean(napi_env env, bool truth) {
  napi_value value = nullptr;
  napi_get_boolean(env, truth, &value);
  return value;
}

Napi::Object HandleObject(Napi::Env env, BudgetHandle handle) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("id", Napi::Number::New(env, handle.id));
  object.Set("generation", Napi::Number::New(env, handle.generation));
  return object;
}

Napi::Object UsageObject(Napi::Env env, const BudgetUsage& usage) {
  Napi::Object object = HandleObject(env, usage.handle);
  const auto set = [&](const char* name, std::uint64_t value) {
    object.Set(name, Napi::Number::New(env, static_cast<double>(value)));
  };
  set("parentId", usage.parent_id);
  object.Set("name", Napi::String::New(env, usage.name));
  object.Set("limitBytes", Napi::Number::New(env, usage.limit_bytes == kUnlimitedBudget
                                                      ? std::numeric_limits<double>::infinity()
                                                      : static_cast<double>(usage.limit_bytes)));
  set("usedBytes", usage.used_bytes);
  set("ownBytes", usage.own_bytes);
  set("peakBytes", usage.peak_bytes);
  return object;
}

Napi::Value BudgetRoot(const Napi::CallbackInfo& info) {
  return HandleObject(info.Env(), Tree().Root());
}

/// (parentId, parentGeneration, name, limitBytes) => { id, generation }
napi_value CreateBudget(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  BudgetHandle parent;
  std::uint64_t limit_bytes = 0;
  if (!ReadBudget(env, arguments.values.data(), &parent) ||
      !ReadLimit(env, arguments[3], &limit_bytes)) {
    return nullptr;
  }
  std::array<char, BudgetNode::kMaxNameBytes + 1> name{};
  std::size_t length = 0;
  // Writes whole characters only.
  if (napi_get_value_string_utf8(env, arguments[2], name.data(), name.size(), &length) != napi_ok) {
    return Throw(env, code::kInvalidArgument, "Argument must be a string", {{"argument", "name"}});
  }
  BudgetHandle handle;
  switch (
      Tree().Create(parent, {name.data(), length}, limit_bytes, arguments.data->owner(), &handle)) {
    case CreateBudgetResult::kCreated:
      return HandleObject(env, handle);
    case CreateBudgetResult::kClosed:
      return ThrowClosed(env, parent);
    case CreateBudgetResult::kTooDeep:
      return Throw(env, code::kInvalidArgument, "Memory budget lies too deep",
                   {{"levels", BudgetTree::kMaxDepth}});
    case CreateBudgetResult::kNoMemory:
      break;
  }
  return Throw(env, code::kOutOfMemory, "The system refused to allocate memory",
               {{"for", "a memory budget"}});
}

/// (id, generation, bytes) => 0, or the id of the budget that refuses.
napi_value ReserveBudget(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  BudgetHandle handle;
  std::size_t bytes = 0;
  if (!ReadBudget(env, arguments.values.data(), &handle) ||
      !ReadSize(env, arguments[2], "bytes", &bytes)) {
    return nullptr;
  }
  std::uint32_t refusing = 0;
  if (Tree().Reserve(handle, bytes, &refusing) == ReserveResult::kClosed) {
    return ThrowClosed(env, handle);
  }
  napi_value result = nullptr;
  napi_create_uint32(env, refusing, &result);
  return result;
}

/// (id, generation, bytes)
napi_value ReleaseBudget(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  BudgetHandle handle;
  std::size_t bytes = 0;
  if (!ReadBudget(env, arguments.values.data(), &handle) ||
      !ReadSize(env, arguments[2], "bytes", &bytes)) {
    return nullptr;
  }
  std::uint64_t own_bytes = 0;
  switch (Tree().Release(handle, bytes, &own_bytes)) {
    case BudgetReleaseResult::kReleased:
      return nullptr;
    case BudgetReleaseResult::kTooMuch:
      return Throw(env, code::kBudgetRelease, "More was released than is reserved",
                   {{"budget", handle.id}, {"releasedBytes", bytes}, {"reservedBytes", own_bytes}});
    case BudgetReleaseResult::kClosed:
      break;
  }
  return ThrowClosed(env, handle);
}

/// (id, generation) => whether it was open.
napi_value CloseBudget(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  BudgetHandle handle;
  if (!ReadBudget(env, arguments.values.data(), &handle)) return nullptr;
  return Boolean(env, Tree().Close(handle));
}

/// (id, generation, limitBytes)
napi_value LimitBudget(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  BudgetHandle handle;
  std::uint64_t limit_bytes = 0;
  if (!ReadBudget(env, arguments.values.data(), &handle) ||
      !ReadLimit(env, arguments[2], &limit_bytes)) {
    return nullptr;
  }
  return Tree().SetLimit(handle, limit_bytes) ? nullptr : ThrowClosed(env, handle);
}

/// (id, generation) => bytes, 0 when it is closed.
napi_value AvailableInBudget(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  BudgetHandle handle;
  if (!ReadBudget(env, arguments.values.data(), &handle)) return nullptr;
  std::uint64_t bytes = 0;
  Tree().Available(handle, &bytes);
  return Number(env, static_cast<double>(bytes));
}

/// (id, generation) => usage, undefined when it is closed.
napi_value BudgetUsageOf(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  BudgetHandle handle;
  if (!ReadBudget(env, arguments.values.data(), &handle)) return nullptr;
  BudgetUsage usage;
  if (!Tree().Usage(handle, &usage)) return nullptr;
  return UsageObject(env, usage);
}

Napi::Value ListBudgets(const Napi::CallbackInfo& info) {
  const std::vector<BudgetUsage> usages = Tree().List();
  Napi::Array list = Napi::Array::New(info.Env(), usages.size());
  for (std::uint32_t i = 0; i < usages.size(); ++i) list.Set(i, UsageObject(info.Env(), usages[i]));
  return list;
}

/// (callback): the first call's callback stays.
napi_value WatchBudgets(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  std::shared_ptr<ReleaseSignal>& signal = arguments.data->release_signal();
  if (signal == nullptr) {
    if (!Napi::Value(env, arguments[0]).IsFunction()) {
      return Throw(env, code::kInvalidArgument, "Argument must be a function",
                   {{"argument", "listener"}});
    }
    signal = ReleaseSignal::Create(env, arguments[0]);
    if (signal == nullptr) return nullptr;
  }
  signal->Start();
  return nullptr;
}

napi_value UnwatchBudgets(napi_env env, napi_callback_info info) {
  const Arguments<0> arguments(env, info);
  if (arguments.data->release_signal() != nullptr) arguments.data->release_signal()->Stop();
  return nullptr;
}

}  // namespace

void ExportBudgets(Napi::Env env, Napi::Object exports, AddonData* data) {
  exports.Set("budgetRoot", Napi::Function::New(env, BudgetRoot, "budgetRoot"));
  exports.Set("listBudgets", Napi::Function::New(env, ListBudgets, "listBudgets"));
  ExportFunctions(env, exports, data,
                  {{"createBudget", CreateBudget},
                   {"reserveBudget", ReserveBudget},
                   {"releaseBudget", ReleaseBudget},
                   {"closeBudget", CloseBudget},
                   {"limitBudget", LimitBudget},
                   {"availableInBudget", AvailableInBudget},
                   {"budgetUsage", BudgetUsageOf},
                   {"watchBudgets", WatchBudgets},
                   {"unwatchBudgets", UnwatchBudgets}});
}

}  // namespace offheap::bindings
