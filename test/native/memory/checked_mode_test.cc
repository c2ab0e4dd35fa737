#include "memory/checked_mode.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include "child_process.h"
#include "memory/chunk_registry.h"
#include "memory/guarded_allocation.h"
#include "memory/quarantine.h"
#include "memory/system_memory.h"
#include "test_program.h"

// The interval belongs to the process and only ever becomes stricter, so these tests follow one
// another: off, sampled, everything.

using namespace offheap;
using namespace offheap::test;

namespace {

struct Chunk {
  ChunkHandle handle;
  unsigned char* bytes = nullptr;
};

constexpr OwnerId kOwner = 1;

Chunk NewChunk(ChunkRegistry* registry, std::size_t size_bytes, bool zeroed) {
  Chunk chunk;
  void* data = nullptr;
  CHECK(registry->Allocate(size_bytes, zeroed, kOwner, &chunk.handle, &data));
  chunk.bytes = static_cast<unsigned char*>(data);
  return chunk;
}

void FreeAll(ChunkRegistry* registry, const std::vector<Chunk>& chunks) {
  for (const Chunk& chunk : chunks) {
    CHECK(registry->Free(chunk.handle, kOwner) == FreeResult::kFreed);
  }
}

}  // namespace

TEST(checked_mode_is_off_until_it_is_asked_for) {
  RequireGuardInterval(0);
  CHECK_EQ(GuardInterval(), 0u);
  CHECK(!TakeGuardTurn());
  ChunkRegistry registry;
  const Chunk chunk = NewChunk(&registry, 100, true);
  CHECK_EQ(GuardCounts().guarded_chunks, 0u);
  CHECK(registry.Retire(chunk.handle, kOwner));
}

TEST(one_in_n_chunks_is_guarded_whichever_thread_allocates) {
  RequireGuardInterval(10);
  CHECK_EQ(GuardInterval(), 10u);
  ChunkRegistry registry;
  std::vector<Chunk> chunks;
  for (int i = 0; i < 100; ++i) chunks.push_back(NewChunk(&registry, 64, false));
  CHECK_EQ(GuardCounts().guarded_chunks, 10u);
  FreeAll(&registry, chunks);
  CHECK_EQ(GuardCounts().guarded_chunks, 0u);

  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&registry] { NewChunk(&registry, 64, true); });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK_EQ(GuardCounts().guarded_chunks, 2u);
  CHECK_EQ(registry.FreeAll(kOwner), 20u);
  CHECK_EQ(GuardCounts().guarded_chunks, 0u);
}

TEST(one_in_n_chunks_is_guarded_where_most_are_made_of_kept_memory) {
  ChunkRegistry registry;
  std::uint32_t kept = 0;
  int guarded = 0;
  for (int i = 0; i < 1000; ++i) {
    Chunk chunk;
    if (kept != 0) {
      CHECK(registry.Renew(kept, kOwner, &chunk.handle));
    } else {
      chunk = NewChunk(&registry, 4096, false);
    }
    const bool is_guarded = GuardCounts().guarded_chunks > 0;
    if (is_guarded) {
      CHECK_EQ(int{chunk.bytes[0]}, int{kUninitialisedByte});
      CHECK_EQ(int{chunk.bytes[4095]}, int{kUninitialisedByte});
      ++guarded;
    }
    kept = 0;
    if (registry.Retire(chunk.handle, kOwner)) {
      CHECK(!is_guarded);
      kept = chunk.handle.id;
    } else {
      FreeAll(&registry, {chunk});
    }
  }
  CHECK_EQ(guarded, 100);
}

TEST(a_looser_interval_changes_nothing) {
  RequireGuardInterval(1000);
  RequireGuardInterval(0);
  CHECK_EQ(GuardInterval(), 10u);
  RequireGuardInterval(1);
  RequireGuardInterval(10);
  CHECK_EQ(GuardInterval(), 1u);
}

TEST(a_chunk_from_before_is_released_as_what_it_is) {
  // The tests before this one left none, so one is made as it would have been made then.
  auto* block = static_cast<unsigned char*>(std::malloc(128));
  Allocation allocation;
  allocation.block = block;
  allocation.data = block;
  allocation.size_bytes = 128;
  Release(allocation);
}

TEST(every_chunk_is_guarded_and_counts_no_turns) {
  ChunkRegistry registry;
  std::vector<Chunk> chunks;
  for (const std::size_t size : {std::size_t{1}, std::size_t{4096}, kMappedBytes}) {
    chunks.push_back(NewChunk(&registry, size, true));
    CHECK_EQ(GuardCounts().guarded_chunks, chunks.size());
    CHECK_EQ(int{chunks.back().bytes[size - 1]}, 0);
    CHECK(!registry.Retire(chunks.back().handle, kOwner));
  }
  FreeAll(&registry, chunks);
}

TEST(a_chunk_of_no_bytes_needs_no_guard) {
  ChunkRegistry registry;
  const Chunk chunk = NewChunk(&registry, 0, false);
  CHECK(chunk.bytes == nullptr);
  CHECK_EQ(GuardCounts().guarded_chunks, 0u);
  FreeAll(&registry, {chunk});
}

TEST(poison_is_written_although_nobody_reads_it) {
  unsigned char bytes[64] = {};
  Poison(bytes, kFreedByte, sizeof bytes);
  for (const volatile unsigned char& byte : bytes) CHECK_EQ(int{byte}, int{kFreedByte});
  Poison(nullptr, kFreedByte, 0);
}

#if !defined(_WIN32)

TEST(a_kernel_that_leaves_its_chunk_faults) {
  ChunkRegistry registry;
  const Chunk chunk = NewChunk(&registry, 128, true);
  const ChunkPin pin = registry.Pin(chunk.handle);
  volatile std::uint8_t* data = pin.data();
  CHECK(RunInChild([&] { data[128] = 1; }).Faulted());
  CHECK(RunInChild([&] { data[-static_cast<std::ptrdiff_t>(PageBytes())] = 1; }).Faulted());
  FreeAll(&registry, {NewChunk(&registry, 1, true)});
  CHECK(registry.Free(chunk.handle, kOwner) == FreeResult::kDeferred);
  CHECK_EQ(RunInChild([&] { data[127] = 1; }).signal, 0);
}

TEST(a_kernel_that_has_dropped_its_pin_faults_once_the_chunk_is_freed) {
  ChunkRegistry registry;
  const Chunk chunk = NewChunk(&registry, 128, true);
  ChunkPin pin = registry.Pin(chunk.handle);
  volatile std::uint8_t* data = pin.data();
  CHECK(registry.Free(chunk.handle, kOwner) == FreeResult::kDeferred);
  pin.Drop();
  CHECK(RunInChild([&] { data[0] = 1; }).Faulted());
  CHECK(RunInChild([&] { (void)data[127]; }).Faulted());
}

TEST(the_report_of_an_overrun_names_the_chunk) {
  ChunkRegistry registry;
  const Chunk chunk = NewChunk(&registry, 100, true);
  const ChildEnd end = RunInChild([&] {
    const_cast<volatile unsigned char*>(chunk.bytes)[100] = 0xff;
    registry.Free(chunk.handle, kOwner);
  });
  CHECK_EQ(end.signal, SIGABRT);
  std::ostringstream expected;
  expected << "a write after the end of a chunk: id=" << chunk.handle.id
           << ", size=100, offset=100, value=0xff";
  CHECK(end.standard_error.find(expected.str()) != std::string::npos);
  FreeAll(&registry, {chunk});
}

#endif

// Sanitizers and valgrind need address space of their own to go on, and macOS does not hold the
// limit.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

bool RunsUnderValgrind() {
  const char* preloaded = std::getenv("LD_PRELOAD");
  return preloaded != nullptr && std::strstr(preloaded, "vgpreload") != nullptr;
}

}  // namespace

TEST(memory_without_guard_pages_serves_where_the_system_has_no_more_mappings) {
  if (RunsUnderValgrind()) return;
  const ChildEnd end = RunInChild([] {
    ChunkRegistry registry;
    // Slots and a free block of malloc are there before the limit is.
    FreeAll(&registry, {NewChunk(&registry, 1, true)});
    void* volatile block = std::malloc(64 * 1024);
    std::free(block);
    const rlimit nothing_more{1, 1};
    CHECK(setrlimit(RLIMIT_AS, &nothing_more) == 0);
    Quarantine::Process().Drain();
    const Chunk chunk = NewChunk(&registry, 1000, false);
    CHECK_EQ(GuardCounts().guarded_chunks, 0u);
    CHECK_EQ(GuardCounts().unguarded_chunks, 1u);
    CHECK_EQ(int{chunk.bytes[999]}, int{kUninitialisedByte});
    CHECK(!registry.Retire(chunk.handle, kOwner));
    FreeAll(&registry, {chunk});
    // What the next block of this size finds: glibc writes into the first bytes of a free block
    // only.
    const Chunk next = NewChunk(&registry, 1000, true);
    CHECK_EQ(int{next.bytes[500]}, 0);
    FreeAll(&registry, {next});
    auto* same = static_cast<unsigned char*>(std::malloc(1000 + kChunkAlignment));
    CHECK_EQ(int{const_cast<volatile unsigned char*>(same)[500]}, int{kFreedByte});
    std::free(same);
    void* data = nullptr;
    ChunkHandle handle;
    CHECK(!registry.Allocate(std::size_t{1} << 30, true, kOwner, &handle, &data));
    CHECK_EQ(GuardCounts().unguarded_chunks, 2u);
  });
  CHECK_EQ(end.standard_error, "");
  CHECK_EQ(end.status, 0);
}

TEST(a_refused_reservation_gives_up_the_addresses_in_quarantine) {
  if (RunsUnderValgrind()) return;
  const ChildEnd end = RunInChild([] {
    ChunkRegistry registry;
    FreeAll(&registry, {NewChunk(&registry, Quarantine::kMaxBytes / 2, true)});
    CHECK(Quarantine::Process().TotalBytes() > Quarantine::kMaxBytes / 2);
    const rlimit nothing_more{1, 1};
    CHECK(setrlimit(RLIMIT_AS, &nothing_more) == 0);
    Allocation allocation;
    CHECK(!AllocateGuarded(4096, true, &allocation));
    CHECK_EQ(Quarantine::Process().RangeCount(), 0u);
  });
  CHECK_EQ(end.standard_error, "");
  CHECK_EQ(end.status, 0);
}

#endif
