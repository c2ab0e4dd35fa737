#include "test_program.h"

#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace offheap::test {
namespace {

struct Test {
  const char* name;
  void (*body)();
};

std::vector<Test>& Tests() {
  static std::vector<Test> tests;
  return tests;
}

const char* running = "";

}  // namespace

bool Register(const char* name, void (*body)()) {
  Tests().push_back({name, body});
  return true;
}

void Fail(const char* file, int line, const std::string& what) {
  std::fprintf(stderr, "%s:%d: %s: %s\n", file, line, running, what.c_str());
  std::fflush(stderr);
  // No destructors: threads of the failed test may still run.
  std::_Exit(1);
}

std::uint64_t Seed() {
  static const std::uint64_t seed = [] {
    const char* chosen = std::getenv("OFFHEAP_TEST_SEED");
    return chosen != nullptr ? std::strtoull(chosen, nullptr, 10)
                             : std::uint64_t{std::random_device{}()};
  }();
  return seed;
}

}  // namespace offheap::test

int main() {
  using namespace offheap::test;
  std::printf("OFFHEAP_TEST_SEED=%llu\n", static_cast<unsigned long long>(Seed()));
  for (const auto& test : Tests()) {
    running = test.name;
    std::printf("%s\n", test.name);
    std::fflush(stdout);
    test.body();
  }
  if (Tests().empty()) {
    std::fprintf(stderr, "There are no tests in this program\n");
    return 1;
  }
  return 0;
}
