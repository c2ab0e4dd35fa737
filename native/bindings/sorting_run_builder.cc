#include <napi.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "bindings/arguments.h"
#include "bindings/errors.h"
#include "bindings/exports.h"
#include "bindings/kernel_work.h"
#include "bindings/line_order_argument.h"
#include "sorting/run_builder.h"

namespace offheap::bindings {
namespace {

using sorting::LineOrder;
using sorting::RecordFormat;
using sorting::RunBuilder;

// Index entries are 16 bytes wide and aligned.
constexpr size_t kRegionAlignment = 16;

/// Copying an open line of this length, or finding its key, may take milliseconds: that is done off
/// the event loop.
constexpr size_t kLongLineBytes = 1 << 20;

constexpr napi_type_tag kTypeTag = {0x6f66666865617000, 0x72756e6275696c64};

/// The native half of RunBuilder (lib/engine/native/sorting). Pins its region from construction to
/// `close()`, or to the end of the call that runs then. The garbage collector frees a forgotten
/// one.
class RunBuilderObject final : public Napi::ObjectWrap<RunBuilderObject> {
 public:
  /// Before every method and getter. The runtime checks the receiver of methods, not that of
  /// getters.
  static RunBuilderObject* Unwrap(Napi::Object object) {
    if (object.CheckTypeTag(&kTypeTag)) return ObjectWrap::Unwrap(object);
    Throw(object.Env(), code::kInvalidArgument, "Receiver must be a run builder");
    return nullptr;
  }

  static Napi::Function Define(Napi::Env env, AddonData* data) {
    return DefineClass(env, "NativeRunBuilder",
                       {
                           InstanceMethod<&RunBuilderObject::Append>("append"),
                           InstanceMethod<&RunBuilderObject::EndInput>("endInput"),
                           InstanceMethod<&RunBuilderObject::AdoptOpenLine>("adoptOpenLine"),
                           InstanceMethod<&RunBuilderObject::Sort>("sort"),
                           InstanceMethod<&RunBuilderObject::Encode>("encode"),
                           InstanceMethod<&RunBuilderObject::Reset>("reset"),
                           InstanceMethod<&RunBuilderObject::Close>("close"),
                           InstanceAccessor<&RunBuilderObject::LineCount>("lineCount"),
                           InstanceAccessor<&RunBuilderObject::LineBytes>("lineBytes"),
                           InstanceAccessor<&RunBuilderObject::MaxRecordBytes>("maxRecordBytes"),
                           InstanceAccessor<&RunBuilderObject::OpenLineBytes>("openLineBytes"),
                           InstanceAccessor<&RunBuilderObject::EncodedLines>("encodedLines"),
                       },
                       data);
  }

  // (id, generation, offset, length, order)
  explicit RunBuilderObject(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<RunBuilderObject>(info), data_(static_cast<AddonData*>(info.Data())) {
    const napi_value region[4] = {info[0], info[1], info[2], info[3]};
    LineOrder order;
    if (!ReadRegion(info.Env(), data_, region, &region_)) return;
    if (!ReadLineOrder(info.Env(), info[4], &order)) return;
    if (region_.offset % kRegionAlignment != 0 || region_.length < RunBuilder::kMinRegionBytes) {
      Throw(info.Env(), code::kInvalidArgument,
            "Region of a run must be a multiple of 16 from the chunk's start, and large enough",
            {{"offset", region_.offset},
             {"length", region_.length},
             {"minimum", RunBuilder::kMinRegionBytes}});
      return;
    }
    info.This().As<Napi::Object>().TypeTag(&kTypeTag);
    builder_.emplace(region_.begin(), region_.length, order);
  }

 private:
  static constexpr const char* kSortedSentence = "Run was sorted already; reset it first";

  /// nullptr: not a run builder. The tag keeps objects of other native classes out.
  static RunBuilderObject* FromArgument(Napi::Value value) {
    if (!value.IsObject()) return nullptr;
    const Napi::Object object = value.As<Napi::Object>();
    return object.CheckTypeTag(&kTypeTag) ? ObjectWrap::Unwrap(object) : nullptr;
  }

  bool Ready(Napi::Env env) {
    if (busy_) {
      Throw(env, code::kKernelBusy, "");
      return false;
    }
    if (!builder_) {
      Throw(env, code::kKernelClosed, "");
      return false;
    }
    return RequireInPlace(env, data_, region_.handle);
  }

  bool ReadyToAppend(Napi::Env env) {
    if (!Ready(env)) return false;
    if (sorted_) Throw(env, code::kKernelState, kSortedSentence);
    return !sorted_;
  }

  bool ReadRegionArguments(const Napi::CallbackInfo& info, PinnedRegion* region) {
    const napi_value values[4] = {info[0], info[1], info[2], info[3]};
    return ReadRegion(info.Env(), data_, values, region);
  }

  Napi::Value Append(const Napi::CallbackInfo& info) {
    PinnedRegion input;
    if (!ReadyToAppend(info.Env()) || !ReadRegionArguments(info, &input)) return {};
    if (input.length == 0) return Napi::Number::New(info.Env(), 0);
    if (builder_->open_line_bytes() < kLongLineBytes) {
      const size_t taken = builder_->Append(input.begin(), input.length);
      return Napi::Number::New(info.Env(), static_cast<double>(taken));
    }
    return Start(
        "offheap:append", std::move(input),
        [this](const PinnedRegion& page) { result_ = builder_->Append(page.begin(), page.length); },
        [this](Napi::Env env, const Napi::Promise::Deferred& deferred) {
          deferred.Resolve(Napi::Number::New(env, static_cast<double>(result_)));
        });
  }

  Napi::Value EndInput(const Napi::CallbackInfo& info) {
    if (!ReadyToAppend(info.Env())) return {};
    if (builder_->open_line_bytes() < kLongLineBytes) {
      return Napi::Boolean::New(info.Env(), builder_->EndInput());
    }
    return Start(
        "offheap:endInput", PinnedRegion{},
        [this](const PinnedRegion&) { result_ = builder_->EndInput(); },
        [this](Napi::Env env, const Napi::Promise::Deferred& deferred) {
          deferred.Resolve(Napi::Boolean::New(env, result_ != 0));
        });
  }

  Napi::Value AdoptOpenLine(const Napi::CallbackInfo& info) {
    if (!ReadyToAppend(info.Env())) return {};
    RunBuilderObject* const previous = FromArgument(info[0]);
    if (previous == nullptr || previous == this) {
      Throw(info.Env(), code::kInvalidArgument, "Previous must be another run builder");
      return {};
    }
    if (!previous->ReadyToAppend(info.Env())) return {};
    if (builder_->line_count() > 0 || builder_->open_line_bytes() > 0) {
      Throw(info.Env(), code::kKernelState, "Run that takes over an open line must be empty",
            {{"lines", builder_->line_count()}});
      return {};
    }
    if (previous->builder_->open_line_bytes() < kLongLineBytes) {
      return Napi::Boolean::New(info.Env(), builder_->AdoptOpenLine(*previous->builder_));
    }
    previous->busy_ = true;
    // Shared, as work must be copyable; it keeps the other object alive.
    auto holder = std::make_shared<Napi::ObjectReference>(Napi::Persistent(previous->Value()));
    return Start(
        "offheap:adoptOpenLine", PinnedRegion{},
        [this, previous](const PinnedRegion&) {
          result_ = builder_->AdoptOpenLine(*previous->builder_);
        },
        [this](Napi::Env env, const Napi::Promise::Deferred& deferred) {
          deferred.Resolve(Napi::Boolean::New(env, result_ != 0));
        },
        [previous, holder] { previous->EndCall(); });
  }

  Napi::Value Sort(const Napi::CallbackInfo& info) {
    if (!ReadyToAppend(info.Env())) return {};
    if (builder_->open_line_bytes() > 0) {
      Throw(info.Env(), code::kKernelState, "Run ends in an unfinished line",
            {{"openLineBytes", builder_->open_line_bytes()}});
      return {};
    }
    sorted_ = true;
    return Start(
        "offheap:sort", PinnedRegion{}, [this](const PinnedRegion&) { builder_->Sort(cancelled_); },
        [](Napi::Env env, const Napi::Promise::Deferred& deferred) {
          deferred.Resolve(env.Undefined());
        });
  }

  // (id, generation, offset, length, text)
  Napi::Value Encode(const Napi::CallbackInfo& info) {
    PinnedRegion output;
    bool text = false;
    if (!Ready(info.Env()) || !ReadRegionArguments(info, &output)) return {};
    if (!ReadBoolean(info.Env(), info[4], "text", &text)) return {};
    if (!sorted_) {
      Throw(info.Env(), code::kKernelState, "Run is not sorted yet");
      return {};
    }
    if (output.length == 0) {
      Throw(info.Env(), code::kInvalidArgument, "Output must not be empty");
      return {};
    }
    return Start(
        "offheap:encode", std::move(output),
        [this, text](const PinnedRegion& region) {
          result_ = builder_->Encode(region.begin(), region.length,
                                     text ? RecordFormat::kText : RecordFormat::kRun);
        },
        [this](Napi::Env env, const Napi::Promise::Deferred& deferred) {
          deferred.Resolve(Napi::Number::New(env, static_cast<double>(result_)));
        });
  }

  /// `finally` runs whether the call is settled or was closed meanwhile.
  Napi::Value Start(
      const char* name, PinnedRegion region, KernelWork::Run run, KernelWork::Settle settle,
      std::function<void()> finally = [] {}) {
    busy_ = true;
    return KernelWork::Start(Value(), name, std::move(region), std::move(run),
                             [this, settle = std::move(settle), finally = std::move(finally)](
                                 Napi::Env env, const Napi::Promise::Deferred& deferred) {
                               finally();
                               if (EndCall()) {
                                 settle(env, deferred);
                               } else {
                                 deferred.Reject(MakeError(env, code::kKernelClosed, "", {}));
                               }
                             });
  }

  /// False: it was closed during the call, and is released now.
  bool EndCall() {
    busy_ = false;
    if (!cancelled_.load(std::memory_order_relaxed)) return true;
    Release();
    return false;
  }

  Napi::Value Reset(const Napi::CallbackInfo& info) {
    if (!Ready(info.Env())) return {};
    builder_->Reset();
    sorted_ = false;
    return {};
  }

  Napi::Value Close(const Napi::CallbackInfo&) {
    cancelled_.store(true, std::memory_order_relaxed);
    if (!busy_) Release();
    return {};
  }

  void Release() {
    builder_.reset();
    region_ = PinnedRegion{};
  }

  template <typename Read>
  Napi::Value Count(const Napi::CallbackInfo& info, Read read) {
    if (!Ready(info.Env())) return {};
    return Napi::Number::New(info.Env(), static_cast<double>(read(*builder_)));
  }

  Napi::Value LineCount(const Napi::CallbackInfo& info) {
    return Count(info, [](const RunBuilder& b) { return b.line_count(); });
  }
  Napi::Value LineBytes(const Napi::CallbackInfo& info) {
    return Count(info, [](const RunBuilder& b) { return b.line_bytes(); });
  }
  Napi::Value MaxRecordBytes(const Napi::CallbackInfo& info) {
    return Count(info, [](const RunBuilder& b) { return b.max_record_bytes(); });
  }
  Napi::Value OpenLineBytes(const Napi::CallbackInfo& info) {
    return Count(info, [](const RunBuilder& b) { return b.open_line_bytes(); });
  }
  Napi::Value EncodedLines(const Napi::CallbackInfo& info) {
    return Count(info, [](const RunBuilder& b) { return b.encoded_lines(); });
  }

  AddonData* const data_;
  PinnedRegion region_;
  std::optional<RunBuilder> builder_;
  bool sorted_ = false;
  bool busy_ = false;
  size_t result_ = 0;
  std::atomic<bool> cancelled_{false};
};

}  // namespace

void ExportRunBuilder(Napi::Env env, Napi::Object exports, AddonData* data) {
  exports.Set("RunBuilder", RunBuilderObject::Define(env, data));
  exports.Set("minRunBuilderBytes",
              Napi::Number::New(env, static_cast<double>(RunBuilder::kMinRegionBytes)));
}

}  // namespace offheap::bindings
