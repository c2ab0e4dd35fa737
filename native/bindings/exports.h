#pragma once

#include <napi.h>

#include <initializer_list>

#include "bindings/addon_data.h"

namespace offheap::bindings {

struct ExportedFunction {
  const char* name;
  napi_callback callback;
};

/// Sets the functions on `exports`. Their callback data is the AddonData, which saves them a
/// look-up per call.
void ExportFunctions(Napi::Env env, Napi::Object exports, AddonData* data,
                     std::initializer_list<ExportedFunction> functions);

// One per file of this folder.
void ExportEnvironment(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportChunks(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportAdoptedChunks(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportBudgets(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportMemoryReport(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportScalarAccess(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportBulkAccess(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportBulkKernels(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportRunBuilder(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportRunMerger(Napi::Env env, Napi::Object exports, AddonData* data);
void ExportRowKernels(Napi::Env env, Napi::Object exports, AddonData* data);

}  // namespace offheap::bindings
