// Collects lines in one region of memory and sorts them there.
//
//   region:  | record | record | ... | open line |   free   | ... entry 1 | entry 0 | unused < 16 |
//            0                     top_                   index_bottom_          index_end_
//
// A record is the bytes of its line behind its normalized key, followed by a newline. With keys,
// four bytes in front of it hold the length that the index entry does not: the entry's length is
// the compared one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "sorting/index_entry.h"
#include "sorting/line_order.h"
#include "sorting/record_encoding.h"

namespace offheap::sorting {

class RunBuilder {
 public:
  /// Offsets are 32 bits wide.
  static constexpr size_t kMaxRegionBytes = 0xFFFFFFF0u;
  static constexpr size_t kMinRegionBytes = 4096;

  /// The region stays the caller's and must outlive the builder's use of it.
  RunBuilder(uint8_t* region, size_t size, const LineOrder& order);

  /// Takes lines; returns the bytes taken, fewer than `size` when the region is full.
  size_t Append(const uint8_t* input, size_t size);
  /// Ends an unfinished line. False: its record does not fit.
  bool EndInput();
  /// Moves the unfinished line of a full builder here. False: no room, nothing moved.
  bool AdoptOpenLine(RunBuilder& previous);

  /// `cancelled` may turn true in another thread.
  void Sort(const std::atomic<bool>& cancelled);

  /// Writes the next sorted records; 0: nothing is left.
  size_t Encode(uint8_t* output, size_t size, RecordFormat format);

  void Reset();

  size_t line_count() const { return line_count_; }
  uint64_t line_bytes() const { return line_bytes_; }
  size_t max_record_bytes() const { return max_record_bytes_; }
  size_t open_line_bytes() const { return open_bytes_; }
  size_t encoded_lines() const { return encoded_lines_; }

 private:
  static constexpr size_t kLengthPrefix = 4;

  IndexEntry* index_begin() const { return reinterpret_cast<IndexEntry*>(region_ + index_bottom_); }
  /// Whether a record of this size, its newline and its entry fit above `top_`.
  bool Fits(size_t stored_bytes) const {
    return top_ + stored_bytes + 1 + RecordMemory::kSlackBytes + sizeof(IndexEntry) <=
           index_bottom_;
  }
  bool FitsOpen(size_t bytes) const {
    return top_ + bytes + RecordMemory::kSlackBytes <= index_bottom_;
  }

  size_t AppendBlocks(const uint8_t* input, size_t size);
  bool AppendLine(const uint8_t* line, size_t length);
  bool FinishOpenLine(const uint8_t* rest, size_t rest_length);
  bool FinishKeyedOpenLine(size_t line_length);
  void AddEntry(size_t offset, size_t compared_length, size_t line_length, size_t record_bytes);
  void AddKeyedRecord(size_t key_length, size_t line_length);
  SortedRecord RecordOf(const IndexEntry& entry) const;

  uint8_t* const region_;
  const size_t index_end_;
  const LineOrder order_;
  const uint64_t mask_;
  RecordMemory records_;

  size_t top_ = 0;         // first free byte behind complete records
  size_t open_bytes_ = 0;  // bytes of the unfinished line, which lies at top_
  size_t index_bottom_;
  size_t line_count_ = 0;
  uint64_t line_bytes_ = 0;
  size_t max_record_bytes_ = 0;

  size_t next_record_ = 0;  // to encode
  size_t encoded_lines_ = 0;
  SortedRecord previous_{};
  RecordEncoder encoder_;
};

}  // namespace offheap::sorting
