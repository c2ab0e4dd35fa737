// The values of keys, where they lie in rows that nobody vouches for: what a slot says is checked
// against the row before anything is read there.
#pragma once

#include <cstddef>
#include <cstdint>

#include "rows/row_order.h"

namespace offheap::rows {

/// A value of up to eight bytes in its slot, as a number that is ordered like the values: the bytes
/// of its normalized key, the first one highest, with zeros behind them. -0 is before 0; all NaNs
/// are the same, and greater than all others.
uint64_t FixedValue(const RowKey& key, Row row);

/// The first eight of `length` bytes, the first one highest, zeros behind their end. Reads nothing
/// behind them.
uint64_t FirstWord(const uint8_t* bytes, uint32_t length);

/// A text or bytes; in the slot itself when they are short.
struct TextValue {
  /// FirstWord of the bytes.
  uint64_t word;
  const uint8_t* bytes;
  uint32_t length;
};

struct WideDecimalValue {
  int64_t high;
  uint64_t low;
  uint32_t length;
};

struct WideTimestampValue {
  int64_t millisecond;
  uint32_t nano_of_millisecond;
};

// False: no writer leaves a slot like this. `fixed_bytes` is where values begin.
bool ReadText(const RowKey& key, Row row, size_t fixed_bytes, TextValue* value);
bool ReadWideDecimal(const RowKey& key, Row row, size_t fixed_bytes, WideDecimalValue* value);
bool ReadWideTimestamp(const RowKey& key, Row row, size_t fixed_bytes, WideTimestampValue* value);

/// Whether every key can be read, and none is null that may not be. `row` has its fixed part.
bool CheckKeys(const RowOrder& order, Row row);

}  // namespace offheap::rows
