#include "rows/key_value.h"

#include <cmath>
#include <cstring>

namespace offheap::rows {
namespace {

constexpr uint64_t kSign64 = uint64_t{1} << 63;
constexpr uint32_t kWideDecimalLimit = 16;
constexpr uint32_t kTimestampBytes = 8;
constexpr uint32_t kMaxNanoOfMillisecond = 999999;
/// JavaScript reads milliseconds as numbers, and refuses others.
constexpr int64_t kMaxSafeInteger = (int64_t{1} << 53) - 1;

template <typename T>
T LoadNative(const uint8_t* address) {
  T value;
  std::memcpy(&value, address, sizeof value);
  return value;
}

/// The bits of a float as an unsigned number in the order of the values: java.lang.Float.compare.
uint32_t OrderedFloat(const uint8_t* address) {
  const float value = LoadNative<float>(address);
  const uint32_t bits = std::isnan(value) ? 0x7fc00000u : LoadNative<uint32_t>(address);
  return (bits >> 31) != 0 ? ~bits : bits | 0x80000000u;
}

uint64_t OrderedDouble(const uint8_t* address) {
  const double value = LoadNative<double>(address);
  const uint64_t bits =
      std::isnan(value) ? uint64_t{0x7ff8000000000000} : LoadNative<uint64_t>(address);
  return (bits & kSign64) != 0 ? ~bits : bits | kSign64;
}

/// Whether `length` bytes from `start` lie behind the fixed part, in the row.
bool LiesBehind(size_t fixed_bytes, Row row, uint32_t start, uint32_t length) {
  return start >= fixed_bytes && start <= row.length && length <= row.length - start;
}

}  // namespace

uint64_t FirstWord(const uint8_t* bytes, uint32_t length) {
  if (length >= 8) return LoadBigEndian64(bytes);
  uint64_t word = 0;
  for (uint32_t i = 0; i < length; ++i) word |= uint64_t{bytes[i]} << (56 - 8 * i);
  return word;
}

uint64_t FixedValue(const RowKey& key, Row row) {
  const uint8_t* slot = row.begin + key.slot;
  switch (key.kind) {
    case KeyKind::kBoolean:
      return uint64_t{slot[0] != 0} << 56;
    case KeyKind::kByte:
      return uint64_t{static_cast<uint8_t>(slot[0] ^ 0x80)} << 56;
    case KeyKind::kShort:
      return uint64_t{static_cast<uint16_t>(LoadNative<uint16_t>(slot) ^ 0x8000)} << 48;
    case KeyKind::kInt:
      return uint64_t{LoadNative<uint32_t>(slot) ^ 0x80000000u} << 32;
    case KeyKind::kLong:
      return LoadNative64(slot) ^ kSign64;
    case KeyKind::kFloat:
      return uint64_t{OrderedFloat(slot)} << 32;
    case KeyKind::kDouble:
      return OrderedDouble(slot);
    default:
      return 0;
  }
}

bool ReadText(const RowKey& key, Row row, size_t fixed_bytes, TextValue* value) {
  const Slot slot = key.SlotOf(row);
  if (slot.IsInline()) {
    value->length = slot.InlineLength();
    value->word = slot.InlineWord();
    value->bytes = row.begin + key.slot + (IsLittleEndianHost() ? 0 : 1);
    // Writers leave zeros behind the text.
    return value->length <= Slot::kInlineLimit && value->word << (8 * value->length) == 0;
  }
  value->length = slot.Low();
  // A slot of zeros is an empty text.
  if (value->length == 0 && slot.Start() <= row.length) {
    value->word = 0;
    value->bytes = row.begin;
    return true;
  }
  if (!LiesBehind(fixed_bytes, row, slot.Start(), value->length)) return false;
  value->bytes = row.begin + slot.Start();
  value->word = FirstWord(value->bytes, value->length);
  return true;
}

bool ReadWideDecimal(const RowKey& key, Row row, size_t fixed_bytes, WideDecimalValue* value) {
  const Slot slot = key.SlotOf(row);
  value->length = slot.Low();
  if (value->length < 1 || value->length > kWideDecimalLimit) return false;
  if (!LiesBehind(fixed_bytes, row, slot.Start(), value->length)) return false;
  const uint8_t* bytes = row.begin + slot.Start();
  const bool negative = (bytes[0] & 0x80) != 0;
  uint64_t high = negative ? ~uint64_t{0} : 0;
  uint64_t low = high;
  for (uint32_t i = 0; i < value->length; ++i) {
    high = high << 8 | low >> 56;
    low = low << 8 | bytes[i];
  }
  value->high = static_cast<int64_t>(high);
  value->low = low;
  return true;
}

bool ReadWideTimestamp(const RowKey& key, Row row, size_t fixed_bytes, WideTimestampValue* value) {
  const Slot slot = key.SlotOf(row);
  value->nano_of_millisecond = slot.Low();
  if (value->nano_of_millisecond > kMaxNanoOfMillisecond) return false;
  if (!LiesBehind(fixed_bytes, row, slot.Start(), kTimestampBytes)) return false;
  value->millisecond = LoadNative<int64_t>(row.begin + slot.Start());
  return value->millisecond <= kMaxSafeInteger && value->millisecond >= -kMaxSafeInteger;
}

bool CheckKeys(const RowOrder& order, Row row) {
  for (const RowKey& key : order.keys) {
    if (key.IsNull(row)) {
      if (!key.nullable) return false;
      continue;
    }
    bool readable = true;
    if (key.kind == KeyKind::kText) {
      TextValue value;
      readable = ReadText(key, row, order.fixed_bytes, &value);
    } else if (key.kind == KeyKind::kWideDecimal) {
      WideDecimalValue value;
      readable = ReadWideDecimal(key, row, order.fixed_bytes, &value);
    } else if (key.kind == KeyKind::kWideTimestamp) {
      WideTimestampValue value;
      readable = ReadWideTimestamp(key, row, order.fixed_bytes, &value);
    }
    if (!readable) return false;
  }
  return true;
}

}  // namespace offheap::rows
