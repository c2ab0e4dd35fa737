#include "bindings/errors.h"

#include <array>

#include "bindings/addon_data.h"

// Node-API itself, not its C++ wrapper: in a worker that is being terminated every call fails,
// which is no failure here, and for which the wrapper ends the process.
namespace offheap::bindings {
namespace {

napi_value String(napi_env env, const char* text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  return value;
}

napi_value FieldsObject(napi_env env, std::initializer_list<ErrorField> fields) {
  napi_value object = nullptr;
  napi_create_object(env, &object);
  for (const ErrorField& field : fields) {
    napi_value value = nullptr;
    if (field.is_text) {
      value = String(env, field.text.c_str());
    } else {
      napi_create_double(env, field.number, &value);
    }
    napi_set_named_property(env, object, field.name, value);
  }
  return object;
}

napi_value PlainError(napi_env env, const char* code, const char* sentence) {
  napi_value error = nullptr;
  napi_create_error(env, String(env, code), String(env, sentence), &error);
  return error;
}

}  // namespace

napi_value MakeError(napi_env env, const char* code, const char* sentence,
                     std::initializer_list<ErrorField> fields) {
  AddonData* data = AddonData::Of(env);
  // Before configure() there is no factory.
  if (data == nullptr || data->error_factory() == nullptr) return PlainError(env, code, sentence);
  napi_value factory = nullptr;
  napi_value receiver = nullptr;
  napi_get_reference_value(env, data->error_factory(), &factory);
  napi_get_undefined(env, &receiver);
  const std::array<napi_value, 3> arguments = {String(env, code), String(env, sentence),
                                               FieldsObject(env, fields)};
  napi_value error = nullptr;
  napi_call_function(env, receiver, factory, arguments.size(), arguments.data(), &error);
  return error;
}

napi_value Throw(napi_env env, const char* code, const char* sentence,
                 std::initializer_list<ErrorField> fields) {
  napi_value error = MakeError(env, code, sentence, fields);
  if (error != nullptr) napi_throw(env, error);
  return nullptr;
}

}  // namespace offheap::bindings
