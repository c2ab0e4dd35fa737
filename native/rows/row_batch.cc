#include "rows/row_batch.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace offheap::rows {
namespace {

/// Pages as one memory.
class PageSequence {
 public:
  explicit PageSequence(const std::vector<Page>& pages) : pages_(pages) {
    starts_.reserve(pages.size());
    for (const Page& page : pages) {
      starts_.push_back(size_);
      size_ += page.length;
    }
  }

  size_t size() const { return size_; }

  /// nullptr when `length` bytes from `offset` lie in more than one page. At least one, in the
  /// memory.
  const uint8_t* InOnePage(size_t offset, size_t length) {
    const size_t page = Find(offset);
    const size_t within = offset - starts_[page];
    return length <= pages_[page].length - within ? pages_[page].begin + within : nullptr;
  }

  void Copy(size_t offset, size_t length, uint8_t* target) {
    for (size_t page = Find(offset); length > 0; ++page) {
      const size_t within = offset - starts_[page];
      const size_t count = std::min(length, pages_[page].length - within);
      if (count > 0) std::memcpy(target, pages_[page].begin + within, count);
      target += count;
      offset += count;
      length -= count;
    }
  }

 private:
  /// The last page that begins at or before `offset`, which is inside; the one that was found last
  /// is tried first.
  size_t Find(size_t offset) {
    if (offset >= starts_[current_] && offset - starts_[current_] < pages_[current_].length) {
      return current_;
    }
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    current_ = static_cast<size_t>(after - starts_.begin()) - 1;
    return current_;
  }

  const std::vector<Page>& pages_;
  std::vector<size_t> starts_;
  size_t size_ = 0;
  size_t current_ = 0;
};

}  // namespace

RowOutcome RowBatch::Locate(const std::vector<Page>& pages, const RowPosition* positions,
                            size_t count, size_t fixed_bytes) {
  size_ = 0;
  copies_.clear();
  rows_.reset(new (std::nothrow) Row[count]);
  if (rows_ == nullptr) return {RowStatus::kOutOfMemory, 0};
  PageSequence memory(pages);
  size_t copied_bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint64_t bits = LoadOnce64(reinterpret_cast<const uint8_t*>(positions + i));
    RowPosition position;
    std::memcpy(&position, &bits, sizeof position);
    if (position.offset < 0 || position.length < 0) return {RowStatus::kRefused, i};
    const auto offset = static_cast<size_t>(position.offset);
    const auto length = static_cast<size_t>(position.length);
    if (length < fixed_bytes || length > memory.size() || offset > memory.size() - length) {
      return {RowStatus::kRefused, i};
    }
    const uint8_t* begin = memory.InOnePage(offset, length);
    if (begin == nullptr) {
      copied_bytes += length;
      if (copied_bytes > memory.size()) return {RowStatus::kRefused, i};
      copies_.emplace_back(new (std::nothrow) uint8_t[length]);
      if (copies_.back() == nullptr) return {RowStatus::kOutOfMemory, i};
      memory.Copy(offset, length, copies_.back().get());
      begin = copies_.back().get();
    }
    rows_[i] = {begin, static_cast<uint32_t>(length)};
  }
  size_ = count;
  return {};
}

}  // namespace offheap::rows
