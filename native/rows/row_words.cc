#include "rows/row_words.h"

#include <algorithm>

#include "rows/key_value.h"

namespace offheap::rows {
namespace {

constexpr uint64_t kSign64 = uint64_t{1} << 63;
constexpr uint32_t kWordBytes = 8;

}  // namespace

bool RowWords::Load(WordEntry* entries, size_t count, WordPlace* place) {
  while (place->key < order_.keys.size()) {
    const RowKey& key = order_.keys[place->key];
    if (place->part == WordPlace::Part::kNull) {
      if (key.nullable) {
        for (size_t i = 0; i < count; ++i) {
          entries[i].word = key.IsNull(RowOf(entries, i, count)) == key.nulls_last ? 1 : 0;
        }
        return true;
      }
      place->part = WordPlace::Part::kValue;
    }
    // All of them are null, or none.
    const bool null = key.nullable && key.IsNull(rows_[entries[0].row]);
    if (!null && LoadValues(key, entries, count, place)) return true;
    *place = WordPlace{place->key + 1};
  }
  return false;
}

void RowWords::Advance(WordPlace* place) {
  switch (place->part) {
    case WordPlace::Part::kNull:
      place->part = WordPlace::Part::kValue;
      break;
    case WordPlace::Part::kValue:
      place->byte += kWordBytes;
      break;
    case WordPlace::Part::kSecond:
      *place = WordPlace{place->key + 1};
      break;
  }
}

/// False: the key has no more words.
bool RowWords::LoadValues(const RowKey& key, WordEntry* entries, size_t count, WordPlace* place) {
  const bool first = place->byte == 0;
  switch (key.kind) {
    case KeyKind::kText:
      if (!LoadTexts(key, entries, count, place)) return false;
      break;
    case KeyKind::kWideDecimal:
    case KeyKind::kWideTimestamp:
      if (!first) place->part = WordPlace::Part::kSecond;
      for (size_t i = 0; i < count; ++i) {
        entries[i].word = WideWord(key, RowOf(entries, i, count), !first);
      }
      break;
    default:
      if (!first) return false;
      for (size_t i = 0; i < count; ++i)
        entries[i].word = FixedValue(key, RowOf(entries, i, count));
  }
  if (key.descending) {
    for (size_t i = 0; i < count; ++i) entries[i].word = ~entries[i].word;
  }
  return true;
}

bool RowWords::LoadTexts(const RowKey& key, WordEntry* entries, size_t count, WordPlace* place) {
  place->byte = CommonEnd(key, entries, count, place->byte);
  const uint32_t byte = place->byte;
  bool goes_on = false;
  for (size_t i = 0; i < count; ++i) {
    TextValue text;
    if (!ReadText(key, RowOf(entries, i, count), order_.fixed_bytes, &text)) {
      intact_ = false;
      text = {0, nullptr, 0};
    }
    const bool ends = text.length <= byte;
    entries[i].word = ends ? 0 : FirstWord(text.bytes + byte, text.length - byte);
    goes_on = goes_on || !ends;
  }
  if (goes_on) return true;
  // Texts that differ in zeros at their end only.
  place->part = WordPlace::Part::kSecond;
  for (size_t i = 0; i < count; ++i) {
    TextValue text{0, nullptr, 0};
    intact_ = ReadText(key, RowOf(entries, i, count), order_.fixed_bytes, &text) && intact_;
    entries[i].word = text.length;
  }
  return true;
}

/// To where the texts agree, at least from `from` on, up to which they do.
uint32_t RowWords::CommonEnd(const RowKey& key, const WordEntry* entries, size_t count,
                             uint32_t from) {
  TextValue first;
  if (!ReadText(key, rows_[entries[0].row], order_.fixed_bytes, &first)) return from;
  uint32_t end = first.length;
  for (size_t i = 1; i < count && end > from; ++i) {
    TextValue text;
    if (!ReadText(key, RowOf(entries, i, count), order_.fixed_bytes, &text)) return from;
    end = static_cast<uint32_t>(CommonPrefix(first.bytes, end, text.bytes, text.length, from));
  }
  return std::max(end, from);
}

uint64_t RowWords::WideWord(const RowKey& key, Row row, bool second) {
  if (key.kind == KeyKind::kWideDecimal) {
    WideDecimalValue value{};
    intact_ = ReadWideDecimal(key, row, order_.fixed_bytes, &value) && intact_;
    return second ? value.low : static_cast<uint64_t>(value.high) ^ kSign64;
  }
  WideTimestampValue value{};
  intact_ = ReadWideTimestamp(key, row, order_.fixed_bytes, &value) && intact_;
  return second ? value.nano_of_millisecond : static_cast<uint64_t>(value.millisecond) ^ kSign64;
}

}  // namespace offheap::rows
