#pragma once

#include <cstdint>
#include <map>

#include "memory/chunk_slot.h"

namespace offheap {

/// Where the chunks of a registry are, from one look at each of them: nothing is counted for it
/// when chunks are pinned. Chunks come and go meanwhile, so sums may differ from ChunkStatistics.
struct ChunkReport {
  struct Holdings {
    std::uint64_t chunks = 0;
    std::uint64_t bytes = 0;

    void Add(std::uint64_t size_bytes) {
      ++chunks;
      bytes += size_bytes;
    }
  };

  /// In use and pinned, or waiting for their pins.
  Holdings pinned;
  /// Of `pinned`, those that are freed.
  Holdings pending;
  /// In use, by the environment that allocated them.
  std::map<OwnerId, Holdings> by_owner;

  void Count(OwnerId owner, std::uint64_t size_bytes, SlotState state) {
    if (state.pins > 0) pinned.Add(size_bytes);
    if (state.references > 0) {
      by_owner[owner].Add(size_bytes);
    } else {
      pending.Add(size_bytes);
    }
  }
};

}  // namespace offheap
