#include "memory/quarantine.h"

#include <thread>
#include <vector>

#include "memory/system_memory.h"
#include "test_program.h"

using namespace offheap;

namespace {

void Fill(Quarantine* quarantine, std::size_t count, std::size_t size_bytes) {
  for (std::size_t i = 0; i < count; ++i) {
    void* pages = ReservePages(size_bytes);
    CHECK(pages != nullptr);
    quarantine->Add(pages, size_bytes);
  }
}

}  // namespace

TEST(ranges_wait_until_their_number_is_reached) {
  Quarantine quarantine;
  const std::size_t page = PageBytes();
  Fill(&quarantine, Quarantine::kMaxRanges, page);
  CHECK_EQ(quarantine.RangeCount(), Quarantine::kMaxRanges);
  Fill(&quarantine, 3 * Quarantine::kMaxRanges / 2, page);
  CHECK_EQ(quarantine.RangeCount(), Quarantine::kMaxRanges);
  CHECK_EQ(quarantine.TotalBytes(), Quarantine::kMaxRanges * page);
}

TEST(as_many_old_ranges_leave_as_a_large_one_needs) {
  Quarantine quarantine;
  Fill(&quarantine, 8, Quarantine::kMaxBytes / 8);
  CHECK_EQ(quarantine.TotalBytes(), Quarantine::kMaxBytes);
  Fill(&quarantine, 1, Quarantine::kMaxBytes / 2);
  CHECK_EQ(quarantine.RangeCount(), 5u);
  CHECK_EQ(quarantine.TotalBytes(), Quarantine::kMaxBytes);
  Fill(&quarantine, 1, PageBytes());
  CHECK_EQ(quarantine.RangeCount(), 5u);
}

TEST(a_range_larger_than_all_of_it_does_not_wait) {
  Quarantine quarantine;
  Fill(&quarantine, 2, PageBytes());
  Fill(&quarantine, 1, Quarantine::kMaxBytes + PageBytes());
  CHECK_EQ(quarantine.RangeCount(), 2u);
}

TEST(draining_leaves_nothing) {
  Quarantine quarantine;
  CHECK_EQ(quarantine.Drain(), 0u);
  Fill(&quarantine, 10, PageBytes());
  CHECK_EQ(quarantine.Drain(), 10u);
  CHECK_EQ(quarantine.RangeCount(), 0u);
  CHECK_EQ(quarantine.TotalBytes(), 0u);
}

TEST(threads_add_and_drain_together) {
  Quarantine quarantine;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&quarantine, i] {
      for (int round = 0; round < 20; ++round) {
        Fill(&quarantine, 50, PageBytes() * static_cast<std::size_t>(1 + i));
        if (i == 0) quarantine.Drain();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(quarantine.RangeCount() <= Quarantine::kMaxRanges);
  const std::size_t left = quarantine.RangeCount();
  CHECK_EQ(quarantine.Drain(), left);
  CHECK_EQ(quarantine.TotalBytes(), 0u);
}
