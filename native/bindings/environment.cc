#include "bindings/arguments.h"
#include "bindings/errors.h"
#include "bindings/exports.h"
#include "memory/checked_mode.h"

namespace offheap::bindings {
namespace {

/// (createError, maxBufferBytes, guardInterval = 0)
napi_value Configure(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  const Napi::Value create_error(env, arguments[0]);
  if (!create_error.IsFunction()) {
    return Throw(env, code::kInvalidArgument, "Error factory must be a function");
  }
  std::size_t max_buffer_bytes = 0;
  if (!ReadSize(env, arguments[1], "maxBufferBytes", &max_buffer_bytes)) return nullptr;
  std::uint32_t guard_interval = 0;
  if (!Napi::Value(env, arguments[2]).IsUndefined() &&
      !ReadInteger(env, arguments[2], "guardInterval", UINT32_MAX, &guard_interval)) {
    return nullptr;
  }
  napi_ref factory = nullptr;
  if (napi_create_reference(env, create_error, 1, &factory) != napi_ok) return nullptr;
  arguments.data->set_error_factory(factory);
  arguments.data->set_max_buffer_bytes(max_buffer_bytes);
  RequireGuardInterval(guard_interval);
  return nullptr;
}

/// Runtimes with a memory cage (Electron) refuse memory that is not theirs.
bool AllowsExternalBuffers(Napi::Env env) {
  static std::uint8_t probe[1];
  napi_value buffer = nullptr;
  const napi_status status =
      napi_create_external_arraybuffer(env, probe, sizeof probe, nullptr, nullptr, &buffer);
  if (status == napi_ok) return napi_detach_arraybuffer(env, buffer) == napi_ok;
  if (env.IsExceptionPending()) env.GetAndClearPendingException();
  return false;
}

}  // namespace

void ExportEnvironment(Napi::Env env, Napi::Object exports, AddonData* data) {
  std::uint32_t napi_version = 0;
  napi_get_version(env, &napi_version);
  exports.Set("napiVersion", Napi::Number::New(env, napi_version));
  exports.Set("externalBuffers", Napi::Boolean::New(env, AllowsExternalBuffers(env)));
  // 53 bits: what a number holds.
  exports.Set("processToken",
              Napi::Number::New(env, static_cast<double>(data->registry().token() >> 11)));
  ExportFunctions(env, exports, data, {{"configure", Configure}});
}

}  // namespace offheap::bindings
