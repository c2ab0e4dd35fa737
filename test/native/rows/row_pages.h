// Rows for tests: written like a writer does, laid into memory that ends where the last page does,
// so that sanitizers see every read behind it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "rows/row_batch.h"
#include "rows/row_layout.h"
#include "test_program.h"

namespace offheap::test {

/// A row of `arity` fields.
class RowBytes {
 public:
  explicit RowBytes(size_t arity)
      : arity_(arity), bytes_(rows::FixedBytes(arity), std::uint8_t{0}) {}

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  void SetNull(size_t index) { bytes_[rows::NullByte(index)] |= rows::NullMask(index); }

  template <typename T>
  void Set(size_t index, T value) {
    std::memcpy(&bytes_[SlotAt(index)], &value, sizeof value);
  }

  void SetText(size_t index, const std::string& text) {
    if (text.size() > rows::Slot::kInlineLimit) {
      SetPart(index, text, static_cast<std::uint32_t>(text.size()));
      return;
    }
    Set(index, std::uint64_t{0});
    const bool little = IsLittleEndianHost();
    bytes_[SlotAt(index) + (little ? 7 : 0)] = static_cast<std::uint8_t>(0x80 | text.size());
    std::memcpy(&bytes_[SlotAt(index) + (little ? 0 : 1)], text.data(), text.size());
  }

  /// Bytes behind the fixed part; `low` is what the slot says beside their place.
  void SetPart(size_t index, const std::string& part, std::uint32_t low) {
    Set(index, rows::Slot::Of(static_cast<std::uint32_t>(bytes_.size()), low).bits());
    bytes_.insert(bytes_.end(), part.begin(), part.end());
    bytes_.resize(rows::RoundToWord(bytes_.size()));
  }

 private:
  size_t SlotAt(size_t index) const {
    return rows::NullBitsBytes(arity_) + rows::kSlotBytes * index;
  }

  const size_t arity_;
  std::vector<std::uint8_t> bytes_;
};

/// Memory of several pages, each an allocation of its own, and where rows lie in it.
class RowPages {
 public:
  void Add(const std::vector<std::uint8_t>& row) {
    positions.push_back(
        {static_cast<std::int32_t>(all_.size()), static_cast<std::int32_t>(row.size())});
    all_.insert(all_.end(), row.begin(), row.end());
  }

  /// Cuts what has been added into pages of up to `largest` bytes; 0: one page.
  void Cut(Random& random, size_t largest) {
    for (size_t done = 0; done < all_.size();) {
      const size_t rest = all_.size() - done;
      const size_t length = largest == 0 ? rest : std::min(rest, random.Below(largest + 1));
      allocations_.emplace_back(new std::uint8_t[length]);
      if (length > 0) std::memcpy(allocations_.back().get(), &all_[done], length);
      pages.push_back({allocations_.back().get(), length});
      done += length;
    }
  }

  size_t size() const { return all_.size(); }

  std::vector<rows::Page> pages;
  std::vector<rows::RowPosition> positions;

 private:
  std::vector<std::uint8_t> all_;
  std::vector<std::unique_ptr<std::uint8_t[]>> allocations_;
};

}  // namespace offheap::test
