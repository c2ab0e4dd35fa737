#pragma once

#include <cstddef>
#include <cstdint>

#include "memory/allocation.h"

// A chunk between two inaccessible pages, so that a kernel that leaves it dies at the fault.
//
//     block                                   data                              block + total
//     +----------------+----------------------+---------------------+-----------+----------------+
//     | guard page     | lower slack: canary  | the chunk           | canary    | guard page     |
//     +----------------+----------------------+---------------------+-----------+----------------+
//                      <------- whole pages ------------------------------------>
//
// The chunk starts at a multiple of kChunkAlignment, which leaves up to 63 bytes between its end
// and the upper guard page: an overrun into them shows when the chunk is released. So does an
// underrun into the lower slack, which is what is left of a page.
namespace offheap {

constexpr unsigned char kCanaryByte = 0xca;

struct GuardStatistics {
  /// Chunks between guard pages whose memory is held.
  std::uint64_t guarded_chunks = 0;
  /// Chunks that were to be guarded, but the system had no mapping left: they are as without
  /// checked mode.
  std::uint64_t unguarded_chunks = 0;
};

GuardStatistics GuardCounts();

/// `size_bytes` > 0. Zeroed, or filled with kUninitialisedByte. False: the system refuses, and
/// nothing has changed.
bool AllocateGuarded(std::size_t size_bytes, bool zeroed, Allocation* allocation);

/// Enters a chunk for which AllocateGuarded failed, and ordinary memory did not.
void CountUnguarded();

/// Ends the process with a report on standard error and abort() when a canary is broken: memory
/// beside the chunk was written, and nothing that follows could be trusted. `chunk_id` is for that
/// report. Then the memory goes back to the system, and its addresses to the Quarantine.
void ReleaseGuarded(const Allocation& allocation, std::uint32_t chunk_id);

}  // namespace offheap
