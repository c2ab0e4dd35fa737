#include "rows/row_sort.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "rows/row_compare.h"
#include "rows/row_hash.h"
#include "rows/row_key_bytes.h"
#include "rows/row_pages.h"
#include "rows/row_samples.h"
#include "rows/row_words.h"

using namespace offheap::rows;
using namespace offheap::test;

namespace {

RowOutcome Sort(const RowOrder& order, RowPages* pages) {
  RowBatch rows;
  const RowOutcome located = rows.Locate(pages->pages, pages->positions.data(),
                                         pages->positions.size(), order.fixed_bytes);
  if (located.status != RowStatus::kDone) return located;
  return SortRows(order, rows, pages->positions.data());
}

}  // namespace

TEST(an_order_is_not_read_from_ints_that_are_none) {
  const std::vector<std::vector<std::int32_t>> wrong = {{},
                                                        {1},
                                                        {1, 0, 0},
                                                        {0, 0, 0, 0},
                                                        {-1, 0, 0, 0},
                                                        {1, 0, 1, 0},
                                                        {1, 0, -1, 0},
                                                        {1, 10, 0, 0},
                                                        {1, -1, 0, 0},
                                                        {(1 << 24) + 1, 0, 0, 0},
                                                        {2, 0, 0, 0, 0, 1}};
  RowOrder order;
  for (const auto& ints : wrong) CHECK(!order.Read(ints.data(), ints.size()));
  std::vector<std::int32_t> many = {1};
  many.resize(1 + 3 * (RowOrder::kMaxKeys + 1), 0);
  CHECK(!order.Read(many.data(), many.size()));
  CHECK(order.Read(many.data(), many.size() - 3));
}

TEST(rows_are_sorted_by_text_null_and_number_whatever_the_pages) {
  Random random(Seed());
  for (int round = 0; round < 60; ++round) {
    std::vector<Sample> samples = RandomSamples(random, random.Below(300));
    const bool text_down = random.Below(2) == 0;
    const bool nulls_last = random.Below(2) == 0;
    RowPages pages;
    for (const Sample& sample : samples) pages.Add(sample.Row().bytes());
    pages.Cut(random, round % 3 == 0 ? 0 : 150);
    const std::vector<RowPosition> before = pages.positions;
    const RowOrder order = OrderOf(
        3, {{KeyKind::kText, 0, text_down ? RowOrder::kDescending : 0},
            {KeyKind::kLong, 1, RowOrder::kNullable | (nulls_last ? RowOrder::kNullsLast : 0)}});
    CHECK(Sort(order, &pages).status == RowStatus::kDone);
    std::stable_sort(samples.begin(), samples.end(), [&](const Sample& a, const Sample& b) {
      if (a.text != b.text) return (a.text < b.text) != text_down;
      if (a.null != b.null) return a.null != nulls_last;
      return !a.null && a.number < b.number;
    });
    for (size_t i = 0; i < samples.size(); ++i) {
      const RowPosition& expected = before[static_cast<size_t>(samples[i].place)];
      CHECK_EQ(pages.positions[i].offset, expected.offset);
      CHECK_EQ(pages.positions[i].length, expected.length);
    }
  }
}

TEST(wide_values_are_ordered_by_both_of_their_parts) {
  RowPages pages;
  Random random(1);
  // Decimals: -2^64, -1, 0, 255, 2^64.
  const std::vector<std::string> decimals = {std::string("\xff\0\0\0\0\0\0\0\0", 9), "\xff",
                                             std::string(1, '\0'), std::string("\0\xff", 2),
                                             std::string("\x01\0\0\0\0\0\0\0\0", 9)};
  for (size_t i = decimals.size() * 20; i-- > 0;) {
    const std::string& decimal = decimals[i / 20];
    RowBytes row(2);
    row.SetPart(0, decimal, static_cast<std::uint32_t>(decimal.size()));
    const std::int64_t millisecond = static_cast<std::int64_t>(i % 20 / 5) - 2;
    row.SetPart(1, std::string(reinterpret_cast<const char*>(&millisecond), 8),
                static_cast<std::uint32_t>(i % 5 * 249999));
    pages.Add(row.bytes());
  }
  pages.Cut(random, 0);
  std::vector<RowPosition> expected(pages.positions.rbegin(), pages.positions.rend());
  const RowOrder order = OrderOf(2, {{KeyKind::kWideDecimal, 0}, {KeyKind::kWideTimestamp, 1}});
  CHECK(Sort(order, &pages).status == RowStatus::kDone);
  for (size_t i = 0; i < expected.size(); ++i) {
    CHECK_EQ(pages.positions[i].offset, expected[i].offset);
  }
}

TEST(a_row_that_cannot_be_read_is_refused_and_positions_stay) {
  Random random(1);
  const RowOrder order = OrderOf(3, {{KeyKind::kText, 0}, {KeyKind::kLong, 1}});
  const std::vector<std::uint64_t> bad_slots = {
      Slot::Of(8, 20).bits(),          Slot::Of(32, 17).bits(), Slot::Of(0x7fffffff, 8).bits(),
      Slot::Of(32, 0xffffffff).bits(), uint64_t{0x88} << 56,    uint64_t{0x80} << 56 | 1};
  for (size_t bad = 0; bad < bad_slots.size() + 1; ++bad) {
    RowPages pages;
    for (int i = 0; i < 20; ++i) {
      RowBytes row(3);
      row.SetText(0, std::string(16, 'x'));
      if (i == 13 && bad < bad_slots.size()) row.Set(0, bad_slots[bad]);
      if (i == 13 && bad == bad_slots.size()) row.SetNull(1);
      row.Set(1, std::int64_t{-i});
      pages.Add(row.bytes());
    }
    pages.Cut(random, 0);
    const std::vector<RowPosition> before = pages.positions;
    const RowOutcome outcome = Sort(order, &pages);
    CHECK(outcome.status == RowStatus::kRefused);
    CHECK_EQ(outcome.row, 13u);
    CHECK(std::memcmp(before.data(), pages.positions.data(), 8 * before.size()) == 0);
  }
}

TEST(positions_outside_of_the_pages_are_refused) {
  const std::int32_t most = std::numeric_limits<std::int32_t>::max();
  const std::vector<RowPosition> wrong = {{-1, 16}, {0, -16}, {0, 8},
                                          {49, 16}, {64, 16}, {most, most}};
  for (const RowPosition& position : wrong) {
    RowPages pages;
    Random random(1);
    for (int i = 0; i < 4; ++i) pages.Add(RowBytes(1).bytes());
    pages.Cut(random, 24);
    pages.positions[2] = position;
    const RowOutcome outcome = Sort(OrderOf(1, {{KeyKind::kInt, 0}}), &pages);
    CHECK(outcome.status == RowStatus::kRefused);
    CHECK_EQ(outcome.row, 2u);
  }
  RowPages none;
  none.positions.push_back({0, 16});
  CHECK(Sort(OrderOf(1, {{KeyKind::kInt, 0}}), &none).status == RowStatus::kRefused);
}

TEST(copies_of_rows_in_two_pages_are_no_larger_than_the_pages) {
  RowPages pages;
  Random random(1);
  RowBytes row(1);
  row.SetText(0, std::string(1000, 'x'));
  pages.Add(row.bytes());
  pages.Cut(random, 100);
  RowBatch rows;
  CHECK(rows.Locate(pages.pages, pages.positions.data(), 1, 16).status == RowStatus::kDone);
  const std::vector<RowPosition> twice(2, pages.positions[0]);
  const RowOutcome outcome = rows.Locate(pages.pages, twice.data(), 2, 16);
  CHECK(outcome.status == RowStatus::kRefused);
  CHECK_EQ(outcome.row, 1u);
}

TEST(a_row_that_changes_after_its_check_compares_as_equal_and_is_told) {
  RowBytes good(1);
  good.SetText(0, "long enough");
  RowBytes bad(1);
  bad.Set(0, Slot::Of(0x1000, 8).bits());
  const auto row = [](const RowBytes& bytes) {
    return Row{bytes.bytes().data(), static_cast<std::uint32_t>(bytes.bytes().size())};
  };
  bool intact = true;
  const RowOrder order = OrderOf(1, {{KeyKind::kText, 0}});
  CHECK_EQ(CompareRows(order, row(good), row(good), &intact), 0);
  CHECK(intact);
  CHECK_EQ(CompareRows(order, row(good), row(bad), &intact), 0);
  CHECK(!intact);
}

TEST(words_of_a_row_that_changes_after_its_check_are_loaded_all_the_same_and_that_is_told) {
  const RowOrder order =
      OrderOf(3, {{KeyKind::kText, 0}, {KeyKind::kWideDecimal, 1}, {KeyKind::kWideTimestamp, 2}});
  for (size_t key = 0; key < 3; ++key) {
    RowPages pages;
    Random random(1);
    for (int i = 0; i < 2; ++i) {
      RowBytes row(3);
      row.SetText(0, "the same text");
      row.SetPart(1, "digits", 6);
      row.SetPart(2, std::string(8, '\0'), 999999);
      if (i == 1) row.Set(key, Slot::Of(0x1000, 8).bits());
      pages.Add(row.bytes());
    }
    pages.Cut(random, 0);
    RowBatch rows;
    CHECK(rows.Locate(pages.pages, pages.positions.data(), 2, order.fixed_bytes).status ==
          RowStatus::kDone);
    RowWords words(order, rows);
    std::array<WordEntry, 2> entries = {WordEntry{0, 0}, WordEntry{0, 1}};
    WordPlace place;
    size_t loads = 0;
    while (words.Load(entries.data(), entries.size(), &place)) {
      RowWords::Advance(&place);
      ++loads;
    }
    CHECK(loads >= 5);
    CHECK(!words.intact());
  }
}

TEST(random_bytes_are_sorted_hashed_and_keyed_or_refused) {
  Random random(Seed());
  size_t sorted = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto arity = static_cast<std::int32_t>(1 + random.Below(4));
    std::vector<Key> keys;
    for (size_t n = 1 + random.Below(3); n > 0; --n) {
      keys.push_back({static_cast<KeyKind>(random.Below(10)),
                      static_cast<std::int32_t>(random.Below(static_cast<size_t>(arity))),
                      static_cast<std::int32_t>(random.Below(8))});
    }
    const RowOrder order = OrderOf(arity, keys);
    RowPages pages;
    for (size_t n = random.Below(40); n > 0; --n) {
      std::vector<std::uint8_t> row(order.fixed_bytes + random.Below(40));
      // Mostly zeros and small numbers, which are offsets and lengths.
      for (std::uint8_t& byte : row) {
        if (random.Below(5) == 0)
          byte = static_cast<std::uint8_t>(random.Below(2) == 0 ? random.Next() : random.Below(40));
      }
      pages.Add(row);
    }
    pages.Cut(random, round % 2 == 0 ? 0 : 64);
    if (!pages.positions.empty() && random.Below(4) == 0) {
      pages.positions[random.Below(pages.positions.size())].offset += 1;
    }
    RowBatch rows;
    const size_t count = pages.positions.size();
    if (rows.Locate(pages.pages, pages.positions.data(), count, order.fixed_bytes).status !=
        RowStatus::kDone) {
      continue;
    }
    std::vector<std::int32_t> hashes(count);
    std::vector<std::uint8_t> bytes(count * 13);
    HashRows(rows, hashes.data());
    HashKeys(order, rows, hashes.data());
    PutNormalizedKeys(order, rows, 13, bytes.data());
    if (SortRows(order, rows, pages.positions.data()).status != RowStatus::kDone) continue;
    ++sorted;
    CHECK(rows.Locate(pages.pages, pages.positions.data(), count, order.fixed_bytes).status ==
          RowStatus::kDone);
    bool intact = true;
    for (size_t i = 1; i < count; ++i) {
      CHECK(CompareRows(order, rows[i - 1], rows[i], &intact) <= 0);
    }
    CHECK(intact);
  }
  CHECK(sorted > 100);
}
