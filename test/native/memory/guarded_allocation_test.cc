#include "memory/guarded_allocation.h"

#include <cstdint>
#include <cstring>

#include "child_process.h"
#include "memory/checked_mode.h"
#include "memory/quarantine.h"
#include "memory/system_memory.h"
#include "test_program.h"

#if defined(_WIN32)
#ifndef NOMINMAX
#define NOMINMAX
#endif
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#endif

using namespace offheap;
using namespace offheap::test;

namespace {

const std::size_t kSizes[] = {
    1, 63, 64, 65, 4031, 4032, 4033, 4096, 32768, 65537, kMappedBytes + 1};

Allocation Guarded(std::size_t size_bytes, bool zeroed = true) {
  Allocation allocation;
  CHECK(AllocateGuarded(size_bytes, zeroed, &allocation));
  return allocation;
}

volatile unsigned char* Bytes(const Allocation& allocation) {
  return static_cast<volatile unsigned char*>(allocation.data);
}

/// As an overrun by a loop of bytes finds it: what the compiler knows of the memory is of no help.
std::ptrdiff_t DistanceToGuard(std::size_t size_bytes) {
  return static_cast<std::ptrdiff_t>((size_bytes + kChunkAlignment - 1) / kChunkAlignment *
                                     kChunkAlignment);
}

bool IsFilledWith(const Allocation& allocation, unsigned char byte) {
  for (std::size_t i = 0; i < allocation.size_bytes; ++i) {
    if (Bytes(allocation)[i] != byte) return false;
  }
  return true;
}

}  // namespace

TEST(every_size_is_aligned_and_belongs_to_its_chunk_to_the_last_byte) {
  for (const std::size_t size : kSizes) {
    const Allocation allocation = Guarded(size);
    CHECK(allocation.guarded);
    CHECK_EQ(allocation.size_bytes, size);
    CHECK_EQ(reinterpret_cast<std::uintptr_t>(allocation.data) % kChunkAlignment, 0u);
    CHECK(IsFilledWith(allocation, 0));
    std::memset(allocation.data, 0xff, size);
    ReleaseGuarded(allocation, 1);
  }
}

TEST(memory_that_is_not_zeroed_shows_it) {
  for (const std::size_t size : kSizes) {
    const Allocation allocation = Guarded(size, false);
    CHECK(IsFilledWith(allocation, kUninitialisedByte));
    ReleaseGuarded(allocation, 1);
  }
}

TEST(the_chunks_that_are_held_are_counted) {
  CHECK_EQ(GuardCounts().guarded_chunks, 0u);
  const Allocation first = Guarded(1);
  const Allocation second = Guarded(100);
  CHECK_EQ(GuardCounts().guarded_chunks, 2u);
  ReleaseGuarded(first, 1);
  ReleaseGuarded(second, 2);
  CHECK_EQ(GuardCounts().guarded_chunks, 0u);
}

TEST(absurd_sizes_are_refused) {
  for (const std::size_t size :
       {std::size_t{1} << 50, SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX - 1, SIZE_MAX}) {
    Allocation allocation;
    CHECK(!AllocateGuarded(size, true, &allocation));
    CHECK(allocation.data == nullptr);
  }
  CHECK_EQ(GuardCounts().guarded_chunks, 0u);
}

TEST(a_freed_chunk_is_not_served_again_at_once) {
  const Allocation freed = Guarded(64);
  ReleaseGuarded(freed, 1);
  for (int i = 0; i < 100; ++i) {
    const Allocation next = Guarded(64);
    CHECK(next.data != freed.data);
    ReleaseGuarded(next, 1);
  }
}

#if defined(_WIN32)

namespace {

bool IsAccessible(const volatile void* address) {
  MEMORY_BASIC_INFORMATION information;
  CHECK(VirtualQuery(const_cast<const void*>(address), &information, sizeof information) != 0);
  return information.State == MEM_COMMIT && information.Protect == PAGE_READWRITE;
}

}  // namespace

// There is no fork: that an access faults follows from the state of the page.
TEST(the_pages_around_a_chunk_and_those_of_a_freed_one_are_inaccessible) {
  for (const std::size_t size : kSizes) {
    const Allocation allocation = Guarded(size);
    const auto* block = static_cast<const unsigned char*>(allocation.block);
    CHECK(!IsAccessible(block));
    CHECK(IsAccessible(block + PageBytes()));
    CHECK(IsAccessible(Bytes(allocation) + size - 1));
    CHECK(!IsAccessible(Bytes(allocation) + DistanceToGuard(size)));
    ReleaseGuarded(allocation, 1);
    CHECK(!IsAccessible(Bytes(allocation)));
  }
}

#else

TEST(a_write_behind_a_multiple_of_64_bytes_faults) {
  for (const std::size_t size : {std::size_t{64}, std::size_t{32768}, kMappedBytes}) {
    const Allocation allocation = Guarded(size);
    CHECK_EQ(DistanceToGuard(size), static_cast<std::ptrdiff_t>(size));
    CHECK(RunInChild([&] { Bytes(allocation)[size] = 1; }).Faulted());
    ReleaseGuarded(allocation, 1);
  }
}

TEST(a_read_behind_the_alignment_of_any_size_faults) {
  for (const std::size_t size : kSizes) {
    const Allocation allocation = Guarded(size);
    CHECK(RunInChild([&] { (void)Bytes(allocation)[DistanceToGuard(size)]; }).Faulted());
    CHECK_EQ(RunInChild([&] { (void)Bytes(allocation)[DistanceToGuard(size) - 1]; }).signal, 0);
    ReleaseGuarded(allocation, 1);
  }
}

TEST(an_access_a_page_before_the_chunk_faults) {
  for (const std::size_t size : kSizes) {
    const Allocation allocation = Guarded(size);
    const auto page = static_cast<std::ptrdiff_t>(PageBytes());
    CHECK(RunInChild([&] { (void)Bytes(allocation)[-page]; }).Faulted());
    CHECK(RunInChild([&] { Bytes(allocation)[-page] = 1; }).Faulted());
    ReleaseGuarded(allocation, 1);
  }
}

TEST(an_access_after_the_release_faults) {
  for (const std::size_t size : kSizes) {
    const Allocation allocation = Guarded(size);
    ReleaseGuarded(allocation, 1);
    CHECK(RunInChild([&] { (void)Bytes(allocation)[0]; }).Faulted());
    CHECK(RunInChild([&] { Bytes(allocation)[size - 1] = 1; }).Faulted());
  }
}

TEST(a_write_between_the_end_and_the_guard_page_ends_the_process_at_the_release) {
  for (const std::size_t size : {1u, 63u, 65u, 4033u}) {
    for (const std::ptrdiff_t offset :
         {static_cast<std::ptrdiff_t>(size), DistanceToGuard(size) - 1}) {
      const ChildEnd end = RunInChild([&] {
        const Allocation allocation = Guarded(size);
        Bytes(allocation)[offset] = 0x07;
        ReleaseGuarded(allocation, 42);
      });
      CHECK_EQ(end.signal, SIGABRT);
      std::ostringstream report;
      report << "offheap: memory corruption: a write after the end of a chunk: id=42, size=" << size
             << ", offset=" << offset << ", value=0x07\n";
      CHECK_EQ(end.standard_error, report.str());
    }
  }
}

TEST(a_write_before_the_chunk_ends_the_process_at_the_release) {
  const ChildEnd end = RunInChild([] {
    const Allocation allocation = Guarded(64);
    Bytes(allocation)[-3] = 0;
    Bytes(allocation)[-40] = 0;
    ReleaseGuarded(allocation, 5);
  });
  CHECK_EQ(end.signal, SIGABRT);
  CHECK_EQ(end.standard_error,
           "offheap: memory corruption: a write before the start of a chunk: id=5, size=64, "
           "offset=-3, value=0x00\n");
}

TEST(writing_the_canary_itself_is_not_seen) {
  CHECK_EQ(RunInChild([] {
             const Allocation allocation = Guarded(1);
             Bytes(allocation)[1] = kCanaryByte;
             ReleaseGuarded(allocation, 1);
           }).signal,
           0);
}

#endif
