#include "rows/row_hash.h"

#include <array>
#include <cstring>

#include "rows/key_value.h"

namespace offheap::rows {
namespace {

uint32_t RotateLeft(uint32_t value, unsigned bits) { return value << bits | value >> (32 - bits); }

/// Murmur3 of 32 bits as Flink's MurmurHashUtils computes it: seed 42, words in the byte order of
/// the machine.
class Murmur {
 public:
  /// `length` is a multiple of 4.
  void Mix(const uint8_t* bytes, size_t length) {
    for (size_t i = 0; i < length; i += 4) {
      uint32_t word;
      std::memcpy(&word, bytes + i, sizeof word);
      hash_ = RotateLeft(hash_ ^ RotateLeft(word * 0xcc9e2d51u, 15) * 0x1b873593u, 13) * 5 +
              0xe6546b64u;
    }
    length_ += static_cast<uint32_t>(length);
  }

  void Mix(uint64_t word) {
    std::array<uint8_t, 8> bytes;
    std::memcpy(bytes.data(), &word, bytes.size());
    Mix(bytes.data(), bytes.size());
  }

  int32_t Finish() const {
    uint32_t hash = hash_ ^ length_;
    hash = (hash ^ hash >> 16) * 0x85ebca6bu;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
    return static_cast<int32_t>(hash ^ hash >> 16);
  }

 private:
  uint32_t hash_ = 42;
  uint32_t length_ = 0;
};

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

  /// The bytes that a value takes, and zeros.
  uint64_t FixedSlot(const RowKey& key) const {
    const uint64_t value = FixedValue(key, row_);
    std::array<uint8_t, 8> slot{};
    // FixedValue made all NaNs the same and turned the sign; what it says is turned back here.
    switch (key.kind) {
      case KeyKind::kBoolean:
        slot[0] = static_cast<uint8_t>(value >> 56);
        break;
      case KeyKind::kByte:
        slot[0] = static_cast<uint8_t>(value >> 56 ^ 0x80);
        break;
      case KeyKind::kShort: {
        const auto bits = static_cast<uint16_t>(value >> 48 ^ 0x8000);
        std::memcpy(slot.data(), &bits, sizeof bits);
        break;
      }
      case KeyKind::kFloat: {
        const auto ordered = static_cast<uint32_t>(value >> 32);
        const uint32_t bits = (ordered >> 31) != 0 ? ordered ^ 0x80000000u : ~ordered;
        std::memcpy(slot.data(), &bits, sizeof bits);
        break;
      }
      case KeyKind::kDouble:
        return (value >> 63) != 0 ? value ^ uint64_t { 1 } << 63 : ~value;
      case KeyKind::kLong:
        return value ^ uint64_t { 1 } << 63;
      default: {
        const auto bits = static_cast<uint32_t>(value >> 32) ^ 0x80000000u;
        std::memcpy(slot.data(), &bits, sizeof bits);
        break;
      }
    }
    uint64_t bits;
    std::memcpy(&bits, slot.data(), sizeof bits);
    return bits;
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
