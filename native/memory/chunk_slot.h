#pragma once

#include <atomic>
#include <cstdint>

#include "memory/allocation.h"
#include "memory/chunk_handle.h"

namespace offheap {

/// What a slot's state word says. One word, so that one compare-and-swap decides every race.
///
///     63            32 31          20 19            0
///     +---------------+--------------+--------------+
///     | generation    | references   | pins         |
///     +---------------+--------------+--------------+
///
/// references > 0: in use, may be pinned. references 0, pins > 0: freed, the last pin releases the
/// memory. Both 0: vacant, or spare (ChunkSlot::keeper). `generation` changes when a vacant or
/// spare slot is taken.
struct SlotState {
  static constexpr std::uint32_t kMaxPins = (1u << 20) - 1;
  static constexpr std::uint32_t kMaxReferences = (1u << 12) - 1;
  static constexpr std::uint32_t kMaxGeneration = 0x7fffffff;

  std::uint32_t generation = 0;
  std::uint32_t references = 0;
  std::uint32_t pins = 0;

  static SlotState Of(std::uint64_t word) {
    return {static_cast<std::uint32_t>(word >> 32),
            static_cast<std::uint32_t>(word >> 20) & kMaxReferences,
            static_cast<std::uint32_t>(word) & kMaxPins};
  }

  std::uint64_t Word() const {
    return (std::uint64_t{generation} << 32) | (std::uint64_t{references} << 20) | pins;
  }

  bool InUse(std::uint32_t expected_generation) const {
    return generation == expected_generation && references > 0;
  }
};

/// Where a chunk lives in the registry. Never freed while the registry exists, so a stale handle
/// finds a valid slot. One cache line, so that threads that work on different chunks do not disturb
/// each other.
struct alignas(64) ChunkSlot {
  std::atomic<std::uint64_t> state{0};
  /// Written while the slot is vacant; read only under a pin or a reference.
  Allocation allocation;
  /// The memory is somebody else's: it is not released with the slot. Written as `allocation`.
  bool adopted = false;
  /// The environment whose reference began the chunk; 0 once it has given that one back. References
  /// of attachers are not recorded here: whoever attached knows.
  std::atomic<OwnerId> owner{0};
  /// The environment that keeps the memory of the freed chunk for its next one; 0: none. While it
  /// is set the slot is neither in use nor vacant. Only that environment changes it.
  std::atomic<OwnerId> keeper{0};
  std::uint32_t id = 0;
  /// The slot below in the stack of vacant slots; 0 at its end.
  std::atomic<std::uint32_t> next_vacant{0};
};

}  // namespace offheap
