#include "rows/row_order.h"

#include <array>

namespace offheap::rows {

bool RowOrder::Read(const int32_t* ints, size_t count) {
  if (count < 1 + kIntsPerKey || (count - 1) % kIntsPerKey != 0) return false;
  const size_t key_count = (count - 1) / kIntsPerKey;
  if (key_count > kMaxKeys || ints[0] < 1 || static_cast<uint32_t>(ints[0]) > kMaxArity)
    return false;
  const int32_t arity = ints[0];
  fixed_bytes = FixedBytes(static_cast<size_t>(arity));
  keys.clear();
  keys.reserve(key_count);
  for (const int32_t* key = ints + 1; key < ints + count; key += kIntsPerKey) {
    const auto [kind, index, flags] = std::array<int32_t, kIntsPerKey>{key[0], key[1], key[2]};
    if (kind < 0 || kind > static_cast<int32_t>(KeyKind::kWideTimestamp)) return false;
    if (index < 0 || index >= arity) return false;
    const auto field = static_cast<size_t>(index);
    keys.push_back(
        {static_cast<KeyKind>(kind), (flags & kNullable) != 0, (flags & kDescending) != 0,
         (flags & kNullsLast) != 0, NullMask(field), static_cast<uint32_t>(NullByte(field)),
         static_cast<uint32_t>(NullBitsBytes(static_cast<size_t>(arity)) + kSlotBytes * field)});
  }
  normalized_keys = 0;
  for (const RowKey& key : keys) {
    const size_t bytes = NormalizedKeyBytes(key.kind);
    if (bytes == 0 || key.descending != inverted()) break;
    ++normalized_keys;
    // A null looks like the least or the greatest value: bytes behind it would decide between the
    // two.
    if (key.nullable || bytes == SIZE_MAX) break;
  }
  return true;
}

size_t NormalizedKeyBytes(KeyKind kind) {
  switch (kind) {
    case KeyKind::kBoolean:
    case KeyKind::kByte:
      return 1;
    case KeyKind::kShort:
      return 2;
    case KeyKind::kInt:
    case KeyKind::kFloat:
      return 4;
    case KeyKind::kLong:
    case KeyKind::kDouble:
      return 8;
    case KeyKind::kText:
      return SIZE_MAX;
    case KeyKind::kWideDecimal:
    case KeyKind::kWideTimestamp:
      return 0;
  }
  return 0;
}

}  // namespace offheap::rows
