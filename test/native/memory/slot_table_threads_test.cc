#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "memory/slot_table.h"
#include "test_program.h"

using namespace offheap;

namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 200000;
constexpr std::uint32_t kMaxIds = 1u << 16;

}  // namespace

TEST(a_slot_is_never_taken_by_two_threads_at_once) {
  SlotTable table;
  const std::unique_ptr<std::atomic<bool>[]> taken(new std::atomic<bool>[kMaxIds]());

  const auto take = [&] {
    ChunkSlot* slot = table.Take();
    CHECK(slot != nullptr && slot->id < kMaxIds);
    CHECK(!taken[slot->id].exchange(true));
    return slot;
  };
  const auto give_back = [&](ChunkSlot* slot) {
    taken[slot->id].store(false);
    table.GiveBack(slot);
  };

  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        // The upper of two slots goes back first: to a thread that had seen it on top before, the
        // stack looks untouched, while the slot below it is gone.
        ChunkSlot* upper = take();
        ChunkSlot* lower = take();
        give_back(upper);
        give_back(lower);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}
