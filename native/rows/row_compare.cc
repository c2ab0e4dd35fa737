#include "rows/row_compare.h"

#include <algorithm>
#include <cstring>

#include "rows/key_value.h"

namespace offheap::rows {
namespace {

template <typename T>
int Compare(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/// Unsigned bytes from left to right; of two texts of which one begins with the other, the shorter
/// is less.
int CompareTexts(const TextValue& a, const TextValue& b) {
  if (a.word != b.word) return a.word < b.word ? -1 : 1;
  const uint32_t common = std::min(a.length, b.length);
  if (common > 8) {
    const int order = std::memcmp(a.bytes + 8, b.bytes + 8, common - 8);
    if (order != 0) return order;
  }
  return Compare(a.length, b.length);
}

int CompareValues(const RowKey& key, size_t fixed_bytes, Row a, Row b, bool* intact) {
  switch (key.kind) {
    case KeyKind::kText: {
      TextValue left;
      TextValue right;
      if (ReadText(key, a, fixed_bytes, &left) && ReadText(key, b, fixed_bytes, &right)) {
        return CompareTexts(left, right);
      }
      break;
    }
    case KeyKind::kWideDecimal: {
      WideDecimalValue left;
      WideDecimalValue right;
      if (ReadWideDecimal(key, a, fixed_bytes, &left) &&
          ReadWideDecimal(key, b, fixed_bytes, &right)) {
        const int order = Compare(left.high, right.high);
        return order != 0 ? order : Compare(left.low, right.low);
      }
      break;
    }
    case KeyKind::kWideTimestamp: {
      WideTimestampValue left;
      WideTimestampValue right;
      if (ReadWideTimestamp(key, a, fixed_bytes, &left) &&
          ReadWideTimestamp(key, b, fixed_bytes, &right)) {
        const int order = Compare(left.millisecond, right.millisecond);
        return order != 0 ? order : Compare(left.nano_of_millisecond, right.nano_of_millisecond);
      }
      break;
    }
    default:
      return Compare(FixedValue(key, a), FixedValue(key, b));
  }
  *intact = false;
  return 0;
}

}  // namespace

int CompareRows(const RowOrder& order, Row a, Row b, bool* intact) {
  for (const RowKey& key : order.keys) {
    const bool a_null = key.nullable && key.IsNull(a);
    const bool b_null = key.nullable && key.IsNull(b);
    if (a_null || b_null) {
      if (a_null && b_null) continue;
      return a_null == key.nulls_last ? 1 : -1;
    }
    const int values = CompareValues(key, order.fixed_bytes, a, b, intact);
    if (values != 0) return key.descending ? -values : values;
  }
  return 0;
}

}  // namespace offheap::rows
