#pragma once

#include <cstdint>
#include <sstream>
#include <string>

// A test program: files with TEST blocks, linked with test_program.cc. The first failed check ends
// it with status 1.
//
//   TEST(a_freed_chunk_cannot_be_pinned) {
//     CHECK(…);
//     CHECK_EQ(actual, expected);
//   }
namespace offheap::test {

/// Enters a test at program start; they run in the order of their definition.
bool Register(const char* name, void (*body)());

[[noreturn]] void Fail(const char* file, int line, const std::string& what);

/// Repeat a run with OFFHEAP_TEST_SEED=…
std::uint64_t Seed();

/// xorshift64*: the same numbers on every platform.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u | 1) {}

  std::uint64_t Next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1du;
  }

  /// 0 to bound - 1.
  std::size_t Below(std::size_t bound) { return static_cast<std::size_t>(Next() >> 11) % bound; }

 private:
  std::uint64_t state_;
};

template <typename Actual, typename Expected>
void CheckEqual(const char* file, int line, const char* expression, const Actual& actual,
                const Expected& expected) {
  if (actual == expected) return;
  std::ostringstream what;
  what << expression << " is " << actual << ", not " << expected;
  Fail(file, line, what.str());
}

}  // namespace offheap::test

#define TEST(name)                                                                          \
  static void name();                                                                       \
  [[maybe_unused]] static const bool name##_entered = offheap::test::Register(#name, name); \
  static void name()

#define CHECK(condition) \
  ((condition) ? void() : offheap::test::Fail(__FILE__, __LINE__, #condition " does not hold"))

#define CHECK_EQ(actual, expected) \
  offheap::test::CheckEqual(__FILE__, __LINE__, #actual, (actual), (expected))
