// The index of a run under construction: one entry a record.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "access/word.h"

namespace offheap::sorting {

/// What sorting moves. The word is what the next comparison needs, so most comparisons touch no
/// record.
struct IndexEntry {
  uint64_t word;    // eight compared bytes, big-endian, masked for descending order
  uint32_t offset;  // of the record's first byte in the region
  uint32_t length;  // compared bytes
};
static_assert(sizeof(IndexEntry) == 16, "the index is sized in 16-byte entries");

/// The memory that records lie in. Entries are read from memory that JavaScript can write, so an
/// entry is never trusted: positions are clamped to the region, whose last 8 bytes hold no record
/// and make word loads safe.
class RecordMemory {
 public:
  static constexpr size_t kSlackBytes = 8;

  RecordMemory() = default;
  RecordMemory(const uint8_t* base, size_t size)
      : base_(base), limit_(size > kSlackBytes ? size - kSlackBytes : 0) {}

  const uint8_t* At(uint32_t offset) const { return base_ + std::min<size_t>(offset, limit_); }

  /// At most `length`, cut where the region ends.
  size_t Available(uint32_t offset, size_t length) const {
    return std::min(length, limit_ - std::min<size_t>(offset, limit_));
  }

  uint64_t Word(const IndexEntry& entry, size_t depth, uint64_t mask) const {
    const size_t length = Available(entry.offset, entry.length);
    const size_t at = std::min(depth, length);
    return PaddedWord64(At(entry.offset) + at, length - at) ^ mask;
  }

 private:
  const uint8_t* base_ = nullptr;
  size_t limit_ = 0;
};

}  // namespace offheap::sorting
