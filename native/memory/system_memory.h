#pragma once

#include <cstddef>

// The operating system's side of memory. One implementation file per platform.
namespace offheap {

/// Size to which MapPages rounds; 2 MiB pages are asked for where the platform has them.
constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

/// Maps zeroed pages for `size_bytes` > 0, aligned to kHugePageBytes, with huge-page advice.
/// Nothing is committed before it is touched, except on Windows. nullptr: the system refuses.
void* MapPages(std::size_t size_bytes);

/// Gives back what MapPages returned for the same size, at once.
void UnmapPages(void* address, std::size_t size_bytes);

/// Keeps this library mapped until the process ends. Node unloads an addon with the last worker
/// that has loaded it, which would take the registry, and the code of running threads, away.
void KeepModuleLoaded();

}  // namespace offheap
