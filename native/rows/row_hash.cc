#include "rows/row_hash.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "rows/key_value.h"
#include "rows/murmur.h"

namespace offheap::rows {
namespace {

/// The row of the keys alone, byte by byte as a writer would write it, without writing it: first
/// the fixed part, then the values behind it.
class KeyRow {
 public:
  KeyRow(const RowOrder& order, Row row) : order_(order), row_(row) {}

  /// False: a key cannot be read.
  bool Hash(int32_t* hash) {
    MixNullBits();
    size_t cursor = FixedBytes(order_.keys.size());
    for (const RowKey& key : order_.keys) {
      if (!MixSlot(key, &cursor)) return false;
    }
    for (const RowKey& key : order_.keys) {
      if (!MixPart(key)) return false;
    }
    *hash = murmur_.Finish();
    return true;
  }

 private:
  void MixNullBits() {
    // The row kind, 0, comes first.
    std::array<uint8_t, NullBitsBytes(RowOrder::kMaxKeys)> bits{};
    for (size_t i = 0; i < order_.keys.size(); ++i) {
      if (order_.keys[i].IsNull(row_)) bits[NullByte(i)] |= NullMask(i);
    }
    murmur_.Mix(bits.data(), NullBitsBytes(order_.keys.size()));
  }

  bool MixSlot(const RowKey& key, size_t* cursor) {
    if (key.IsNull(row_)) {
      murmur_.Mix(0);
      return true;
    }
    switch (key.kind) {
      case KeyKind::kText: {
        TextValue text;
        if (!ReadText(key, row_, order_.fixed_bytes, &text)) return false;
        murmur_.Mix(SlotOf(text, cursor));
        return true;
      }
      case KeyKind::kWideTimestamp: {
        WideTimestampValue timestamp;
        if (!ReadWideTimestamp(key, row_, order_.fixed_bytes, &timestamp)) return false;
        murmur_.Mix(Slot::Of(static_cast<uint32_t>(*cursor), timestamp.nano_of_millisecond).bits());
        *cursor += sizeof timestamp.millisecond;
        return true;
      }
      case KeyKind::kWideDecimal:
        return false;
      default:
        murmur_.Mix(FixedSlot(key));
        return true;
    }
  }

  uint64_t SlotOf(const TextValue& text, size_t* cursor) {
    if (text.length <= Slot::kInlineLimit) {
      const uint64_t tag = uint64_t{0x80 | text.length} << 56;
      return tag | (IsLittleEndianHost() ? ByteSwap64(text.word) : text.word >> 8);
    }
    const uint64_t bits = Slot::Of(static_cast<uint32_t>(*cursor), text.length).bits();
    *cursor += RoundToWord(text.length);
    return bits;
  }

  /// The bytes of the value, and zeros; values that compare equal have the same.
  uint64_t FixedSlot(const RowKey& key) const {
    std::array<uint8_t, 8> slot{};
    std::memcpy(slot.data(), row_.begin + key.slot, NormalizedKeyBytes(key.kind));
    if (key.kind == KeyKind::kBoolean) slot[0] = slot[0] != 0 ? 1 : 0;
    if (key.kind == KeyKind::kFloat) Canonicalize<float>(slot.data());
    if (key.kind == KeyKind::kDouble) Canonicalize<double>(slot.data());
    return LoadNative64(slot.data());
  }

  /// One NaN stands for all.
  template <typename T>
  static void Canonicalize(uint8_t* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    if (!std::isnan(value)) return;
    value = std::numeric_limits<T>::quiet_NaN();
    std::memcpy(bytes, &value, sizeof value);
  }

  bool MixPart(const RowKey& key) {
    if (key.IsNull(row_)) return true;
    if (key.kind == KeyKind::kText) {
      TextValue text;
      if (!ReadText(key, row_, order_.fixed_bytes, &text)) return false;
      if (text.length > Slot::kInlineLimit) MixPadded(text.bytes, text.length);
    } else if (key.kind == KeyKind::kWideTimestamp) {
      WideTimestampValue timestamp;
      if (!ReadWideTimestamp(key, row_, order_.fixed_bytes, &timestamp)) return false;
      murmur_.Mix(static_cast<uint64_t>(timestamp.millisecond));
    }
    return true;
  }

  /// The bytes, and zeros to the end of the last word.
  void MixPadded(const uint8_t* bytes, size_t length) {
    const size_t words = length & ~size_t{7};
    murmur_.Mix(bytes, words);
    if (words == length) return;
    std::array<uint8_t, 8> last{};
    std::memcpy(last.data(), bytes + words, length - words);
    murmur_.Mix(last.data(), last.size());
  }

  const RowOrder& order_;
  const Row row_;
  Murmur murmur_;
};

}  // namespace

void HashRows(const RowBatch& rows, int32_t* hashes) {
  for (size_t i = 0; i < rows.size(); ++i) {
    rows.Prefetch(i);
    Murmur murmur;
    murmur.Mix(rows[i].begin, rows[i].length & ~3u);
    hashes[i] = murmur.Finish();
  }
}

RowOutcome HashKeys(const RowOrder& order, const RowBatch& rows, int32_t* hashes) {
  for (size_t i = 0; i < rows.size(); ++i) {
    rows.Prefetch(i);
    if (!CheckKeys(order, rows[i])) return {RowStatus::kRefused, i};
    if (!KeyRow(order, rows[i]).Hash(&hashes[i])) return {RowStatus::kRefused, i};
  }
  return {};
}

}  // namespace offheap::rows
