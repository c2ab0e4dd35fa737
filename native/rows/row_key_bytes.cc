#include "rows/row_key_bytes.h"

#include <algorithm>
#include <cstring>

#include "rows/key_value.h"

namespace offheap::rows {
namespace {

/// The highest `length` bytes of a word, at most 8.
void PutWord(uint64_t word, uint8_t* target, size_t length) {
  const uint64_t bytes = IsLittleEndianHost() ? ByteSwap64(word) : word;
  std::memcpy(target, &bytes, length);
}

}  // namespace

bool PutNormalizedKey(const RowOrder& order, Row row, uint8_t* target, size_t length) {
  size_t done = 0;
  for (size_t i = 0; i < order.normalized_keys && done < length; ++i) {
    const RowKey& key = order.keys[i];
    const size_t count = std::min(NormalizedKeyBytes(key.kind), length - done);
    if (key.nullable && key.IsNull(row)) {
      // Of keys that are read the other way round, the greatest comes first.
      std::memset(target + done, key.nulls_last != key.descending ? 0xff : 0, count);
    } else if (key.kind == KeyKind::kText) {
      TextValue text;
      if (!ReadText(key, row, order.fixed_bytes, &text)) return false;
      const size_t bytes = std::min<size_t>(text.length, count);
      if (bytes > 0) std::memcpy(target + done, text.bytes, bytes);
      std::memset(target + done + bytes, 0, count - bytes);
    } else {
      PutWord(FixedValue(key, row), target + done, count);
    }
    done += count;
  }
  // `target` is nullptr when there is no byte to write.
  if (done < length) std::memset(target + done, 0, length - done);
  return true;
}

RowOutcome PutNormalizedKeys(const RowOrder& order, const RowBatch& rows, size_t key_bytes,
                             uint8_t* target) {
  for (size_t i = 0; i < rows.size(); ++i) {
    rows.Prefetch(i);
    if (!CheckKeys(order, rows[i])) return {RowStatus::kRefused, i};
    if (!PutNormalizedKey(order, rows[i], target, key_bytes)) return {RowStatus::kRefused, i};
    target += key_bytes;
  }
  return {};
}

}  // namespace offheap::rows
