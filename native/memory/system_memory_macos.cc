#include "memory/system_memory.h"

#if defined(__APPLE__)

#include <unistd.h>

#include "memory/system_memory_posix.h"

namespace offheap {
namespace {

std::size_t PageBytes() {
  static const std::size_t page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return page_bytes;
}

}  // namespace

// There is no advice for huge pages: Intel superpages cannot be paged out and Apple silicon has 16
// KiB pages only.
void* MapPages(std::size_t size_bytes) {
  if (size_bytes > SIZE_MAX / 2) return nullptr;
  return posix::MapAligned(posix::RoundUp(size_bytes, PageBytes()), kHugePageBytes);
}

void UnmapPages(void* address, std::size_t size_bytes) {
  munmap(address, posix::RoundUp(size_bytes, PageBytes()));
}

void KeepModuleLoaded() { posix::KeepLibraryLoaded(reinterpret_cast<const void*>(&MapPages)); }

}  // namespace offheap

#endif
