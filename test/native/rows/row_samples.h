// Orders of rows, and rows whose keys often tie.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "rows/row_order.h"
#include "rows/row_pages.h"
#include "test_program.h"

namespace offheap::test {

struct Key {
  rows::KeyKind kind;
  std::int32_t index;
  std::int32_t flags = 0;
};

inline rows::RowOrder OrderOf(std::int32_t arity, const std::vector<Key>& keys) {
  std::vector<std::int32_t> ints = {arity};
  for (const Key& key : keys) {
    ints.insert(ints.end(), {static_cast<std::int32_t>(key.kind), key.index, key.flags});
  }
  rows::RowOrder order;
  CHECK(order.Read(ints.data(), ints.size()));
  return order;
}

/// Few different ones, so that keys tie; common beginnings, zeros at the end, lengths around that
/// of a slot.
inline std::string RandomText(Random& random) {
  static const std::array<std::string, 4> kBeginnings = {"", "ab", "common beginning ", "\xff"};
  std::string text = kBeginnings[random.Below(kBeginnings.size())];
  for (size_t n = random.Below(5); n > 0; --n) text += "\0a\x80"[random.Below(3)];
  return text;
}

/// Of three fields: a text, a nullable long, an int.
struct Sample {
  std::string text;
  bool null;
  std::int64_t number;
  std::int32_t place;

  RowBytes Row() const {
    RowBytes row(3);
    row.SetText(0, text);
    if (null) {
      row.SetNull(1);
    } else {
      row.Set(1, number);
    }
    row.Set(2, place);
    return row;
  }
};

inline std::vector<Sample> RandomSamples(Random& random, size_t count) {
  std::vector<Sample> samples;
  for (size_t i = 0; i < count; ++i) {
    samples.push_back({RandomText(random), random.Below(4) == 0,
                       static_cast<std::int64_t>(random.Below(5)) - 2,
                       static_cast<std::int32_t>(i)});
  }
  return samples;
}

}  // namespace offheap::test
