#include "memory/system_memory.h"

#if defined(__linux__)

#include <unistd.h>

#include "memory/system_memory_posix.h"

namespace offheap {
namespace {

std::size_t PageBytes() {
  static const std::size_t page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return page_bytes;
}

}  // namespace

void* MapPages(std::size_t size_bytes) {
  if (size_bytes > SIZE_MAX / 2) return nullptr;
  const std::size_t rounded = posix::RoundUp(size_bytes, PageBytes());
  void* address = posix::MapAligned(rounded, kHugePageBytes);
  // Only advice: a kernel without huge pages refuses it, and the memory works all the same.
  if (address != nullptr) madvise(address, rounded, MADV_HUGEPAGE);
  return address;
}

void UnmapPages(void* address, std::size_t size_bytes) {
  munmap(address, posix::RoundUp(size_bytes, PageBytes()));
}

void KeepModuleLoaded() { posix::KeepLibraryLoaded(reinterpret_cast<const void*>(&MapPages)); }

}  // namespace offheap

#endif
