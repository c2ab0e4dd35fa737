#include "memory/chunk_report.h"

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "memory/chunk_registry.h"
#include "memory/owner_threads.h"
#include "memory/system_memory.h"
#include "test_program.h"

using namespace offheap;
using offheap::test::Random;
using offheap::test::Seed;

namespace {

ChunkHandle Allocate(ChunkRegistry* registry, std::size_t size, OwnerId owner) {
  ChunkHandle handle;
  void* data = nullptr;
  CHECK(registry->Allocate(size, false, owner, &handle, &data));
  return handle;
}

}  // namespace

TEST(a_report_tells_pinned_pending_and_whose) {
  ChunkRegistry registry;
  const OwnerId a = registry.NewOwner();
  const OwnerId b = registry.NewOwner();
  Allocate(&registry, 100, a);
  const ChunkHandle pinned = Allocate(&registry, 200, a);
  const ChunkHandle pending = Allocate(&registry, 300, b);
  const ChunkHandle gone = Allocate(&registry, 400, b);
  const ChunkHandle spare = Allocate(&registry, 500, b);
  ChunkPin one = registry.Pin(pinned);
  ChunkPin again = registry.Pin(pinned);
  ChunkPin other = registry.Pin(pending);
  CHECK(registry.Free(pending, b) == FreeResult::kDeferred);
  CHECK(registry.Free(gone, b) == FreeResult::kFreed);
  CHECK(registry.Retire(spare, b));

  ChunkReport report = registry.Report();
  CHECK_EQ(report.pinned.chunks, 2u);
  CHECK_EQ(report.pinned.bytes, 500u);
  CHECK_EQ(report.pending.chunks, 1u);
  CHECK_EQ(report.pending.bytes, 300u);
  CHECK_EQ(report.by_owner.size(), 1u);
  CHECK_EQ(report.by_owner[a].chunks, 2u);
  CHECK_EQ(report.by_owner[a].bytes, 300u);

  one.Drop();
  again.Drop();
  other.Drop();
  report = registry.Report();
  CHECK_EQ(report.pinned.chunks, 0u);
  CHECK_EQ(report.pending.chunks, 0u);
  // The report's own pins have left nothing behind.
  CHECK_EQ(registry.FreeAll(a), 2u);
  CHECK_EQ(registry.FreeAll(b), 0u);
  CHECK_EQ(registry.Statistics().live_bytes, 0u);
  CHECK_EQ(registry.Statistics().pending_chunks, 0u);
}

TEST(reports_do_not_make_a_chunk_look_pinned) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = Allocate(&registry, 100, owner);
  std::atomic<bool> done{false};
  std::thread reporter([&] {
    for (int report = 0; report < 1000; ++report) registry.Report();
    done.store(true);
  });
  // Gives way: a lock that is asked for without a pause may keep the reporter out for minutes.
  while (!done.load()) {
    CHECK(!registry.IsPinned(handle));
    std::this_thread::yield();
  }
  reporter.join();
  ChunkPin pin = registry.Pin(handle);
  for (int look = 0; look < 100; ++look) CHECK(registry.IsPinned(handle));
  pin.Drop();
  CHECK_EQ(registry.FreeAll(owner), 1u);
}

TEST(reports_and_changes_by_other_threads_do_not_disturb_each_other) {
  ChunkRegistry registry;
  std::atomic<bool> done{false};
  std::thread reporter([&] {
    while (!done.load()) {
      for (const auto& [owner, holdings] : registry.Report().by_owner) {
        CHECK(holdings.bytes <= holdings.chunks * 1000);
      }
    }
  });
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      Random random(Seed() + i);
      const OwnerId owner = registry.NewOwner();
      for (int round = 0; round < 5000; ++round) {
        const ChunkHandle handle = Allocate(&registry, 1 + random.Below(1000), owner);
        ChunkPin pin = random.Below(2) == 0 ? registry.Pin(handle) : ChunkPin();
        ChunkHandle renewed;
        if (registry.Retire(handle, owner)) {
          CHECK(registry.Renew(handle.id, owner, &renewed));
          registry.Free(renewed, owner);
        } else {
          registry.Free(handle, owner);
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  done.store(true);
  reporter.join();
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
  CHECK_EQ(registry.Statistics().pending_chunks, 0u);
}

TEST(owners_are_known_by_their_threads_until_they_leave) {
  OwnerThreads threads;
  std::uint32_t thread_id = 0;
  CHECK(!threads.ThreadOf(1, &thread_id));
  threads.Enter(1, 42);
  CHECK(threads.ThreadOf(1, &thread_id));
  CHECK_EQ(thread_id, 42u);
  threads.Leave(1);
  threads.Leave(1);
  CHECK(!threads.ThreadOf(1, &thread_id));
}

TEST(the_heap_can_be_trimmed_at_any_time) {
  TrimHeap();
  TrimHeap();
}
