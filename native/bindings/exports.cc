#include "bindings/exports.h"

#include <cstring>

namespace offheap::bindings {

void ExportFunctions(Napi::Env env, Napi::Object exports, AddonData* data,
                     std::initializer_list<ExportedFunction> functions) {
  for (const ExportedFunction& function : functions) {
    napi_value value = nullptr;
    const napi_status status = napi_create_function(env, function.name, std::strlen(function.name),
                                                    function.callback, data, &value);
    if (status != napi_ok) return;
    exports.Set(function.name, Napi::Value(env, value));
  }
}

}  // namespace offheap::bindings
