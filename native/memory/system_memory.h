#pragma once

#include <cstddef>

// The operating system's side of memory. One implementation file per platform.
namespace offheap {

/// Size to which MapPages rounds; 2 MiB pages are asked for where the platform has them.
constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

/// Maps zeroed pages for `size_bytes` > 0, aligned to kHugePageBytes, with huge-page advice.
/// Nothing is committed before it is touched, except on Windows. nullptr: the system refuses.
void* MapPages(std::size_t size_bytes);

/// The unit of the functions that follow: a power of two.
std::size_t PageBytes();

/// Addresses for whole pages that cannot be accessed; no memory behind them. nullptr: the system
/// refuses.
void* ReservePages(std::size_t size_bytes);

/// Makes whole pages of a reservation readable, writable and zero. False: the system refuses, for
/// which Linux has a reason that others do not: the number of mappings of a process is limited.
bool CommitPages(void* address, std::size_t size_bytes);

/// Takes the memory away and leaves the addresses reserved. False: the system refuses, and the
/// pages are as they were.
bool DecommitPages(void* address, std::size_t size_bytes);

/// Gives back what MapPages or ReservePages returned for the same size, at once.
void UnmapPages(void* address, std::size_t size_bytes);

/// Asks malloc to give what it keeps free back to the system. It looks at the whole heap, so it
/// takes milliseconds when that is large. Whether it gave back anything, as far as it tells.
bool TrimHeap();

/// Keeps this library mapped until the process ends. Node unloads an addon with the last worker
/// that has loaded it, which would take the registry, and the code of running threads, away.
void KeepModuleLoaded();

}  // namespace offheap
