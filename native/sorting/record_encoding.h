// The bytes of sorted runs (docs/formats/sorted-run.md) and of text output.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace offheap::sorting {

enum class RecordFormat { kRun, kText };

/// Longest record a run can hold: offset-value codes keep two values above it.
constexpr size_t kMaxRecordBytes = 0xFFFFFFFDu;
constexpr size_t kMaxVarintBytes = 5;
constexpr size_t kMaxHeaderBytes = 3 * kMaxVarintBytes;

/// A record in memory: `key ++ line`.
struct SortedRecord {
  const uint8_t* bytes = nullptr;
  size_t length = 0;           // key and line
  size_t key_length = 0;       // 0 without keys
  size_t compared_length = 0;  // leading bytes that decide its place
};

inline uint8_t* WriteVarint(uint8_t* out, size_t value) {
  while (value >= 0x80) {
    *out++ = static_cast<uint8_t>(value | 0x80);
    value >>= 7;
  }
  *out++ = static_cast<uint8_t>(value);
  return out;
}

/// Copies in 16-byte steps; may write up to 15 bytes behind `out + length` and read as many behind
/// `in + length`.
inline void CopyOvershooting(uint8_t* out, const uint8_t* in, size_t length) {
  size_t i = 0;
  do {
    std::memcpy(out + i, in + i, 16);
    i += 16;
  } while (i < length);
}
constexpr size_t kCopyOvershoot = 16;
/// Longer copies are faster by memcpy.
constexpr size_t kShortCopyLimit = 256;

/// Writes one record after the other into outputs of any size; a record that does not fit goes on
/// in the next output.
class RecordEncoder {
 public:
  void Reset() {
    head_size_ = head_done_ = 0;
    body_ = nullptr;
    body_size_ = 0;
    newline_ = false;
  }

  /// Starts a record; the one before must be complete. `record` must stay in place until it is.
  void BeginText(const SortedRecord& record) {
    head_size_ = head_done_ = 0;
    body_ = record.bytes + record.key_length;
    body_size_ = record.length - record.key_length;
    newline_ = true;
  }

  void BeginRun(const SortedRecord& record, size_t common, bool has_keys) {
    uint8_t* end = WriteVarint(head_, common);
    end = WriteVarint(end, record.length - common);
    if (has_keys) end = WriteVarint(end, record.key_length);
    head_size_ = static_cast<size_t>(end - head_);
    head_done_ = 0;
    body_ = record.bytes + common;
    body_size_ = record.length - common;
    newline_ = false;
  }

  bool complete() const { return head_done_ == head_size_ && body_size_ == 0 && !newline_; }

  /// Writes what fits; returns the bytes written.
  size_t Write(uint8_t* out, size_t room) {
    size_t written = Put(out, room, head_ + head_done_, head_size_ - head_done_);
    head_done_ += written;
    if (head_done_ < head_size_) return written;
    const size_t body = Put(out + written, room - written, body_, body_size_);
    body_ += body;
    body_size_ -= body;
    written += body;
    if (newline_ && body_size_ == 0 && written < room) {
      out[written++] = '\n';
      newline_ = false;
    }
    return written;
  }

 private:
  static size_t Put(uint8_t* out, size_t room, const uint8_t* bytes, size_t size) {
    const size_t n = size < room ? size : room;
    if (n > 0) std::memcpy(out, bytes, n);
    return n;
  }

  uint8_t head_[kMaxHeaderBytes];
  size_t head_size_ = 0;
  size_t head_done_ = 0;
  const uint8_t* body_ = nullptr;
  size_t body_size_ = 0;
  bool newline_ = false;
};

}  // namespace offheap::sorting
