#pragma once

#include <cstddef>
#include <cstdint>

namespace offheap {

/// Every chunk starts on a cache line.
constexpr std::size_t kChunkAlignment = 64;

/// From here on memory comes from mapped pages of its own, which go back to the system when freed;
/// below from malloc. The size of a huge page: writing 2 MiB for the first time took 75 us with one
/// and 1110 us with pages of 4 KiB; no smaller chunk can have one, and malloc hands out pages that
/// have been touched before (1 MiB of fresh ones: 530 us).
constexpr std::size_t kMappedBytes = std::size_t{2} << 20;

/// Memory from malloc or from mapped pages. A plain value: whoever holds it calls Release once.
struct Allocation {
  void* data = nullptr;
  /// What malloc returned, or where the pages of a guarded chunk start; nullptr when `data` is
  /// where the mapped pages start, or when there is nothing to release.
  void* block = nullptr;
  std::size_t size_bytes = 0;
  /// Made by AllocateGuarded.
  bool guarded = false;
};

/// False: the system refuses. `size_bytes` 0 succeeds with `data` nullptr. The guard interval
/// (checked_mode.h) decides what protects the memory, and what it holds when it is not zeroed.
bool Allocate(std::size_t size_bytes, bool zeroed, Allocation* allocation);

/// `chunk_id` names the chunk in the report of a write beside it (guarded_allocation.h).
void Release(const Allocation& allocation, std::uint32_t chunk_id = 0);

/// Asked once per chunk that is freed: whether its memory may serve the next one. Not what checked
/// mode watches, whose addresses have to fault, nor where the next chunk is one to guard.
bool MayServeNextChunk(const Allocation& allocation);

}  // namespace offheap
