#include "memory/system_memory.h"

#if defined(_WIN32)

#ifndef NOMINMAX
#define NOMINMAX
#endif
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

namespace offheap {

// VirtualAlloc aligns to 64 KiB, not to kHugePageBytes: large pages need a privilege that few
// processes have, so there is nothing to gain from the alignment.
void* MapPages(std::size_t size_bytes) {
  return VirtualAlloc(nullptr, size_bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

std::size_t PageBytes() {
  static const std::size_t page_bytes = [] {
    SYSTEM_INFO system;
    GetSystemInfo(&system);
    return static_cast<std::size_t>(system.dwPageSize);
  }();
  return page_bytes;
}

void* ReservePages(std::size_t size_bytes) {
  return VirtualAlloc(nullptr, size_bytes, MEM_RESERVE, PAGE_NOACCESS);
}

bool CommitPages(void* address, std::size_t size_bytes) {
  return VirtualAlloc(address, size_bytes, MEM_COMMIT, PAGE_READWRITE) != nullptr;
}

bool DecommitPages(void* address, std::size_t size_bytes) {
  return VirtualFree(address, size_bytes, MEM_DECOMMIT) != 0;
}

void UnmapPages(void* address, std::size_t) { VirtualFree(address, 0, MEM_RELEASE); }

bool TrimHeap() { return HeapCompact(GetProcessHeap(), 0) != 0; }

void KeepModuleLoaded() {
  HMODULE library = nullptr;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCWSTR>(&MapPages), &library);
}

}  // namespace offheap

#endif
