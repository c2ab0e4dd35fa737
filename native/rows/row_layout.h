// The layout of a binary row, in the byte order of the machine. docs/formats/binary-row.md draws
// it; lib/rows/binary-row-layout.ts and binary-slot.ts are its descriptors for JavaScript.
#pragma once

#include <cstddef>
#include <cstdint>

#include "access/word.h"

namespace offheap::rows {

/// More than any row that somebody has written; the same as in lib/rows/binary-row.ts.
constexpr uint32_t kMaxArity = 1u << 24;
constexpr size_t kSlotBytes = 8;
/// The row kind comes before the null bits of the fields.
constexpr size_t kHeaderBits = 8;

constexpr size_t NullBitsBytes(size_t arity) { return (arity + 63 + kHeaderBits) / 64 * 8; }

/// Row kind, null bits and slots.
constexpr size_t FixedBytes(size_t arity) { return NullBitsBytes(arity) + kSlotBytes * arity; }

constexpr size_t NullByte(size_t index) { return (index + kHeaderBits) / 8; }

constexpr uint8_t NullMask(size_t index) { return static_cast<uint8_t>(1u << (index % 8)); }

constexpr size_t RoundToWord(size_t bytes) { return (bytes + 7) & ~size_t{7}; }

/// Reads memory that another thread may write, and keeps the compiler from reading it again: what
/// is checked is what is used.
inline uint64_t LoadOnce64(const uint8_t* address) {
  uint64_t value = LoadNative64(address);
#if defined(_MSC_VER)
  _ReadWriteBarrier();
#else
  __asm__ volatile("" : "+r"(value));
#endif
  return value;
}

/// The eight bytes of a field. Read once and taken apart here, since another thread may write them
/// at any time.
class Slot {
 public:
  /// The most bytes that a slot holds itself.
  static constexpr uint32_t kInlineLimit = 7;

  explicit Slot(uint64_t bits) : bits_(bits) {}
  static Slot At(const uint8_t* address) { return Slot(LoadOnce64(address)); }
  /// Of a value behind the fixed part.
  static Slot Of(uint32_t start, uint32_t low) { return Slot(uint64_t{start} << 32 | low); }

  uint64_t bits() const { return bits_; }
  bool IsInline() const { return (bits_ >> 63) != 0; }
  /// Of an inline value: up to 127 in bytes that no writer has written.
  uint32_t InlineLength() const { return static_cast<uint32_t>(bits_ >> 56) & 0x7f; }
  /// Of any other: where it begins, from the start of the row, and its bytes; of a timestamp the
  /// nanoseconds.
  uint32_t Start() const { return static_cast<uint32_t>(bits_ >> 32); }
  uint32_t Low() const { return static_cast<uint32_t>(bits_); }

  /// The bytes of an inline value from left to right, highest first, with a zero at the end.
  uint64_t InlineWord() const {
    return IsLittleEndianHost() ? ByteSwap64(bits_) & ~uint64_t{0xff} : bits_ << 8;
  }

 private:
  uint64_t bits_;
};

/// Where a row lies: at least its fixed part, in one piece.
struct Row {
  const uint8_t* begin;
  uint32_t length;
};

}  // namespace offheap::rows
