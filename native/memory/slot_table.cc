#include "memory/slot_table.h"

#include <new>

namespace offheap {

SlotTable::~SlotTable() {
  for (auto& page : pages_) delete[] page.load(std::memory_order_relaxed);
}

ChunkSlot* SlotTable::Find(std::uint32_t id) const {
  return id == 0 || id > SlotCount() ? nullptr : &At(id);
}

ChunkSlot& SlotTable::At(std::uint32_t id) const {
  const std::uint32_t index = id - 1;
  return pages_[index / kSlotsPerPage].load(std::memory_order_relaxed)[index % kSlotsPerPage];
}

ChunkSlot* SlotTable::Take() {
  ChunkSlot* slot = Pop();
  return slot != nullptr ? slot : Grow();
}

void SlotTable::GiveBack(ChunkSlot* slot) {
  if (SlotState::Of(slot->state.load(std::memory_order_relaxed)).generation ==
      SlotState::kMaxGeneration)
    return;
  Push(slot);
}

ChunkSlot* SlotTable::Pop() {
  std::uint64_t head = vacant_.load(std::memory_order_acquire);
  for (;;) {
    const auto id = static_cast<std::uint32_t>(head);
    if (id == 0) return nullptr;
    ChunkSlot& slot = At(id);
    const std::uint64_t below = slot.next_vacant.load(std::memory_order_relaxed);
    const std::uint64_t changes = (head >> 32) + 1;
    if (vacant_.compare_exchange_weak(head, (changes << 32) | below, std::memory_order_acquire))
      return &slot;
  }
}

void SlotTable::Push(ChunkSlot* slot) {
  std::uint64_t head = vacant_.load(std::memory_order_relaxed);
  std::uint64_t next = 0;
  do {
    slot->next_vacant.store(static_cast<std::uint32_t>(head), std::memory_order_relaxed);
    next = (((head >> 32) + 1) << 32) | slot->id;
  } while (!vacant_.compare_exchange_weak(head, next, std::memory_order_release,
                                          std::memory_order_relaxed));
}

ChunkSlot* SlotTable::Grow() {
  const std::lock_guard<std::mutex> lock(growth_);
  // Another thread may have grown the table, or given a slot back, while this one waited.
  if (ChunkSlot* slot = Pop()) return slot;
  const std::uint32_t first = SlotCount();
  const std::uint32_t page_index = first / kSlotsPerPage;
  if (page_index == kMaxPages) return nullptr;
  ChunkSlot* page = new (std::nothrow) ChunkSlot[kSlotsPerPage];
  if (page == nullptr) return nullptr;
  for (std::uint32_t i = 0; i < kSlotsPerPage; ++i) page[i].id = first + i + 1;
  pages_[page_index].store(page, std::memory_order_relaxed);
  slot_count_.store(first + kSlotsPerPage, std::memory_order_release);
  for (std::uint32_t i = kSlotsPerPage - 1; i > 0; --i) Push(&page[i]);
  return &page[0];
}

}  // namespace offheap
