#pragma once

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

// What Linux and macOS share.
namespace offheap::posix {

inline std::size_t RoundUp(std::size_t size_bytes, std::size_t unit) {
  return (size_bytes + unit - 1) & ~(unit - 1);
}

inline std::size_t RoundUpToPages(std::size_t size_bytes) {
  static const std::size_t page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return RoundUp(size_bytes, page_bytes);
}

/// Maps `size_bytes` (a multiple of the page size) at a multiple of `alignment`: maps more, then
/// unmaps both ends.
inline void* MapAligned(std::size_t size_bytes, std::size_t alignment) {
  if (size_bytes > SIZE_MAX - alignment) return nullptr;
  const std::size_t mapped_bytes = size_bytes + alignment;
  void* mapped =
      mmap(nullptr, mapped_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return nullptr;
  char* begin = static_cast<char*>(mapped);
  const std::size_t head = RoundUp(reinterpret_cast<std::uintptr_t>(begin), alignment) -
                           reinterpret_cast<std::uintptr_t>(begin);
  if (head > 0) munmap(begin, head);
  const std::size_t tail = mapped_bytes - head - size_bytes;
  if (tail > 0) munmap(begin + head + size_bytes, tail);
  return begin + head;
}

/// `address`: anything inside this library.
inline void KeepLibraryLoaded(const void* address) {
  Dl_info library;
  if (dladdr(address, &library) == 0 || library.dli_fname == nullptr) return;
  dlopen(library.dli_fname, RTLD_LAZY | RTLD_NODELETE | RTLD_NOLOAD);
}

}  // namespace offheap::posix
