#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rows/row_layout.h"

namespace offheap::rows {

/// How the values of a key are ordered and where they lie. The numbers are those of ROW_KEY_KINDS
/// in lib/engine/row-kernels.ts.
enum class KeyKind : int32_t {
  kBoolean = 0,
  kByte = 1,
  kShort = 2,
  /// Also dates and times.
  kInt = 3,
  /// Also decimals of up to 18 digits and timestamps of up to 3 fractional ones.
  kLong = 4,
  kFloat = 5,
  kDouble = 6,
  /// Texts and bytes.
  kText = 7,
  /// Decimals of more than 18 digits: big-endian two's complement behind the fixed part.
  kWideDecimal = 8,
  /// Timestamps of more than 3 fractional digits: milliseconds behind the fixed part.
  kWideTimestamp = 9,
};

struct RowKey {
  KeyKind kind;
  bool nullable;
  bool descending;
  bool nulls_last;
  uint8_t null_mask;
  /// Both from the start of a row.
  uint32_t null_byte;
  uint32_t slot;

  bool IsNull(Row row) const { return (row.begin[null_byte] & null_mask) != 0; }
  Slot SlotOf(Row row) const { return Slot::At(row.begin + slot); }
};

/// The keys of rows in the order in which they decide: the description of a comparator, compiled.
struct RowOrder {
  /// More keys than this order nothing any more.
  static constexpr size_t kMaxKeys = 1000;
  /// The ints that describe a key: kind, field, flags.
  static constexpr size_t kIntsPerKey = 3;
  static constexpr int32_t kNullable = 1;
  static constexpr int32_t kDescending = 2;
  static constexpr int32_t kNullsLast = 4;

  size_t fixed_bytes = 0;
  std::vector<RowKey> keys;
  /// Of the keys, how many are in the normalized key: those with one, up to the first that is
  /// nullable, of unbounded length or of another direction than the first.
  size_t normalized_keys = 0;

  bool inverted() const { return !keys.empty() && keys[0].descending; }

  /// `ints`: the number of fields of a row, then kIntsPerKey for each key. False: no such order.
  bool Read(const int32_t* ints, size_t count);
};

/// Bytes of the normalized key of a value; 0 when there is none, SIZE_MAX when it depends on the
/// value.
size_t NormalizedKeyBytes(KeyKind kind);

}  // namespace offheap::rows
