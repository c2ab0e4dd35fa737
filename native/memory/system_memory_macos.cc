#include "memory/system_memory.h"

#if defined(__APPLE__)

#include <malloc/malloc.h>

#include "memory/system_memory_posix.h"

namespace offheap {

// There is no advice for huge pages: Intel superpages cannot be paged out and Apple silicon has 16
// KiB pages only.
void* MapPages(std::size_t size_bytes) {
  if (size_bytes > SIZE_MAX / 2) return nullptr;
  return posix::MapAligned(posix::RoundUpToPages(size_bytes), kHugePageBytes);
}

std::size_t PageBytes() { return posix::PageBytes(); }

void* ReservePages(std::size_t size_bytes) { return posix::Reserve(size_bytes); }

bool CommitPages(void* address, std::size_t size_bytes) {
  return posix::Commit(address, size_bytes);
}

bool DecommitPages(void* address, std::size_t size_bytes) {
  return posix::Decommit(address, size_bytes);
}

void UnmapPages(void* address, std::size_t size_bytes) {
  munmap(address, posix::RoundUpToPages(size_bytes));
}

bool TrimHeap() { return malloc_zone_pressure_relief(nullptr, 0) > 0; }

void KeepModuleLoaded() { posix::KeepLibraryLoaded(reinterpret_cast<const void*>(&MapPages)); }

}  // namespace offheap

#endif
