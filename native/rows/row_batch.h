#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "rows/row_layout.h"

namespace offheap::rows {

/// Bytes that stay valid while the batch is used. Other threads may write them meanwhile.
struct Page {
  const uint8_t* begin;
  size_t length;
};

/// Where a row lies in the pages, which follow one another as one memory. As JavaScript says it:
/// not checked yet.
struct RowPosition {
  int32_t offset;
  int32_t length;
};
static_assert(sizeof(RowPosition) == 8, "positions are pairs of an Int32Array");

enum class RowStatus {
  kDone,
  /// Bytes that no writer has written, or more than the kernel cares for: JavaScript finds out what
  /// is wrong with them, or does the work itself. Nothing has changed.
  kRefused,
  /// Nothing has changed.
  kOutOfMemory,
};

/// What became of a call, and the row that was refused.
struct RowOutcome {
  RowStatus status = RowStatus::kDone;
  size_t row = 0;
};

/// Rows by their positions, each in one piece. A row that lies in two pages or more is copied, as
/// long as all copies are no larger than the pages themselves; rows that do not overlap never are.
class RowBatch {
 public:
  /// Refuses the first row that does not lie in the pages, or is shorter than `fixed_bytes`.
  RowOutcome Locate(const std::vector<Page>& pages, const RowPosition* positions, size_t count,
                    size_t fixed_bytes);

  size_t size() const { return size_; }
  const Row& operator[](size_t index) const { return rows_[index]; }

  /// Rows may lie anywhere: to wait for one after the other takes most of the time of a loop over
  /// them. Called with the row that a loop is at, it asks for one that comes later.
  void Prefetch(size_t index) const {
    if (index + kPrefetchDistance < size_) Fetch(rows_[index + kPrefetchDistance]);
  }

  /// The fixed part of most rows, and what follows.
  static void Fetch(const Row& row) {
    PrefetchRead(row.begin);
    if (row.length > kCacheLineBytes) PrefetchRead(row.begin + kCacheLineBytes);
  }

  static constexpr size_t kPrefetchDistance = 8;

 private:
  std::unique_ptr<Row[]> rows_;
  size_t size_ = 0;
  std::vector<std::unique_ptr<uint8_t[]>> copies_;

  static constexpr size_t kCacheLineBytes = 64;
};

}  // namespace offheap::rows
