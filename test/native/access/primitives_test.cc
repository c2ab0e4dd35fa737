#include "access/primitives.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "test_program.h"

using offheap::access::ByteOrder;
using offheap::access::Load;
using offheap::access::Store;
using offheap::test::Random;
using offheap::test::Seed;

namespace {

constexpr ByteOrder kLittle = ByteOrder::kLittleEndian;
constexpr ByteOrder kBig = ByteOrder::kBigEndian;
const std::uint8_t kBytes[] = {0x01, 0x82, 0x03, 0x84, 0x05, 0x86, 0x07, 0x88, 0x09};

template <typename T>
void KeepsEveryBitPattern() {
  Random random(Seed());
  std::uint8_t memory[sizeof(T) + 8];
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t bits = random.Next();
    T value;
    std::memcpy(&value, &bits, sizeof value);
    const std::size_t offset = random.Below(9);
    Store<T, kLittle>(memory + offset, value);
    T loaded = Load<T, kLittle>(memory + offset);
    CHECK(std::memcmp(&loaded, &value, sizeof value) == 0);
    Store<T, kBig>(memory + offset, value);
    loaded = Load<T, kBig>(memory + offset);
    CHECK(std::memcmp(&loaded, &value, sizeof value) == 0);
    // The other order of the same bytes is the same value backwards.
    std::uint8_t forwards[sizeof(T)];
    Store<T, kLittle>(forwards, value);
    for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
      CHECK_EQ(+forwards[byte], +memory[offset + sizeof(T) - 1 - byte]);
    }
  }
}

}  // namespace

TEST(little_endian_puts_the_lowest_byte_first) {
  CHECK_EQ((Load<std::int16_t, kLittle>(kBytes)), std::int16_t(0x8201));
  CHECK_EQ((Load<std::uint16_t, kLittle>(kBytes)), 0x8201);
  CHECK_EQ((Load<std::int32_t, kLittle>(kBytes)), std::int32_t(0x84038201));
  CHECK_EQ((Load<std::int64_t, kLittle>(kBytes)), std::int64_t(0x8807860584038201));
}

TEST(big_endian_puts_the_highest_byte_first) {
  CHECK_EQ((Load<std::int16_t, kBig>(kBytes + 1)), std::int16_t(0x8203));
  CHECK_EQ((Load<std::uint16_t, kBig>(kBytes + 1)), 0x8203);
  CHECK_EQ((Load<std::int32_t, kBig>(kBytes + 1)), std::int32_t(0x82038405));
  CHECK_EQ((Load<std::int64_t, kBig>(kBytes + 1)), std::int64_t(0x8203840586078809));
}

TEST(bytes_have_a_sign) {
  CHECK_EQ((+Load<std::int8_t, kLittle>(kBytes + 1)), -126);
  CHECK_EQ((+Load<std::int8_t, kBig>(kBytes + 1)), -126);
}

TEST(floats_are_ieee_754) {
  const std::uint8_t one_float[] = {0x3f, 0x80, 0, 0};
  CHECK_EQ((Load<float, kBig>(one_float)), 1.0f);
  const std::uint8_t minus_two_double[] = {0xc0, 0, 0, 0, 0, 0, 0, 0};
  CHECK_EQ((Load<double, kBig>(minus_two_double)), -2.0);
  std::uint8_t memory[8];
  Store<double, kLittle>(memory, -0.0);
  CHECK_EQ(+memory[7], 0x80);
  CHECK(std::signbit(Load<double, kLittle>(memory)));
}

TEST(every_bit_pattern_survives_at_any_alignment) {
  KeepsEveryBitPattern<std::int8_t>();
  KeepsEveryBitPattern<std::int16_t>();
  KeepsEveryBitPattern<std::uint16_t>();
  KeepsEveryBitPattern<std::int32_t>();
  KeepsEveryBitPattern<std::int64_t>();
  KeepsEveryBitPattern<float>();
  KeepsEveryBitPattern<double>();
}

TEST(a_store_touches_its_own_bytes_only) {
  std::uint8_t memory[24];
  std::memset(memory, 0xee, sizeof memory);
  Store<std::int64_t, kBig>(memory + 7, 0);
  for (std::size_t i = 0; i < sizeof memory; ++i) CHECK_EQ(+memory[i], i >= 7 && i < 15 ? 0 : 0xee);
}
