#include <napi.h>

#include "bindings/exports.h"
#include "memory/system_memory.h"

namespace {

Napi::Object InitializeAddon(Napi::Env env, Napi::Object exports) {
  using namespace offheap::bindings;
  offheap::KeepModuleLoaded();
  AddonData* data = AddonData::Create(env);
  if (data == nullptr) return exports;
  ExportEnvironment(env, exports, data);
  ExportChunks(env, exports, data);
  ExportAdoptedChunks(env, exports, data);
  ExportBudgets(env, exports, data);
  ExportMemoryReport(env, exports, data);
  ExportScalarAccess(env, exports, data);
  ExportBulkAccess(env, exports, data);
  ExportBulkKernels(env, exports, data);
  ExportRunBuilder(env, exports, data);
  ExportRunMerger(env, exports, data);
  ExportRowKernels(env, exports, data);
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, InitializeAddon)
