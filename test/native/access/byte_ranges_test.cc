#include "access/byte_ranges.h"

#include <algorithm>
#include <string>
#include <vector>

#include "test_program.h"

using namespace offheap::access;
using offheap::test::Random;
using offheap::test::Seed;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes RandomBytes(Random* random, std::size_t length) {
  Bytes bytes(length);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random->Next());
  return bytes;
}

std::int64_t CompareStrings(const std::string& left, const std::string& right) {
  return Compare(reinterpret_cast<const std::uint8_t*>(left.data()), left.size(),
                 reinterpret_cast<const std::uint8_t*>(right.data()), right.size());
}

}  // namespace

TEST(compare_takes_bytes_as_unsigned) {
  CHECK_EQ(CompareStrings("a\x80", "a\x7f"), 1);
  CHECK_EQ(CompareStrings("a\x7f", "a\x80"), -1);
  CHECK_EQ(CompareStrings(std::string("\0", 1), "\x01"), -1);
}

TEST(compare_returns_the_difference_of_lengths_after_a_common_beginning) {
  CHECK_EQ(CompareStrings("abc", "abc"), 0);
  CHECK_EQ(CompareStrings("abcdef", "abc"), 3);
  CHECK_EQ(CompareStrings("", "abc"), -3);
  CHECK_EQ(Compare(nullptr, 0, nullptr, 0), 0);
}

TEST(compare_agrees_with_a_loop_over_bytes) {
  Random random(Seed());
  for (int i = 0; i < 2000; ++i) {
    Bytes left = RandomBytes(&random, random.Below(40));
    Bytes right = random.Below(2) == 0 ? left : RandomBytes(&random, random.Below(40));
    if (!right.empty() && random.Below(2) == 0)
      right[random.Below(right.size())] ^= 1u << random.Below(8);
    const bool less =
        std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
    const std::int64_t result = Compare(left.data(), left.size(), right.data(), right.size());
    CHECK_EQ(result < 0, less);
    CHECK_EQ(result == 0, left == right);
    CHECK_EQ(left.size() == right.size() && Equal(left.data(), right.data(), left.size()),
             left == right);
  }
}

TEST(copy_works_on_overlapping_ranges_in_both_directions) {
  Random random(Seed());
  for (int i = 0; i < 500; ++i) {
    Bytes memory = RandomBytes(&random, 64);
    const std::size_t length = random.Below(33);
    const std::size_t from = random.Below(64 - length);
    const std::size_t to = random.Below(64 - length);
    Bytes expected = memory;
    const Bytes source(memory.begin() + from, memory.begin() + from + length);
    std::copy(source.begin(), source.end(), expected.begin() + to);
    Copy(memory.data() + to, memory.data() + from, length);
    CHECK(memory == expected);
  }
}

TEST(fill_touches_its_own_bytes_only) {
  Bytes memory(100, 1);
  Fill(memory.data() + 10, 0xff, 80);
  CHECK_EQ(std::count(memory.begin(), memory.end(), 0xff), 80);
  CHECK_EQ(+memory[9], 1);
  CHECK_EQ(+memory[90], 1);
}

TEST(swap_exchanges_the_ranges) {
  Random random(Seed());
  const Bytes left = RandomBytes(&random, 1000);
  const Bytes right = RandomBytes(&random, 1000);
  Bytes a = left;
  Bytes b = right;
  Swap(a.data() + 1, b.data() + 1, 998);
  CHECK(std::equal(a.begin() + 1, a.end() - 1, right.begin() + 1));
  CHECK(std::equal(b.begin() + 1, b.end() - 1, left.begin() + 1));
  CHECK(a.front() == left.front() && a.back() == left.back());
  Swap(a.data(), a.data(), 1000);
  CHECK(std::equal(a.begin() + 1, a.end() - 1, right.begin() + 1));
}

TEST(ranges_of_no_bytes_may_be_null) {
  Copy(nullptr, nullptr, 0);
  Fill(nullptr, 1, 0);
  Swap(nullptr, nullptr, 0);
  CHECK(Equal(nullptr, nullptr, 0));
}
