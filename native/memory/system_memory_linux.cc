#include "memory/system_memory.h"

#if defined(__linux__)

#include <malloc.h>

#include "memory/system_memory_posix.h"

namespace offheap {

void* MapPages(std::size_t size_bytes) {
  if (size_bytes > SIZE_MAX / 2) return nullptr;
  const std::size_t rounded = posix::RoundUpToPages(size_bytes);
  void* address = posix::MapAligned(rounded, kHugePageBytes);
  // Only advice: a kernel without huge pages refuses it, and the memory works all the same.
  if (address != nullptr) madvise(address, rounded, MADV_HUGEPAGE);
  return address;
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

bool TrimHeap() {
#if defined(__GLIBC__)
  return malloc_trim(0) == 1;
#else
  // musl gives back what is free by itself.
  return false;
#endif
}

void KeepModuleLoaded() { posix::KeepLibraryLoaded(reinterpret_cast<const void*>(&MapPages)); }

}  // namespace offheap

#endif
