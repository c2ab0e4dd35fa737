#include "memory/allocation.h"

#include <cstdint>
#include <cstdlib>

#include "memory/checked_mode.h"
#include "memory/guarded_allocation.h"
#include "memory/system_memory.h"

namespace offheap {
namespace {

bool AllocateUnguarded(std::size_t size_bytes, bool zeroed, Allocation* allocation) {
  allocation->size_bytes = size_bytes;
  if (size_bytes >= kMappedBytes) {
    allocation->data = MapPages(size_bytes);
    return allocation->data != nullptr;
  }
  // Aligned by hand: aligned_alloc of glibc splits a larger block twice and leaves holes, and
  // calloc knows which memory is fresh and zero already.
  const std::size_t block_bytes = size_bytes + kChunkAlignment;
  allocation->block = zeroed ? std::calloc(1, block_bytes) : std::malloc(block_bytes);
  if (allocation->block == nullptr) return false;
  const auto address = reinterpret_cast<std::uintptr_t>(allocation->block);
  const std::size_t padding = (kChunkAlignment - address % kChunkAlignment) % kChunkAlignment;
  allocation->data = static_cast<char*>(allocation->block) + padding;
  return true;
}

void ReleaseUnguarded(const Allocation& allocation) {
  if (allocation.block != nullptr) {
    std::free(allocation.block);
  } else if (allocation.data != nullptr) {
    UnmapPages(allocation.data, allocation.size_bytes);
  }
}

// Apart, so that the ordinary paths stay as small as they are without checked mode.
bool AllocateChecked(std::size_t size_bytes, bool zeroed, Allocation* allocation) {
  const bool guard = TakeGuardTurn();
  if (guard && AllocateGuarded(size_bytes, zeroed, allocation)) return true;
  if (!AllocateUnguarded(size_bytes, zeroed, allocation)) return false;
  if (guard) CountUnguarded();
  if (GuardInterval() == 1 && !zeroed) Poison(allocation->data, kUninitialisedByte, size_bytes);
  return true;
}

void ReleaseChecked(const Allocation& allocation, std::uint32_t chunk_id) {
  if (allocation.guarded) {
    ReleaseGuarded(allocation, chunk_id);
    return;
  }
  // Pages that are unmapped cannot be read; a block of malloc is read by whoever gets it next.
  if (GuardInterval() == 1 && allocation.block != nullptr) {
    Poison(allocation.data, kFreedByte, allocation.size_bytes);
  }
  ReleaseUnguarded(allocation);
}

}  // namespace

bool Allocate(std::size_t size_bytes, bool zeroed, Allocation* allocation) {
  *allocation = Allocation{};
  if (size_bytes == 0) return true;
  if (GuardInterval() != 0) return AllocateChecked(size_bytes, zeroed, allocation);
  return AllocateUnguarded(size_bytes, zeroed, allocation);
}

void Release(const Allocation& allocation, std::uint32_t chunk_id) {
  // The interval never goes back to 0, so a guarded chunk finds its way.
  if (GuardInterval() != 0) return ReleaseChecked(allocation, chunk_id);
  ReleaseUnguarded(allocation);
}

bool MayServeNextChunk(const Allocation& allocation) {
  return !allocation.guarded && !HandOnGuardTurn();
}

}  // namespace offheap
