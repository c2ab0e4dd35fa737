#include <napi.h>

#include <memory>
#include <optional>
#include <vector>

#include "bindings/arguments.h"
#include "bindings/errors.h"
#include "bindings/exports.h"
#include "bindings/kernel_work.h"
#include "bindings/line_order_argument.h"
#include "sorting/run_merger.h"

namespace offheap::bindings {
namespace {

using sorting::LineOrder;
using sorting::MergeStatus;
using sorting::MergeStep;
using sorting::RecordFormat;
using sorting::RunMerger;
using sorting::RunReader;

constexpr napi_type_tag kTypeTag = {0x6f66666865617000, 0x72756e6d65726765};

/// Array of record lengths.
bool ReadRecordLengths(Napi::Env env, Napi::Value value, std::vector<size_t>* lengths) {
  if (!value.IsArray()) {
    Throw(env, code::kInvalidArgument, "maxRecordBytes must be an array");
    return false;
  }
  const Napi::Array array = value.As<Napi::Array>();
  for (uint32_t i = 0; i < array.Length(); ++i) {
    size_t length = 0;
    const Napi::Value element = array.Get(i);
    if (env.IsExceptionPending() || !ReadSize(env, element, "maxRecordBytes", &length)) {
      return false;
    }
    if (length > sorting::kMaxRecordBytes) {
      Throw(env, code::kInvalidArgument, "Record is longer than a run can hold",
            {{"length", length}, {"maximum", sorting::kMaxRecordBytes}});
      return false;
    }
    lengths->push_back(length);
  }
  return true;
}

/// The native half of RunMerger (lib/engine/native/sorting). Pins its workspace from construction
/// to `close()`, and each page from `offer` until it is drained.
class RunMergerObject final : public Napi::ObjectWrap<RunMergerObject> {
 public:
  /// Before every method and getter. The runtime checks the receiver of methods, not that of
  /// getters.
  static RunMergerObject* Unwrap(Napi::Object object) {
    if (object.CheckTypeTag(&kTypeTag)) return ObjectWrap::Unwrap(object);
    Throw(object.Env(), code::kInvalidArgument, "Receiver must be a run merger");
    return nullptr;
  }

  static Napi::Function Define(Napi::Env env, AddonData* data) {
    return DefineClass(env, "NativeRunMerger",
                       {
                           InstanceMethod<&RunMergerObject::Offer>("offer"),
                           InstanceMethod<&RunMergerObject::Merge>("merge"),
                           InstanceMethod<&RunMergerObject::Close>("close"),
                           InstanceAccessor<&RunMergerObject::MergedLines>("mergedLines"),
                           InstanceAccessor<&RunMergerObject::MaxRecordBytes>("maxRecordBytes"),
                       },
                       data);
  }

  // (id, generation, offset, length, order, text, maxRecordBytes)
  explicit RunMergerObject(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<RunMergerObject>(info), data_(static_cast<AddonData*>(info.Data())) {
    const Napi::Env env = info.Env();
    const napi_value region[4] = {info[0], info[1], info[2], info[3]};
    LineOrder order;
    bool text = false;
    std::vector<size_t> lengths;
    if (!ReadRegion(env, data_, region, &workspace_)) return;
    if (!ReadLineOrder(env, info[4], &order)) return;
    if (!ReadBoolean(env, info[5], "text", &text)) return;
    if (!ReadRecordLengths(env, info[6], &lengths)) return;
    const size_t needed = RunMerger::WorkspaceBytes(lengths);
    if (needed == 0 || workspace_.length < needed) {
      Throw(env, code::kInvalidArgument, "Workspace of a merge is too small",
            {{"length", workspace_.length}, {"minimum", needed}});
      return;
    }
    info.This().As<Napi::Object>().TypeTag(&kTypeTag);
    pages_.resize(lengths.size());
    merger_.emplace(order, text ? RecordFormat::kText : RecordFormat::kRun, lengths,
                    workspace_.begin());
  }

 private:
  bool Ready(Napi::Env env) {
    if (busy_) {
      Throw(env, code::kKernelBusy, "");
      return false;
    }
    if (!merger_) {
      Throw(env, code::kKernelClosed, "");
      return false;
    }
    return RequireInPlace(env, data_, workspace_.handle);
  }

  // (run, id, generation, offset, length, last)
  Napi::Value Offer(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (!Ready(env)) return {};
    size_t run = 0;
    bool last = false;
    PinnedRegion page;
    const napi_value region[4] = {info[1], info[2], info[3], info[4]};
    if (!ReadSize(env, info[0], "run", &run)) return {};
    if (!ReadRegion(env, data_, region, &page)) return {};
    if (!ReadBoolean(env, info[5], "last", &last)) return {};
    if (run >= merger_->run_count()) {
      Throw(env, code::kIndexOutOfBounds, "Index is out of bounds",
            {{"run", run}, {"runs", merger_->run_count()}});
      return {};
    }
    if (page.length == 0 && !last) {
      Throw(env, code::kInvalidArgument, "Page must not be empty unless it is the last",
            {{"run", run}});
      return {};
    }
    const size_t length = page.length;
    if (!merger_->Offer(run, page.begin(), length, last)) {
      Throw(env, code::kKernelState, "Run cannot take another page",
            {{"run", run}, {"pages", merger_->reader(run).pages_held()}});
      return {};
    }
    if (length > 0) pages_[run].push_back(std::move(page.pin));
    return {};
  }

  Napi::Value Merge(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    PinnedRegion output;
    const napi_value region[4] = {info[0], info[1], info[2], info[3]};
    if (!Ready(env) || !ReadRegion(env, data_, region, &output)) return {};
    if (output.length == 0) {
      Throw(env, code::kInvalidArgument, "Output must not be empty");
      return {};
    }
    busy_ = true;
    return KernelWork::Start(
        Value(), "offheap:merge", std::move(output),
        [this](const PinnedRegion& out) { step_ = merger_->Merge(out.begin(), out.length); },
        [this](Napi::Env settle_env, const Napi::Promise::Deferred& deferred) {
          busy_ = false;
          Settle(settle_env, deferred);
        });
  }

  void Settle(Napi::Env env, const Napi::Promise::Deferred& deferred) {
    if (closed_) {
      Release();
      deferred.Reject(MakeError(env, code::kKernelClosed, "", {}));
      return;
    }
    if (step_.status == MergeStatus::kCorrupt) {
      deferred.Reject(
          MakeError(env, code::kCorruptRun, "",
                    {{"run", step_.run}, {"position", merger_->reader(step_.run).position()}}));
      return;
    }
    Napi::Array drained = Napi::Array::New(env);
    uint32_t count = 0;
    for (size_t run = 0; run < merger_->run_count(); ++run) {
      for (size_t page = merger_->TakeDrainedPages(run); page > 0; --page) {
        drained[count++] = Napi::Number::New(env, static_cast<double>(run));
        pages_[run].erase(pages_[run].begin());
      }
    }
    Napi::Object step = Napi::Object::New(env);
    step["bytes"] = Napi::Number::New(env, static_cast<double>(step_.bytes));
    step["done"] = Napi::Boolean::New(env, step_.status == MergeStatus::kDone);
    step["starvedRun"] = Napi::Number::New(
        env, step_.status == MergeStatus::kStarved ? static_cast<double>(step_.run) : -1);
    step["drainedRuns"] = drained;
    deferred.Resolve(step);
  }

  Napi::Value Close(const Napi::CallbackInfo&) {
    closed_ = true;
    if (!busy_) Release();
    return {};
  }

  void Release() {
    merger_.reset();
    pages_.clear();
    workspace_ = PinnedRegion{};
  }

  Napi::Value MergedLines(const Napi::CallbackInfo& info) {
    if (!Ready(info.Env())) return {};
    return Napi::Number::New(info.Env(), static_cast<double>(merger_->merged_lines()));
  }
  Napi::Value MaxRecordBytes(const Napi::CallbackInfo& info) {
    if (!Ready(info.Env())) return {};
    return Napi::Number::New(info.Env(), static_cast<double>(merger_->max_record_bytes()));
  }

  AddonData* const data_;
  PinnedRegion workspace_;
  std::optional<RunMerger> merger_;
  std::vector<std::vector<ChunkPin>> pages_;  // of each run, oldest first
  MergeStep step_;
  bool busy_ = false;
  bool closed_ = false;
};

// (maxRecordBytes) => bytes
Napi::Value MergeWorkspaceBytes(const Napi::CallbackInfo& info) {
  std::vector<size_t> lengths;
  if (!ReadRecordLengths(info.Env(), info[0], &lengths)) return {};
  return Napi::Number::New(info.Env(), static_cast<double>(RunMerger::WorkspaceBytes(lengths)));
}

}  // namespace

void ExportRunMerger(Napi::Env env, Napi::Object exports, AddonData* data) {
  exports.Set("RunMerger", RunMergerObject::Define(env, data));
  exports.Set("mergeWorkspaceBytes", Napi::Function::New(env, MergeWorkspaceBytes));
  exports.Set("mergePagesPerRun", Napi::Number::New(env, static_cast<double>(RunReader::kPages)));
}

}  // namespace offheap::bindings
