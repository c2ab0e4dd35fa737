#include "sorting/run_builder.h"

#include <algorithm>
#include <cstring>

#include "sorting/index_sort.h"
#include "sorting/newline_scan.h"
#include "sorting/normalized_key.h"

namespace offheap::sorting {
namespace {

// Records ahead whose bytes are fetched while one is encoded.
constexpr size_t kEncodePrefetch = 6;

uint32_t LoadLength(const uint8_t* bytes) {
  uint32_t length;
  std::memcpy(&length, bytes, sizeof length);
  return length;
}

void StoreLength(uint8_t* bytes, size_t length) {
  const uint32_t value = static_cast<uint32_t>(length);
  std::memcpy(bytes, &value, sizeof value);
}

size_t AlignDown(size_t value) { return value & ~(sizeof(IndexEntry) - 1); }

}  // namespace

RunBuilder::RunBuilder(uint8_t* region, size_t size, const LineOrder& order)
    : region_(region),
      index_end_(AlignDown(std::min(size, kMaxRegionBytes))),
      order_(order),
      mask_(order.descending ? ~uint64_t{0} : 0),
      records_(region, index_end_),
      index_bottom_(index_end_) {}

void RunBuilder::Reset() {
  top_ = 0;
  open_bytes_ = 0;
  index_bottom_ = index_end_;
  line_count_ = 0;
  line_bytes_ = 0;
  max_record_bytes_ = 0;
  next_record_ = 0;
  encoded_lines_ = 0;
  previous_ = SortedRecord{};
  encoder_.Reset();
}

void RunBuilder::AddEntry(size_t offset, size_t compared_length, size_t line_length,
                          size_t record_bytes) {
  index_bottom_ -= sizeof(IndexEntry);
  IndexEntry* entry = index_begin();
  entry->word = PaddedWord64(region_ + offset, compared_length) ^ mask_;
  entry->offset = static_cast<uint32_t>(offset);
  entry->length = static_cast<uint32_t>(compared_length);
  ++line_count_;
  line_bytes_ += line_length;
  if (record_bytes > max_record_bytes_) max_record_bytes_ = record_bytes;
}

// Copies and splits 64 bytes a step while a block of nothing but newlines would fit. Returns the
// bytes taken.
size_t RunBuilder::AppendBlocks(const uint8_t* input, size_t size) {
  constexpr size_t kBlockNeeds =
      kNewlineBlock * (1 + sizeof(IndexEntry)) + RecordMemory::kSlackBytes;
  size_t taken = 0;
  size_t copy_to = top_ + open_bytes_;
  while (taken + kNewlineBlock <= size && copy_to + kBlockNeeds <= index_bottom_) {
    std::memcpy(region_ + copy_to, input + taken, kNewlineBlock);
    uint64_t newlines = NewlineMask(region_ + copy_to);
    while (newlines != 0) {
      const size_t line_end = copy_to + CountTrailingZeros64(newlines);
      newlines &= newlines - 1;
      const size_t length = line_end - top_;
      AddEntry(top_, length, length, length);
      top_ = line_end + 1;
    }
    copy_to += kNewlineBlock;
    taken += kNewlineBlock;
  }
  open_bytes_ = copy_to - top_;
  return taken;
}

// Key and line are in place behind the length prefix.
void RunBuilder::AddKeyedRecord(size_t key_length, size_t line_length) {
  const size_t record = top_ + kLengthPrefix;
  const size_t total = key_length + line_length;
  const bool key_only = order_.compares_key_only();
  region_[record + total] = '\n';
  StoreLength(region_ + top_, key_only ? total : key_length);
  AddEntry(record, key_only ? key_length : total, line_length, total);
  top_ = record + total + 1;
}

bool RunBuilder::AppendLine(const uint8_t* line, size_t length) {
  if (!order_.has_keys()) {
    if (!Fits(length)) return false;
    std::memcpy(region_ + top_, line, length);
    region_[top_ + length] = '\n';
    AddEntry(top_, length, length, length);
    top_ += length + 1;
    return true;
  }
  if (!Fits(kLengthPrefix + length)) return false;
  const size_t record = top_ + kLengthPrefix;
  const size_t key_room =
      index_bottom_ - sizeof(IndexEntry) - RecordMemory::kSlackBytes - 1 - length - record;
  const size_t key_length = NormalizeKeys(order_, line, length, region_ + record, key_room);
  if (key_length == kKeyDoesNotFit) return false;
  std::memcpy(region_ + record + key_length, line, length);
  AddKeyedRecord(key_length, length);
  return true;
}

bool RunBuilder::FinishOpenLine(const uint8_t* rest, size_t rest_length) {
  const size_t length = open_bytes_ + rest_length;
  if (!Fits(length + (order_.has_keys() ? kLengthPrefix : 0))) return false;
  if (rest_length > 0) std::memcpy(region_ + top_ + open_bytes_, rest, rest_length);
  if (order_.has_keys()) return FinishKeyedOpenLine(length);
  region_[top_ + length] = '\n';
  AddEntry(top_, length, length, length);
  top_ += length + 1;
  open_bytes_ = 0;
  return true;
}

// The line lies at top_: its key is built behind it, then both change places. When the key does not
// fit, the open line is as it was.
bool RunBuilder::FinishKeyedOpenLine(size_t line_length) {
  uint8_t* const line = region_ + top_;
  const size_t used =
      top_ + line_length + kLengthPrefix + 1 + RecordMemory::kSlackBytes + sizeof(IndexEntry);
  const size_t key_room = index_bottom_ - used;
  const size_t key_length = NormalizeKeys(order_, line, line_length, line + line_length, key_room);
  if (key_length == kKeyDoesNotFit) return false;
  const size_t total = key_length + line_length;
  std::rotate(line, line + line_length, line + total);
  std::memmove(line + kLengthPrefix, line, total);
  AddKeyedRecord(key_length, line_length);
  open_bytes_ = 0;
  return true;
}

size_t RunBuilder::Append(const uint8_t* input, size_t size) {
  size_t taken = order_.has_keys() ? 0 : AppendBlocks(input, size);
  while (taken < size) {
    const uint8_t* const line = input + taken;
    const size_t left = size - taken;
    const void* newline = std::memchr(line, '\n', left);
    if (newline == nullptr) {
      if (!FitsOpen(open_bytes_ + left)) return taken;
      std::memcpy(region_ + top_ + open_bytes_, line, left);
      open_bytes_ += left;
      return size;
    }
    const size_t length = static_cast<size_t>(static_cast<const uint8_t*>(newline) - line);
    const bool fits = open_bytes_ > 0 ? FinishOpenLine(line, length) : AppendLine(line, length);
    if (!fits) return taken;
    taken += length + 1;
  }
  return taken;
}

bool RunBuilder::EndInput() { return open_bytes_ == 0 || FinishOpenLine(nullptr, 0); }

bool RunBuilder::AdoptOpenLine(RunBuilder& previous) {
  const size_t bytes = previous.open_bytes_;
  if (!FitsOpen(bytes)) return false;
  if (bytes > 0) std::memcpy(region_ + top_, previous.region_ + previous.top_, bytes);
  open_bytes_ = bytes;
  previous.open_bytes_ = 0;
  return true;
}

void RunBuilder::Sort(const std::atomic<bool>& cancelled) {
  IndexSortOptions options;
  options.descending = order_.descending;
  options.stable = order_.compares_key_only();
  options.cancelled = &cancelled;
  SortIndex(index_begin(), line_count_, records_, options);
}

SortedRecord RunBuilder::RecordOf(const IndexEntry& entry) const {
  SortedRecord record;
  record.bytes = records_.At(entry.offset);
  record.compared_length = records_.Available(entry.offset, entry.length);
  record.length = record.compared_length;
  if (order_.has_keys() && entry.offset >= kLengthPrefix) {
    const size_t stored = LoadLength(record.bytes - kLengthPrefix);
    if (order_.compares_key_only()) {
      record.key_length = record.compared_length;
      record.length = std::max(records_.Available(entry.offset, stored), record.compared_length);
    } else {
      record.key_length = std::min(stored, record.length);
    }
  }
  return record;
}

size_t RunBuilder::Encode(uint8_t* output, size_t size, RecordFormat format) {
  const IndexEntry* const entries = index_begin();
  const bool has_keys = order_.has_keys();
  size_t written = encoder_.Write(output, size);
  while (encoder_.complete() && next_record_ < line_count_) {
    if (written == size) break;
    if (next_record_ + kEncodePrefetch < line_count_) {
      PrefetchRead(records_.At(entries[next_record_ + kEncodePrefetch].offset));
    }
    const SortedRecord record = RecordOf(entries[next_record_++]);
    size_t common = 0;
    if (format == RecordFormat::kRun || order_.unique) {
      common = CommonPrefix(previous_.bytes, previous_.length, record.bytes, record.length, 0);
      const bool repeats = encoded_lines_ > 0 && common >= record.compared_length &&
                           record.compared_length == previous_.compared_length;
      if (order_.unique && repeats) continue;
    }
    previous_ = record;
    ++encoded_lines_;
    if (format == RecordFormat::kText) {
      encoder_.BeginText(record);
    } else {
      encoder_.BeginRun(record, common, has_keys);
    }
    written += encoder_.Write(output + written, size - written);
  }
  return written;
}

}  // namespace offheap::sorting
