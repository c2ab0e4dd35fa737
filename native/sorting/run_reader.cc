#include "sorting/run_reader.h"

#include <algorithm>

namespace offheap::sorting {
namespace {

enum class VarintStatus { kDone, kTruncated, kTooLong };

VarintStatus ReadVarint(const uint8_t** in, const uint8_t* end, size_t* value) {
  const uint8_t* p = *in;
  uint64_t result = 0;
  for (unsigned i = 0; i < kMaxVarintBytes; ++i) {
    if (p == end) return VarintStatus::kTruncated;
    const uint8_t byte = *p++;
    result |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      *in = p;
      *value = static_cast<size_t>(result);
      return VarintStatus::kDone;
    }
  }
  return VarintStatus::kTooLong;
}

VarintStatus ReadHeader(const uint8_t** in, const uint8_t* end, bool has_keys, size_t* common,
                        size_t* suffix, size_t* key_length) {
  *key_length = 0;
  VarintStatus status = ReadVarint(in, end, common);
  if (status == VarintStatus::kDone) status = ReadVarint(in, end, suffix);
  if (status == VarintStatus::kDone && has_keys) status = ReadVarint(in, end, key_length);
  return status;
}

}  // namespace

bool RunReader::Offer(const uint8_t* page, size_t size, bool last) {
  if (has_last_ || page_count_ == kPages) return false;
  has_last_ = last;
  if (size > 0) pages_[page_count_++] = Page{page, size};
  return true;
}

void RunReader::DropPage() {
  for (size_t i = 1; i < page_count_; ++i) pages_[i - 1] = pages_[i];
  --page_count_;
  page_position_ = 0;
  ++drained_;
}

bool RunReader::HeaderIsSound(size_t common, size_t suffix, size_t key_length) const {
  return common <= record_.length && suffix <= max_record_bytes_ &&
         common <= max_record_bytes_ - suffix && key_length <= common + suffix;
}

void RunReader::Begin(size_t common, size_t suffix, size_t key_length) {
  previous_compared_length_ = record_.compared_length;
  common_ = common;
  record_.length = common + suffix;
  record_.key_length = key_length;
  record_.compared_length = compares_key_only_ ? key_length : record_.length;
}

ReadStatus RunReader::Next() {
  if (page_count_ > 0 && header_size_ == 0 && !in_suffix_) {
    const Page page = pages_[0];
    const uint8_t* in = page.bytes + page_position_;
    const uint8_t* const end = page.bytes + page.size;
    size_t common;
    size_t suffix;
    size_t key_length;
    if (static_cast<size_t>(end - in) > kMaxHeaderBytes + kCopyOvershoot &&
        ReadHeader(&in, end, has_keys_, &common, &suffix, &key_length) == VarintStatus::kDone &&
        HeaderIsSound(common, suffix, key_length) &&
        suffix + kCopyOvershoot <= static_cast<size_t>(end - in)) {
      if (suffix <= kShortCopyLimit) {
        CopyOvershooting(buffer_ + common, in, suffix);
      } else {
        std::memcpy(buffer_ + common, in, suffix);
      }
      Begin(common, suffix, key_length);
      in += suffix;
      const size_t page_position = static_cast<size_t>(in - page.bytes);
      position_ += page_position - page_position_;
      page_position_ = page_position;
      return ReadStatus::kRecord;
    }
  }
  return NextSlowly();
}

ReadStatus RunReader::NextSlowly() {
  if (corrupt_) return ReadStatus::kCorrupt;
  for (;;) {
    if (in_suffix_ && suffix_done_ == record_.length - common_) {
      in_suffix_ = false;
      return ReadStatus::kRecord;
    }
    if (page_count_ > 0 && page_position_ == pages_[0].size) DropPage();
    if (page_count_ == 0) {
      if (!has_last_) return ReadStatus::kNeedsPage;
      return header_size_ == 0 && !in_suffix_ ? ReadStatus::kEnd : Corrupt();
    }
    const uint8_t* const in = pages_[0].bytes + page_position_;
    const size_t available = pages_[0].size - page_position_;
    size_t used;
    if (in_suffix_) {
      used = std::min(available, record_.length - common_ - suffix_done_);
      std::memcpy(buffer_ + common_ + suffix_done_, in, used);
      suffix_done_ += used;
    } else {
      // A byte at a time: the header ends where its last varint does.
      header_[header_size_++] = *in;
      used = 1;
      const uint8_t* p = header_;
      size_t common;
      size_t suffix;
      size_t key_length;
      const VarintStatus status =
          ReadHeader(&p, header_ + header_size_, has_keys_, &common, &suffix, &key_length);
      if (status == VarintStatus::kTooLong) return Corrupt();
      if (status == VarintStatus::kDone) {
        if (!HeaderIsSound(common, suffix, key_length)) return Corrupt();
        Begin(common, suffix, key_length);
        header_size_ = 0;
        in_suffix_ = true;
        suffix_done_ = 0;
      }
    }
    page_position_ += used;
    position_ += used;
  }
}

}  // namespace offheap::sorting
