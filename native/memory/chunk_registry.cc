#include "memory/chunk_registry.h"

#include <new>

namespace offheap {
namespace {

/// Must come before a look at `owner`: only then is that the owner of this generation, or of a
/// later one that the caller, who is busy here, cannot be.
bool IsInUse(const ChunkSlot& slot, std::uint32_t generation) {
  return SlotState::Of(slot.state.load(std::memory_order_acquire)).InUse(generation);
}

}  // namespace

ChunkRegistry& ChunkRegistry::Process() {
  alignas(ChunkRegistry) static unsigned char storage[sizeof(ChunkRegistry)];
  static ChunkRegistry* const registry = new (storage) ChunkRegistry();
  return *registry;
}

ChunkRegistry::~ChunkRegistry() {
  for (std::uint32_t id = 1; id <= slots_.SlotCount(); ++id) {
    const ChunkSlot* slot = slots_.Find(id);
    if (SlotState::Of(slot->state.load(std::memory_order_acquire)).references > 0 ||
        slot->keeper.load(std::memory_order_relaxed) != 0) {
      Release(slot->allocation);
    }
  }
}

bool ChunkRegistry::Allocate(std::size_t size_bytes, bool zeroed, OwnerId owner,
                             ChunkHandle* handle, void** data) {
  Allocation allocation;
  if (!offheap::Allocate(size_bytes, zeroed, &allocation)) return false;
  ChunkSlot* slot = slots_.Take();
  if (slot == nullptr) {
    Release(allocation);
    return false;
  }
  slot->allocation = allocation;
  slot->owner.store(owner, std::memory_order_relaxed);
  SlotState state;
  state.generation = SlotState::Of(slot->state.load(std::memory_order_relaxed)).generation + 1;
  state.references = 1;
  slot->state.store(state.Word(), std::memory_order_release);
  ledger_.Allocated(size_bytes);
  *handle = {slot->id, state.generation};
  *data = allocation.data;
  return true;
}

FreeResult ChunkRegistry::Free(ChunkHandle handle, OwnerId owner) {
  ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr || !IsInUse(*slot, handle.generation)) return FreeResult::kAlreadyFreed;
  if (slot->owner.load(std::memory_order_relaxed) != owner) return FreeResult::kNotHeld;
  return DropReference(slot, handle.generation);
}

bool ChunkRegistry::Retire(ChunkHandle handle, OwnerId owner) {
  ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr || !IsInUse(*slot, handle.generation)) return false;
  if (slot->owner.load(std::memory_order_relaxed) != owner) return false;
  SlotState sole;
  sole.generation = handle.generation;
  sole.references = 1;
  SlotState spare = sole;
  spare.references = 0;
  std::uint64_t expected = sole.Word();
  if (!slot->state.compare_exchange_strong(expected, spare.Word(), std::memory_order_acq_rel,
                                           std::memory_order_relaxed)) {
    return false;
  }
  slot->keeper.store(owner, std::memory_order_relaxed);
  ledger_.Retired(slot->allocation.size_bytes);
  return true;
}

bool ChunkRegistry::Renew(std::uint32_t id, OwnerId owner, ChunkHandle* handle) {
  ChunkSlot* slot = slots_.Find(id);
  if (slot == nullptr || slot->keeper.load(std::memory_order_relaxed) != owner) return false;
  SlotState state = SlotState::Of(slot->state.load(std::memory_order_relaxed));
  if (state.generation == SlotState::kMaxGeneration) return false;
  ++state.generation;
  state.references = 1;
  slot->keeper.store(0, std::memory_order_relaxed);
  ledger_.Renewed(slot->allocation.size_bytes);
  slot->state.store(state.Word(), std::memory_order_release);
  *handle = {id, state.generation};
  return true;
}

std::size_t ChunkRegistry::FreeAll(OwnerId owner) {
  std::size_t freed = 0;
  const std::uint32_t slot_count = slots_.SlotCount();
  for (std::uint32_t id = 1; id <= slot_count; ++id) {
    ChunkSlot* slot = slots_.Find(id);
    // The generation first: if the slot changes hands after this, dropping that generation's
    // reference fails.
    const SlotState state = SlotState::Of(slot->state.load(std::memory_order_acquire));
    if (slot->keeper.load(std::memory_order_relaxed) == owner) {
      slot->keeper.store(0, std::memory_order_relaxed);
      ledger_.SpareReleased(slot->allocation.size_bytes);
      ReleaseSlot(slot);
      continue;
    }
    if (state.references == 0 || slot->owner.load(std::memory_order_relaxed) != owner) continue;
    if (DropReference(slot, state.generation) != FreeResult::kAlreadyFreed) ++freed;
  }
  return freed;
}

const Allocation* ChunkRegistry::Held(ChunkHandle handle, OwnerId owner) const {
  const ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr || !IsInUse(*slot, handle.generation)) return nullptr;
  return slot->owner.load(std::memory_order_relaxed) == owner ? &slot->allocation : nullptr;
}

bool ChunkRegistry::InUse(ChunkHandle handle) const {
  const ChunkSlot* slot = slots_.Find(handle.id);
  return slot != nullptr && IsInUse(*slot, handle.generation);
}

ChunkPin ChunkRegistry::Pin(ChunkHandle handle) {
  ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr) return {};
  std::uint64_t word = slot->state.load(std::memory_order_relaxed);
  SlotState state;
  do {
    state = SlotState::Of(word);
    if (!state.InUse(handle.generation) || state.pins == SlotState::kMaxPins) return {};
    ++state.pins;
  } while (!slot->state.compare_exchange_weak(word, state.Word(), std::memory_order_acquire,
                                              std::memory_order_relaxed));
  return ChunkPin(this, slot);
}

void ChunkRegistry::Unpin(ChunkSlot* slot) {
  // The pin is ours, so the count is at least 1 and subtracting leaves the other fields alone.
  const SlotState before = SlotState::Of(slot->state.fetch_sub(1, std::memory_order_acq_rel));
  if (before.references == 0 && before.pins == 1) {
    ledger_.DeferredReleased();
    ReleaseMemory(slot);
  }
}

FreeResult ChunkRegistry::DropReference(ChunkSlot* slot, std::uint32_t generation) {
  std::uint64_t word = slot->state.load(std::memory_order_relaxed);
  SlotState state;
  do {
    state = SlotState::Of(word);
    if (!state.InUse(generation)) return FreeResult::kAlreadyFreed;
    --state.references;
    // Counted before the change is visible: the last pin may release the memory, and uncount it,
    // right after.
    if (state.references == 0 && state.pins > 0) ledger_.Deferred();
    if (slot->state.compare_exchange_weak(word, state.Word(), std::memory_order_acq_rel,
                                          std::memory_order_relaxed)) {
      break;
    }
    if (state.references == 0 && state.pins > 0) ledger_.DeferredReleased();
  } while (true);
  if (state.references > 0) return FreeResult::kFreed;
  if (state.pins > 0) return FreeResult::kDeferred;
  ReleaseMemory(slot);
  return FreeResult::kFreed;
}

void ChunkRegistry::ReleaseMemory(ChunkSlot* slot) {
  ledger_.Released(slot->allocation.size_bytes);
  ReleaseSlot(slot);
}

void ChunkRegistry::ReleaseSlot(ChunkSlot* slot) {
  const Allocation allocation = slot->allocation;
  slots_.GiveBack(slot);
  Release(allocation);
}

void ChunkPin::Drop() {
  if (slot_ == nullptr) return;
  std::exchange(registry_, nullptr)->Unpin(std::exchange(slot_, nullptr));
}

}  // namespace offheap
