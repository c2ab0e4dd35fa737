#include "sorting/normalized_key.h"

namespace offheap::sorting {
namespace {

bool IsBlank(uint8_t c) { return c == ' ' || c == '\t' || c == '\n'; }
bool IsDigit(uint8_t c) { return c >= '0' && c <= '9'; }
bool IsLetter(uint8_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool IsPrintable(uint8_t c) { return c >= 0x20 && c <= 0x7E; }

struct Span {
  const uint8_t* begin;
  const uint8_t* end;
};

// Walks over `count` fields. With a separator the walk stops behind it; without one a field is its
// leading blanks and what follows up to the next blank.
const uint8_t* SkipFields(const uint8_t* p, const uint8_t* end, size_t count, int separator) {
  if (separator != LineOrder::kBlankTransition) {
    const uint8_t byte = static_cast<uint8_t>(separator);
    while (p < end && count-- > 0) {
      while (p < end && *p != byte) ++p;
      if (p < end) ++p;
    }
    return p;
  }
  while (p < end && count-- > 0) {
    while (p < end && IsBlank(*p)) ++p;
    while (p < end && !IsBlank(*p)) ++p;
  }
  return p;
}

const uint8_t* Advance(const uint8_t* p, const uint8_t* end, size_t count) {
  return count < static_cast<size_t>(end - p) ? p + count : end;
}

const uint8_t* KeyBegin(const SortKey& key, int separator, const uint8_t* line,
                        const uint8_t* end) {
  const uint8_t* p = SkipFields(line, end, key.start_field, separator);
  if (key.skip_start_blanks) {
    while (p < end && IsBlank(*p)) ++p;
  }
  return Advance(p, end, key.start_char);
}

const uint8_t* KeyEnd(const SortKey& key, int separator, const uint8_t* line, const uint8_t* end) {
  if (key.end_field == SortKey::kEndOfLine) return end;
  if (key.end_char == 0) {
    // The whole field: up to its separator, which does not belong to it.
    if (separator == LineOrder::kBlankTransition) {
      return SkipFields(line, end, key.end_field + 1, separator);
    }
    const uint8_t* p = SkipFields(line, end, key.end_field, separator);
    const uint8_t byte = static_cast<uint8_t>(separator);
    while (p < end && *p != byte) ++p;
    return p;
  }
  const uint8_t* p = SkipFields(line, end, key.end_field, separator);
  if (key.skip_end_blanks) {
    while (p < end && IsBlank(*p)) ++p;
  }
  return Advance(p, end, key.end_char);
}

Span LocateKey(const SortKey& key, int separator, const uint8_t* line, const uint8_t* end) {
  const uint8_t* key_begin = KeyBegin(key, separator, line, end);
  const uint8_t* key_end = KeyEnd(key, separator, line, end);
  return {key_begin, key_end < key_begin ? key_begin : key_end};
}

// Appends bytes, flipped if asked, and remembers when they no longer fit.
class KeyWriter {
 public:
  KeyWriter(uint8_t* out, size_t capacity) : out_(out), capacity_(capacity) {}

  void set_flip(bool flip) { flip_ = flip ? 0xFF : 0x00; }
  void toggle_flip() { flip_ ^= 0xFF; }

  void Put(uint8_t byte) {
    if (size_ < capacity_) {
      out_[size_++] = static_cast<uint8_t>(byte ^ flip_);
    } else {
      overflow_ = true;
    }
  }

  size_t size() const { return overflow_ ? kKeyDoesNotFit : size_; }

 private:
  uint8_t* out_;
  size_t capacity_;
  size_t size_ = 0;
  uint8_t flip_ = 0x00;
  bool overflow_ = false;
};

void WriteText(const SortKey& key, Span text, KeyWriter& writer) {
  for (const uint8_t* p = text.begin; p < text.end; ++p) {
    uint8_t c = *p;
    // sort(1) lets -d win over -i, though it keeps tabs.
    if (key.dictionary) {
      if (!IsBlank(c) && !IsLetter(c) && !IsDigit(c)) continue;
    } else if (key.ignore_nonprinting && !IsPrintable(c)) {
      continue;
    }
    if (key.fold_case && c >= 'a' && c <= 'z') c = static_cast<uint8_t>(c - 'a' + 'A');
    writer.Put(c);
    if (c == 0x00) writer.Put(0x01);
  }
  writer.Put(0x00);
  writer.Put(0x00);
}

void WriteCount(size_t count, KeyWriter& writer) {
  if (count < 0xFF) {
    writer.Put(static_cast<uint8_t>(count));
    return;
  }
  writer.Put(0xFF);
  for (int shift = 24; shift >= 0; shift -= 8) writer.Put(static_cast<uint8_t>(count >> shift));
}

constexpr uint8_t kNegative = 0x7F;
constexpr uint8_t kZero = 0x80;
constexpr uint8_t kPositive = 0x81;

// The C locale has no thousands separator; GNU sort then takes this byte for one.
constexpr uint8_t kSeparatorOfThousands = 0x80;

void WriteNumber(Span text, KeyWriter& writer) {
  const uint8_t* p = text.begin;
  while (p < text.end && IsBlank(*p)) ++p;
  const bool negative = p < text.end && *p == '-';
  if (negative) ++p;
  while (p < text.end && (*p == '0' || *p == kSeparatorOfThousands)) ++p;
  Span integer{p, p};
  size_t digits = 0;
  for (; p < text.end && (IsDigit(*p) || *p == kSeparatorOfThousands); ++p) {
    if (*p != kSeparatorOfThousands) ++digits;
  }
  integer.end = p;
  Span fraction{p, p};
  if (p < text.end && *p == '.') {
    ++p;
    fraction.begin = p;
    while (p < text.end && IsDigit(*p)) ++p;
    fraction.end = p;
    while (fraction.end > fraction.begin && fraction.end[-1] == '0') --fraction.end;
  }
  if (digits == 0 && fraction.begin == fraction.end) {
    writer.Put(kZero);
    return;
  }
  writer.Put(negative ? kNegative : kPositive);
  if (negative) writer.toggle_flip();
  WriteCount(digits, writer);
  for (const uint8_t* d = integer.begin; d < integer.end; ++d) {
    if (*d != kSeparatorOfThousands) writer.Put(*d);
  }
  for (const uint8_t* d = fraction.begin; d < fraction.end; ++d) writer.Put(*d);
  writer.Put(0x00);
  if (negative) writer.toggle_flip();
}

}  // namespace

size_t NormalizeKeys(const LineOrder& order, const uint8_t* line, size_t line_length, uint8_t* out,
                     size_t capacity) {
  KeyWriter writer(out, capacity);
  for (const SortKey& key : order.keys) {
    const Span span = LocateKey(key, order.separator, line, line + line_length);
    writer.set_flip(key.descending != order.descending);
    if (key.numeric) {
      WriteNumber(span, writer);
    } else {
      WriteText(key, span, writer);
    }
  }
  return writer.size();
}

}  // namespace offheap::sorting
