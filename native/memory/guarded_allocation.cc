#include "memory/guarded_allocation.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "memory/checked_mode.h"
#include "memory/quarantine.h"
#include "memory/system_memory.h"

namespace offheap {
namespace {

std::atomic<std::uint64_t> guarded_chunks{0};
std::atomic<std::uint64_t> unguarded_chunks{0};

std::size_t RoundUp(std::size_t size_bytes, std::size_t unit) {
  return (size_bytes + unit - 1) / unit * unit;
}

/// Where the parts of a guarded chunk of this size lie, from the start of its block.
struct GuardedLayout {
  explicit GuardedLayout(std::size_t size_bytes) {
    const std::size_t page_bytes = PageBytes();
    const std::size_t chunk_bytes = RoundUp(size_bytes, kChunkAlignment);
    inner_begin = page_bytes;
    inner_bytes = RoundUp(chunk_bytes, page_bytes);
    inner_end = inner_begin + inner_bytes;
    data_begin = inner_end - chunk_bytes;
    data_end = data_begin + size_bytes;
    total_bytes = inner_end + page_bytes;
  }

  std::size_t inner_begin;
  std::size_t inner_bytes;
  std::size_t inner_end;
  std::size_t data_begin;
  std::size_t data_end;
  std::size_t total_bytes;
};

void* Reserve(std::size_t size_bytes) {
  void* pages = ReservePages(size_bytes);
  // The addresses that wait there may be what is missing.
  if (pages == nullptr && Quarantine::Process().Drain() > 0) pages = ReservePages(size_bytes);
  return pages;
}

/// The first byte of [begin, end) that is not a canary; `end`: none.
std::size_t FindBroken(const unsigned char* block, std::size_t begin, std::size_t end) {
  while (begin < end && block[begin] == kCanaryByte) ++begin;
  return begin;
}

/// The last one instead: an underrun starts next to the chunk. `begin`, of which nothing is broken,
/// stands for none.
std::size_t FindBrokenFromEnd(const unsigned char* block, std::size_t begin, std::size_t end) {
  while (end > begin && block[end - 1] == kCanaryByte) --end;
  return end;
}

[[noreturn]] void ReportCorruption(const char* what, std::size_t size_bytes, std::uint32_t chunk_id,
                                   long long offset, unsigned char found) {
  std::fprintf(stderr,
               "offheap: memory corruption: a write %s a chunk: id=%u, size=%zu, offset=%lld, "
               "value=0x%02x\n",
               what, chunk_id, size_bytes, offset, found);
  std::fflush(stderr);
  std::abort();
}

void CheckCanaries(const Allocation& allocation, const GuardedLayout& layout,
                   std::uint32_t chunk_id) {
  const auto* block = static_cast<const unsigned char*>(allocation.block);
  const auto offset_of = [&](std::size_t position) {
    return static_cast<long long>(position) - static_cast<long long>(layout.data_begin);
  };
  const std::size_t above = FindBroken(block, layout.data_end, layout.inner_end);
  if (above != layout.inner_end) {
    ReportCorruption("after the end of", allocation.size_bytes, chunk_id, offset_of(above),
                     block[above]);
  }
  const std::size_t below = FindBrokenFromEnd(block, layout.inner_begin, layout.data_begin);
  if (below != layout.inner_begin) {
    ReportCorruption("before the start of", allocation.size_bytes, chunk_id, offset_of(below - 1),
                     block[below - 1]);
  }
}

}  // namespace

GuardStatistics GuardCounts() {
  return {guarded_chunks.load(std::memory_order_relaxed),
          unguarded_chunks.load(std::memory_order_relaxed)};
}

bool AllocateGuarded(std::size_t size_bytes, bool zeroed, Allocation* allocation) {
  // Above this the sums of the layout could overflow.
  if (size_bytes > SIZE_MAX / 2) return false;
  const GuardedLayout layout(size_bytes);
  auto* block = static_cast<unsigned char*>(Reserve(layout.total_bytes));
  if (block != nullptr && !CommitPages(block + layout.inner_begin, layout.inner_bytes)) {
    UnmapPages(block, layout.total_bytes);
    block = nullptr;
  }
  if (block == nullptr) return false;
  std::memset(block + layout.inner_begin, kCanaryByte, layout.data_begin - layout.inner_begin);
  std::memset(block + layout.data_end, kCanaryByte, layout.inner_end - layout.data_end);
  if (!zeroed) std::memset(block + layout.data_begin, kUninitialisedByte, size_bytes);
  allocation->data = block + layout.data_begin;
  allocation->block = block;
  allocation->size_bytes = size_bytes;
  allocation->guarded = true;
  guarded_chunks.fetch_add(1, std::memory_order_relaxed);
  return true;
}

void CountUnguarded() { unguarded_chunks.fetch_add(1, std::memory_order_relaxed); }

void ReleaseGuarded(const Allocation& allocation, std::uint32_t chunk_id) {
  const GuardedLayout layout(allocation.size_bytes);
  CheckCanaries(allocation, layout, chunk_id);
  guarded_chunks.fetch_sub(1, std::memory_order_relaxed);
  auto* block = static_cast<unsigned char*>(allocation.block);
  // No poison: memory that cannot be read needs none.
  if (DecommitPages(block + layout.inner_begin, layout.inner_bytes)) {
    Quarantine::Process().Add(block, layout.total_bytes);
  } else {
    UnmapPages(block, layout.total_bytes);
  }
}

}  // namespace offheap
