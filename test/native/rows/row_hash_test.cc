#include "rows/row_hash.h"

#include <cstring>
#include <string>
#include <vector>

#include "rows/row_key_bytes.h"
#include "rows/row_pages.h"
#include "rows/row_samples.h"

using namespace offheap::rows;
using namespace offheap::test;

namespace {

std::uint64_t HashOf(const std::vector<std::uint8_t>& bytes) {
  RowPages pages;
  Random random(1);
  pages.Add(bytes);
  pages.Cut(random, 0);
  RowBatch rows;
  CHECK(rows.Locate(pages.pages, pages.positions.data(), 1, 8).status == RowStatus::kDone);
  std::int32_t hash = 0;
  HashRows(rows, &hash);
  return static_cast<std::uint32_t>(hash);
}

}  // namespace

TEST(a_hash_code_is_that_of_flink) {
  // test/parity/vectors/binary-rows.jsonl
  CHECK_EQ(HashOf(std::vector<std::uint8_t>(16, 0)), static_cast<std::uint32_t>(-300363099));
}

TEST(keys_hash_like_a_row_of_them_alone) {
  Random random(Seed());
  const RowOrder order =
      OrderOf(3, {{KeyKind::kLong, 1, RowOrder::kNullable}, {KeyKind::kText, 0}});
  for (const Sample& sample : RandomSamples(random, 200)) {
    RowBytes keys(2);
    if (sample.null) {
      keys.SetNull(0);
    } else {
      keys.Set(0, sample.number);
    }
    keys.SetText(1, sample.text);
    RowPages pages;
    pages.Add(sample.Row().bytes());
    pages.Cut(random, 0);
    RowBatch rows;
    CHECK(rows.Locate(pages.pages, pages.positions.data(), 1, order.fixed_bytes).status ==
          RowStatus::kDone);
    std::int32_t hash = 0;
    CHECK(HashKeys(order, rows, &hash).status == RowStatus::kDone);
    CHECK_EQ(static_cast<std::uint32_t>(hash), HashOf(keys.bytes()));
  }
}

TEST(normalized_keys_are_ordered_like_the_rows) {
  Random random(Seed());
  const RowOrder order = OrderOf(3, {{KeyKind::kText, 0}, {KeyKind::kInt, 2}});
  CHECK_EQ(order.normalized_keys, 1u);
  const std::vector<Sample> samples = RandomSamples(random, 100);
  RowPages pages;
  for (const Sample& sample : samples) pages.Add(sample.Row().bytes());
  pages.Cut(random, 60);
  RowBatch rows;
  CHECK(
      rows.Locate(pages.pages, pages.positions.data(), samples.size(), order.fixed_bytes).status ==
      RowStatus::kDone);
  CHECK(PutNormalizedKeys(order, rows, 0, nullptr).status == RowStatus::kDone);
  for (const size_t key_bytes : {0u, 3u, 8u, 21u}) {
    std::vector<std::uint8_t> keys(key_bytes * samples.size() + 1, 0x5a);
    CHECK(PutNormalizedKeys(order, rows, key_bytes, keys.data()).status == RowStatus::kDone);
    CHECK_EQ(+keys.back(), 0x5a);
    for (size_t i = 0; i < samples.size(); ++i) {
      std::string expected = samples[i].text.substr(0, key_bytes);
      expected.resize(key_bytes, '\0');
      CHECK(std::memcmp(expected.data(), &keys[i * key_bytes], key_bytes) == 0);
    }
  }
}
