#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#include "memory/chunk_slot.h"

namespace offheap {

/// The slots of a registry, in pages that stay where they are until the table is destroyed.
///
/// Vacant slots form a stack (Treiber's), so that a slot is taken and given back without a lock.
/// Its head carries a count of changes beside the id: without it, a slot that was popped and pushed
/// again in between would look untouched.
class SlotTable {
 public:
  SlotTable() = default;
  ~SlotTable();
  SlotTable(const SlotTable&) = delete;
  SlotTable& operator=(const SlotTable&) = delete;

  /// nullptr for an id that was never given out.
  ChunkSlot* Find(std::uint32_t id) const;
  /// A vacant slot that nobody else has; nullptr when there is no memory for more, or kMaxSlots are
  /// taken.
  ChunkSlot* Take();
  /// Back to the vacant ones. A slot whose generations are used up stays out for ever.
  void GiveBack(ChunkSlot* slot);
  /// Ids 1 to SlotCount() have slots.
  std::uint32_t SlotCount() const { return slot_count_.load(std::memory_order_acquire); }

 private:
  static constexpr std::uint32_t kSlotsPerPage = 4096;
  static constexpr std::uint32_t kMaxPages = 16384;

  /// The slot of an id that was given out.
  ChunkSlot& At(std::uint32_t id) const;
  ChunkSlot* Pop();
  void Push(ChunkSlot* slot);
  /// Adds a page and returns one of its slots.
  ChunkSlot* Grow();

  std::array<std::atomic<ChunkSlot*>, kMaxPages> pages_{};
  std::atomic<std::uint32_t> slot_count_{0};
  /// Changes in the upper half, the id of the top slot in the lower.
  std::atomic<std::uint64_t> vacant_{0};
  std::mutex growth_;
};

}  // namespace offheap
