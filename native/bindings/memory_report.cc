#include "bindings/arguments.h"
#include "bindings/exports.h"
#include "memory/owner_threads.h"
#include "memory/system_memory.h"

namespace offheap::bindings {
namespace {

/// (threadId)
napi_value EnterThread(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  std::uint32_t thread_id = 0;
  if (!ReadInteger(env, arguments[0], "threadId", UINT32_MAX, &thread_id)) return nullptr;
  OwnerThreads::Process().Enter(arguments.data->owner(), thread_id);
  return nullptr;
}

Napi::Object HoldingsObject(Napi::Env env, const ChunkReport::Holdings& holdings) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("chunks", Napi::Number::New(env, static_cast<double>(holdings.chunks)));
  object.Set("bytes", Napi::Number::New(env, static_cast<double>(holdings.bytes)));
  return object;
}

/// See NativeChunkReport in lib/engine/addon.ts.
Napi::Value ChunkReportOf(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ChunkReport report = ChunkRegistry::Process().Report();
  Napi::Array owners = Napi::Array::New(env, report.by_owner.size());
  std::uint32_t index = 0;
  for (const auto& [owner, holdings] : report.by_owner) {
    Napi::Object entry = HoldingsObject(env, holdings);
    std::uint32_t thread_id = 0;
    entry.Set("threadId", OwnerThreads::Process().ThreadOf(owner, &thread_id)
                              ? Napi::Value(Napi::Number::New(env, thread_id))
                              : env.Undefined());
    owners.Set(index++, entry);
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("pinned", HoldingsObject(env, report.pinned));
  result.Set("pending", HoldingsObject(env, report.pending));
  result.Set("owners", owners);
  return result;
}

Napi::Value TrimHeapOf(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), TrimHeap());
}

}  // namespace

void ExportMemoryReport(Napi::Env env, Napi::Object exports, AddonData* data) {
  exports.Set("chunkReport", Napi::Function::New(env, ChunkReportOf, "chunkReport"));
  exports.Set("trimHeap", Napi::Function::New(env, TrimHeapOf, "trimHeap"));
  ExportFunctions(env, exports, data, {{"enterThread", EnterThread}});
}

}  // namespace offheap::bindings
