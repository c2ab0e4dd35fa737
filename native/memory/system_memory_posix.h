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

inline std::size_t PageBytes() {
  static const std::size_t page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return page_bytes;
}

inline std::size_t RoundUpToPages(std::size_t size_bytes) {
  return RoundUp(size_bytes, PageBytes());
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

inline void* Reserve(std::size_t size_bytes) {
  void* address = mmap(nullptr, size_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return address == MAP_FAILED ? nullptr : address;
}

inline bool Commit(void* address, std::size_t size_bytes) {
  return mprotect(address, size_bytes, PROT_READ | PROT_WRITE) == 0;
}

/// One call that drops the memory and the access: in between nobody can see zeros.
inline bool Decommit(void* address, std::size_t size_bytes) {
  return mmap(address, size_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
         MAP_FAILED;
}

/// `address`: anything inside this library.
inline void KeepLibraryLoaded(const void* address) {
  Dl_info library;
  if (dladdr(address, &library) == 0 || library.dli_fname == nullptr) return;
  dlopen(library.dli_fname, RTLD_LAZY | RTLD_NODELETE | RTLD_NOLOAD);
}

}  // namespace offheap::posix
