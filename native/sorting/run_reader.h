// Reads the records of one run, a page at a time. Trusts no byte of it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sorting/line_order.h"
#include "sorting/record_encoding.h"

namespace offheap::sorting {

/// kEnd and kCorrupt are final.
enum class ReadStatus { kRecord, kNeedsPage, kEnd, kCorrupt };

class RunReader {
 public:
  static constexpr size_t kPages = 2;

  /// `buffer` holds max_record_bytes and kBufferSlack more.
  static constexpr size_t kBufferSlack = 32;

  RunReader(uint8_t* buffer, size_t max_record_bytes, bool has_keys, bool compares_key_only)
      : buffer_(buffer),
        max_record_bytes_(max_record_bytes),
        has_keys_(has_keys),
        compares_key_only_(compares_key_only) {
    record_.bytes = buffer;
  }

  bool Offer(const uint8_t* page, size_t size, bool last);
  /// Replaces the current record by the next one. After kNeedsPage the call is repeated when a page
  /// has come.
  ReadStatus Next();

  const SortedRecord& record() const { return record_; }
  /// What the current record shares with the one before.
  size_t common() const { return common_; }
  /// Compared bytes of the record before.
  size_t previous_compared_length() const { return previous_compared_length_; }
  size_t pages_held() const { return page_count_; }
  bool has_last_page() const { return has_last_; }
  uint64_t position() const { return position_; }

  size_t TakeDrainedPages() {
    const size_t drained = drained_;
    drained_ = 0;
    return drained;
  }

 private:
  struct Page {
    const uint8_t* bytes = nullptr;
    size_t size = 0;
  };

  ReadStatus NextSlowly();
  ReadStatus Corrupt() {
    corrupt_ = true;
    return ReadStatus::kCorrupt;
  }
  bool HeaderIsSound(size_t common, size_t suffix, size_t key_length) const;
  void Begin(size_t common, size_t suffix, size_t key_length);
  void DropPage();

  uint8_t* buffer_;
  size_t max_record_bytes_;
  bool has_keys_;
  bool compares_key_only_;

  Page pages_[kPages];
  size_t page_count_ = 0;
  size_t page_position_ = 0;
  size_t drained_ = 0;
  bool has_last_ = false;
  bool corrupt_ = false;
  uint64_t position_ = 0;  // bytes of the run read so far

  SortedRecord record_;
  size_t common_ = 0;
  size_t previous_compared_length_ = 0;

  /// A record that goes over a page boundary.
  uint8_t header_[kMaxHeaderBytes];
  size_t header_size_ = 0;
  bool in_suffix_ = false;
  size_t suffix_done_ = 0;
};

}  // namespace offheap::sorting
