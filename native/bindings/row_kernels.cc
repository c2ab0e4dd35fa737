#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "bindings/arguments.h"
#include "bindings/chunk_errors.h"
#include "bindings/errors.h"
#include "bindings/exports.h"
#include "bindings/kernel_work.h"
#include "bindings/row_arguments.h"
#include "rows/row_hash.h"
#include "rows/row_key_bytes.h"
#include "rows/row_sort.h"

namespace offheap::bindings {
namespace {

using rows::RowBatch;
using rows::RowOrder;
using rows::RowOutcome;
using rows::RowPosition;
using rows::RowStatus;

// What is sorted at once, in less than a millisecond; more goes to a thread of the pool.
constexpr size_t kRowsAtOnce = 4096;
constexpr size_t kRowBytesAtOnce = size_t{1} << 20;

/// True: done. False: refused. Nothing: an exception is pending.
napi_value Result(napi_env env, RowOutcome outcome, size_t count) {
  if (outcome.status == RowStatus::kOutOfMemory) return ThrowOutOfMemory(env, {{"rows", count}});
  napi_value result = nullptr;
  napi_get_boolean(env, outcome.status == RowStatus::kDone, &result);
  return result;
}

/// Has what it works on: neither pages nor positions can go while it runs.
struct SortJob {
  PinnedPages pages;
  RowOrder order;
  std::unique_ptr<RowPosition[]> positions;
  size_t count = 0;
  RowOutcome outcome;

  void Run() {
    RowBatch rows;
    outcome = rows.Locate(pages.pages, positions.get(), count, order.fixed_bytes);
    if (outcome.status == RowStatus::kDone) outcome = SortRows(order, rows, positions.get());
  }

  bool IsShort() const {
    if (count > kRowsAtOnce) return false;
    size_t bytes = 0;
    for (size_t i = 0; i < count; ++i) bytes += static_cast<uint32_t>(positions[i].length);
    return bytes <= kRowBytesAtOnce;
  }

  /// The sorted positions to the array that they came from. False, with an exception pending: it is
  /// not the same any more.
  bool WriteBack(napi_env env, napi_value array) const {
    RowPositions target;
    if (!ReadPositions(env, array, &target)) return false;
    if (target.count != count) {
      Throw(env, code::kInvalidArgument, "Positions were transferred away", {{"rows", count}});
      return false;
    }
    if (count > 0) std::memcpy(target.data, positions.get(), count * sizeof(RowPosition));
    return true;
  }
};

/// Of the result of a job, or the exception that is pending.
void Settle(Napi::Env env, const Napi::Promise::Deferred& deferred, napi_value result) {
  if (result != nullptr) {
    deferred.Resolve(result);
    return;
  }
  napi_value error = nullptr;
  if (napi_get_and_clear_last_exception(env, &error) == napi_ok) deferred.Reject(error);
}

/// (pages, positions, order): a boolean, or a promise for one.
napi_value SortRowsByKeys(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  auto job = std::make_shared<SortJob>();
  RowPositions positions;
  if (!ReadPages(env, arguments.data, arguments[0], &job->pages)) return nullptr;
  if (!ReadPositions(env, arguments[1], &positions)) return nullptr;
  if (!ReadRowOrder(env, arguments[2], &job->order)) return nullptr;
  job->count = positions.count;
  job->positions.reset(new (std::nothrow) RowPosition[positions.count]);
  if (job->positions == nullptr) return ThrowOutOfMemory(env, {{"rows", positions.count}});
  if (positions.count > 0) {
    std::memcpy(job->positions.get(), positions.data, positions.count * sizeof(RowPosition));
  }
  const auto result = [job](napi_env on, napi_value array) -> napi_value {
    if (job->outcome.status == RowStatus::kDone && !job->WriteBack(on, array)) return nullptr;
    return Result(on, job->outcome, job->count);
  };
  if (job->IsShort()) {
    job->Run();
    return result(env, arguments[1]);
  }
  const Napi::Object array(env, arguments[1]);
  auto held = std::make_shared<Napi::ObjectReference>(Napi::Persistent(array));
  return KernelWork::Start(
      array, "offheap:sortRows", PinnedRegion{}, [job](const PinnedRegion&) { job->Run(); },
      [job, held, result](Napi::Env on, const Napi::Promise::Deferred& deferred) {
        job->pages = PinnedPages{};
        Settle(on, deferred, result(on, held->Value()));
      });
}

/// The pages and positions of a call that is done at once.
struct Call {
  /// Arguments 0 and 1. False: an exception is pending.
  bool Read(napi_env env, AddonData* data, const napi_value* values) {
    return ReadPages(env, data, values[0], &pages) && ReadPositions(env, values[1], &positions);
  }

  RowOutcome Locate(size_t fixed_bytes) {
    return rows.Locate(pages.pages, positions.data, positions.count, fixed_bytes);
  }

  PinnedPages pages;
  RowPositions positions;
  RowBatch rows;
};

/// An Int32Array with an element a row. InvalidArgumentError.
bool ReadHashes(napi_env env, napi_value value, size_t rows, TypedArray<int32_t>* hashes) {
  if (!ReadArray(env, value, "hashes", hashes)) return false;
  if (hashes->length == rows) return true;
  Throw(env, code::kInvalidArgument, "Hashes must be as many as rows",
        {{"hashes", hashes->length}, {"rows", rows}});
  return false;
}

/// (pages, positions, arity, hashes)
napi_value HashRowBytes(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  Call call;
  uint32_t arity = 0;
  TypedArray<int32_t> hashes;
  if (!call.Read(env, arguments.data, arguments.values.data())) return nullptr;
  if (!ReadInteger(env, arguments[2], "arity", rows::kMaxArity, &arity)) return nullptr;
  if (!ReadHashes(env, arguments[3], call.positions.count, &hashes)) return nullptr;
  const RowOutcome outcome = call.Locate(rows::FixedBytes(arity));
  if (outcome.status == RowStatus::kDone) HashRows(call.rows, hashes.data);
  return Result(env, outcome, call.positions.count);
}

/// (pages, positions, order, hashes)
napi_value HashRowKeys(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  Call call;
  RowOrder order;
  TypedArray<int32_t> hashes;
  if (!call.Read(env, arguments.data, arguments.values.data())) return nullptr;
  if (!ReadRowOrder(env, arguments[2], &order)) return nullptr;
  if (!ReadHashes(env, arguments[3], call.positions.count, &hashes)) return nullptr;
  RowOutcome outcome = call.Locate(order.fixed_bytes);
  if (outcome.status == RowStatus::kDone) outcome = HashKeys(order, call.rows, hashes.data);
  return Result(env, outcome, call.positions.count);
}

/// (pages, positions, order, keyBytes, target)
napi_value PutRowKeys(napi_env env, napi_callback_info info) {
  const Arguments<5> arguments(env, info);
  Call call;
  RowOrder order;
  size_t key_bytes = 0;
  TypedArray<uint8_t> target;
  if (!call.Read(env, arguments.data, arguments.values.data())) return nullptr;
  if (!ReadRowOrder(env, arguments[2], &order)) return nullptr;
  if (!ReadSize(env, arguments[3], "keyBytes", &key_bytes)) return nullptr;
  if (!ReadArray(env, arguments[4], "target", &target)) return nullptr;
  const size_t count = call.positions.count;
  if (count > 0 && (target.length % count != 0 || target.length / count != key_bytes)) {
    return Throw(env, code::kInvalidArgument, "Target must have room for all keys, and no more",
                 {{"bytes", target.length}, {"rows", count}, {"keyBytes", key_bytes}});
  }
  RowOutcome outcome = call.Locate(order.fixed_bytes);
  if (outcome.status == RowStatus::kDone) {
    outcome = PutNormalizedKeys(order, call.rows, key_bytes, target.data);
  }
  return Result(env, outcome, count);
}

}  // namespace

void ExportRowKernels(Napi::Env env, Napi::Object exports, AddonData* data) {
  ExportFunctions(env, exports, data,
                  {{"sortRows", SortRowsByKeys},
                   {"hashRows", HashRowBytes},
                   {"hashRowKeys", HashRowKeys},
                   {"putRowKeys", PutRowKeys}});
}

}  // namespace offheap::bindings
