#include <array>
#include <atomic>
#include <cstring>
#include <thread>
#include <vector>

#include "memory/chunk_registry.h"
#include "test_program.h"

using namespace offheap;
using offheap::test::Random;
using offheap::test::Seed;

namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 20000;
constexpr std::size_t kSharedHandles = 16;

std::uint64_t Packed(ChunkHandle handle) {
  return (std::uint64_t{handle.generation} << 32) | handle.id;
}

ChunkHandle Unpacked(std::uint64_t packed) {
  return {static_cast<std::uint32_t>(packed), static_cast<std::uint32_t>(packed >> 32)};
}

/// The bytes of a chunk say which chunk they belong to, so that a pin on the wrong memory shows.
void Sign(void* data, std::size_t size, ChunkHandle handle) {
  auto* words = static_cast<std::uint64_t*>(data);
  for (std::size_t i = 0; i < size / 8; ++i) words[i] = Packed(handle);
}

void CheckSigned(const ChunkPin& pin, ChunkHandle handle) {
  for (std::size_t i = 0; i < pin.size_bytes() / 8; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, pin.data() + i * 8, 8);
    CHECK_EQ(word, Packed(handle));
  }
}

template <typename Body>
void RunThreads(Body body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(body, i);
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST(threads_pin_chunks_that_other_threads_free) {
  ChunkRegistry registry;
  // Each thread publishes its chunks here and frees them; all threads pin whatever they find.
  std::array<std::array<std::atomic<std::uint64_t>, kSharedHandles>, kThreads> published{};
  std::atomic<std::uint64_t> pinned{0};

  RunThreads([&](int index) {
    Random random(Seed() + static_cast<std::uint64_t>(index));
    const OwnerId owner = registry.NewOwner();
    std::vector<ChunkPin> kept;
    for (int round = 0; round < kRounds; ++round) {
      auto& mine = published[static_cast<std::size_t>(index)][random.Below(kSharedHandles)];
      const ChunkHandle old = Unpacked(mine.load(std::memory_order_relaxed));
      if (old.id != 0) {
        const FreeResult result = registry.Free(old, owner);
        CHECK(result == FreeResult::kFreed || result == FreeResult::kDeferred);
        CHECK(registry.Free(old, owner) == FreeResult::kAlreadyFreed);
      }
      const std::size_t size = 8 * (1 + random.Below(32));
      ChunkHandle handle;
      void* data = nullptr;
      CHECK(registry.Allocate(size, false, owner, &handle, &data));
      Sign(data, size, handle);
      mine.store(Packed(handle), std::memory_order_release);

      const auto& theirs = published[random.Below(kThreads)][random.Below(kSharedHandles)];
      const ChunkHandle target = Unpacked(theirs.load(std::memory_order_acquire));
      ChunkPin pin = registry.Pin(target);
      if (pin) {
        CheckSigned(pin, target);
        pinned.fetch_add(1, std::memory_order_relaxed);
        if (random.Below(4) == 0) kept.push_back(std::move(pin));
        if (kept.size() > 8) kept.erase(kept.begin());
      }
    }
    registry.FreeAll(owner);
  });

  CHECK(pinned.load() > 0);
  const ChunkStatistics statistics = registry.Statistics();
  CHECK_EQ(statistics.live_chunks, 0u);
  CHECK_EQ(statistics.live_bytes, 0u);
  CHECK_EQ(statistics.pending_chunks, 0u);
  CHECK_EQ(statistics.allocated_chunks, std::uint64_t{kThreads} * kRounds);
  CHECK_EQ(statistics.freed_chunks, statistics.allocated_chunks);
}

TEST(the_last_of_many_pins_releases_the_memory_exactly_once) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  for (int round = 0; round < 300; ++round) {
    ChunkHandle handle;
    void* data = nullptr;
    CHECK(registry.Allocate(64, true, owner, &handle, &data));
    std::array<ChunkPin, kThreads> pins;
    for (auto& pin : pins) pin = registry.Pin(handle);
    std::vector<std::thread> threads;
    for (auto& pin : pins) threads.emplace_back([&pin] { pin.Drop(); });
    const FreeResult result = registry.Free(handle, owner);
    CHECK(result == FreeResult::kFreed || result == FreeResult::kDeferred);
    for (auto& thread : threads) thread.join();
    CHECK_EQ(registry.Statistics().live_chunks, 0u);
    CHECK_EQ(registry.Statistics().pending_chunks, 0u);
  }
  CHECK_EQ(registry.Statistics().freed_chunks, 300u);
}

TEST(an_owner_that_ends_takes_nothing_of_the_others) {
  ChunkRegistry registry;
  std::atomic<std::uint64_t> left{0};
  RunThreads([&](int index) {
    Random random(Seed() + static_cast<std::uint64_t>(index));
    for (int life = 0; life < 40; ++life) {
      const OwnerId owner = registry.NewOwner();
      std::vector<ChunkHandle> handles;
      for (int i = 0; i < 50; ++i) {
        ChunkHandle handle;
        void* data = nullptr;
        CHECK(registry.Allocate(16, false, owner, &handle, &data));
        Sign(data, 16, handle);
        handles.push_back(handle);
      }
      for (std::size_t i = 0; i < 10; ++i)
        CHECK(registry.Free(handles[i], owner) == FreeResult::kFreed);
      for (std::size_t i = 10; i < 50; ++i) CheckSigned(registry.Pin(handles[i]), handles[i]);
      CHECK_EQ(registry.FreeAll(owner), 40u);
      left.fetch_add(40, std::memory_order_relaxed);
    }
  });
  CHECK_EQ(left.load(), std::uint64_t{kThreads} * 40 * 40);
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
}

TEST(many_threads_share_attach_free_and_end_at_random) {
  // What the worker threads of a process do: each publishes handles of its chunks, attaches those
  // of others, frees in any order, and now and then ends with whatever it holds.
  constexpr int kWorkers = 24;
  ChunkRegistry registry;
  std::array<std::atomic<std::uint64_t>, 64> published{};
  std::atomic<std::uint64_t> attached{0};

  const auto work = [&](int index) {
    Random random(Seed() + 100 + static_cast<std::uint64_t>(index));
    for (int life = 0; life < 8; ++life) {
      const OwnerId owner = registry.NewOwner();
      std::vector<ChunkHandle> own;
      std::vector<ChunkHandle> held;
      for (int step = 0; step < 300; ++step) {
        switch (random.Below(5)) {
          case 0: {
            ChunkHandle handle;
            void* data = nullptr;
            const std::size_t size = 8 * (1 + random.Below(16));
            CHECK(registry.Allocate(size, false, owner, &handle, &data));
            Sign(data, size, handle);
            own.push_back(handle);
            published[random.Below(published.size())].store(Packed(handle),
                                                            std::memory_order_release);
            break;
          }
          case 1: {
            const ChunkHandle handle =
                Unpacked(published[random.Below(published.size())].load(std::memory_order_acquire));
            if (registry.Attach(handle) != AttachResult::kAttached) break;
            held.push_back(handle);
            attached.fetch_add(1, std::memory_order_relaxed);
            break;
          }
          case 2:
            if (held.empty()) break;
            CHECK(registry.Detach(held.back()) != FreeResult::kAlreadyFreed);
            held.pop_back();
            break;
          case 3:
            if (own.empty()) break;
            CHECK(registry.Free(own.back(), owner) != FreeResult::kAlreadyFreed);
            own.pop_back();
            break;
          default:
            if (!held.empty()) {
              const ChunkHandle handle = held[random.Below(held.size())];
              std::uint64_t word = 0;
              std::memcpy(&word, registry.Attached(handle).data, 8);
              CHECK_EQ(word, Packed(handle));
              CheckSigned(registry.Pin(handle), handle);
            }
        }
      }
      for (const ChunkHandle handle : held) registry.Detach(handle);
      CHECK_EQ(registry.FreeAll(owner), own.size());
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kWorkers; ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();

  CHECK(attached.load() > 0);
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
  CHECK_EQ(registry.Statistics().pending_chunks, 0u);
}
