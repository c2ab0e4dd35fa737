#include "memory/allocation.h"

#include <cstdint>
#include <cstdlib>

#include "memory/system_memory.h"

namespace offheap {

bool Allocate(std::size_t size_bytes, bool zeroed, Allocation* allocation) {
  *allocation = Allocation{};
  if (size_bytes == 0) return true;
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

void Release(const Allocation& allocation) {
  if (allocation.block != nullptr) {
    std::free(allocation.block);
  } else if (allocation.data != nullptr) {
    UnmapPages(allocation.data, allocation.size_bytes);
  }
}

}  // namespace offheap
