#include "memory/chunk_registry.h"

#include <chrono>
#include <initializer_list>
#include <new>

namespace offheap {
namespace {

/// Must come before a look at `owner`: only then is that the owner of this generation, or of a
/// later one that the caller, who is busy here, cannot be.
bool IsInUse(const ChunkSlot& slot, std::uint32_t generation) {
  return SlotState::Of(slot.state.load(std::memory_order_acquire)).InUse(generation);
}

}  // namespace

std::uint64_t ChunkRegistry::NewToken(std::uintptr_t seed) {
  // The finalizer of SplitMix64: neighbouring clocks and addresses end far apart.
  std::uint64_t mixed = seed;
  for (const auto clock : {std::chrono::steady_clock::now().time_since_epoch().count(),
                           std::chrono::system_clock::now().time_since_epoch().count()}) {
    mixed ^= static_cast<std::uint64_t>(clock);
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    mixed ^= mixed >> 31;
  }
  return mixed;
}

ChunkRegistry& ChunkRegistry::Process() {
  alignas(ChunkRegistry) static unsigned char storage[sizeof(ChunkRegistry)];
  static ChunkRegistry* const registry = new (storage) ChunkRegistry();
  return *registry;
}

ChunkRegistry::~ChunkRegistry() {
  for (std::uint32_t id = 1; id <= slots_.SlotCount(); ++id) {
    const ChunkSlot* slot = slots_.Find(id);
    const bool held = SlotState::Of(slot->state.load(std::memory_order_acquire)).references > 0 ||
                      slot->keeper.load(std::memory_order_relaxed) != 0;
    if (held && !slot->adopted) Release(slot->allocation);
  }
}

bool ChunkRegistry::Allocate(std::size_t size_bytes, bool zeroed, OwnerId owner,
                             ChunkHandle* handle, void** data) {
  Allocation allocation;
  if (!offheap::Allocate(size_bytes, zeroed, &allocation)) return false;
  if (!Enter(allocation, false, owner, handle)) {
    Release(allocation);
    return false;
  }
  *data = allocation.data;
  return true;
}

bool ChunkRegistry::Adopt(void* data, std::size_t size_bytes, OwnerId owner, ChunkHandle* handle) {
  Allocation allocation;
  allocation.data = data;
  allocation.size_bytes = size_bytes;
  return Enter(allocation, true, owner, handle);
}

bool ChunkRegistry::Enter(const Allocation& allocation, bool adopted, OwnerId owner,
                          ChunkHandle* handle) {
  ChunkSlot* slot = slots_.Take();
  if (slot == nullptr) return false;
  slot->allocation = allocation;
  slot->adopted = adopted;
  slot->owner.store(owner, std::memory_order_relaxed);
  SlotState state;
  state.generation = SlotState::Of(slot->state.load(std::memory_order_relaxed)).generation + 1;
  state.references = 1;
  slot->state.store(state.Word(), std::memory_order_release);
  ledger_.Allocated(allocation.size_bytes);
  *handle = {slot->id, state.generation};
  return true;
}

AttachResult ChunkRegistry::Attach(ChunkHandle handle) {
  ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr) return AttachResult::kFreed;
  std::uint64_t word = slot->state.load(std::memory_order_relaxed);
  SlotState state;
  do {
    state = SlotState::Of(word);
    if (!state.InUse(handle.generation)) return AttachResult::kFreed;
    if (state.references == SlotState::kMaxReferences) return AttachResult::kTooManyReferences;
    ++state.references;
  } while (!slot->state.compare_exchange_weak(word, state.Word(), std::memory_order_acquire,
                                              std::memory_order_relaxed));
  // Its owner may release adopted memory whatever references there are: only pins count there.
  if (!slot->adopted) return AttachResult::kAttached;
  DropReference(slot, handle.generation);
  return AttachResult::kFreed;
}

FreeResult ChunkRegistry::Detach(ChunkHandle handle) {
  ChunkSlot* slot = slots_.Find(handle.id);
  return slot == nullptr ? FreeResult::kAlreadyFreed : DropReference(slot, handle.generation);
}

FreeResult ChunkRegistry::Free(ChunkHandle handle, OwnerId owner) {
  ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr || !IsInUse(*slot, handle.generation)) return FreeResult::kAlreadyFreed;
  if (slot->owner.load(std::memory_order_relaxed) != owner) return FreeResult::kNotHeld;
  // Before the reference goes: while it is held the slot cannot change hands, and without an owner
  // attachers may keep the chunk and a second Free is refused.
  slot->owner.store(0, std::memory_order_relaxed);
  return DropReference(slot, handle.generation);
}

bool ChunkRegistry::Retire(ChunkHandle handle, OwnerId owner) {
  ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr || !IsInUse(*slot, handle.generation)) return false;
  if (slot->owner.load(std::memory_order_relaxed) != owner || slot->adopted) return false;
  SlotState sole;
  sole.generation = handle.generation;
  sole.references = 1;
  if (!MayServeNextChunk(slot->allocation)) return false;
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
    slot->owner.store(0, std::memory_order_relaxed);
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

bool ChunkRegistry::IsPinned(ChunkHandle handle) const {
  const ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr) return false;
  const std::lock_guard<std::mutex> look(look_);
  const SlotState state = SlotState::Of(slot->state.load(std::memory_order_acquire));
  return state.generation == handle.generation && state.pins > 0;
}

bool ChunkRegistry::Released(ChunkHandle handle) const {
  const ChunkSlot* slot = slots_.Find(handle.id);
  if (slot == nullptr) return true;
  const SlotState state = SlotState::Of(slot->state.load(std::memory_order_acquire));
  return state.generation != handle.generation || (state.references == 0 && state.pins == 0);
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

ChunkReport ChunkRegistry::Report() {
  ChunkReport report;
  const std::uint32_t slot_count = slots_.SlotCount();
  for (std::uint32_t id = 1; id <= slot_count; ++id) {
    ChunkSlot* slot = slots_.Find(id);
    // Until the pin below is gone again.
    const std::lock_guard<std::mutex> look(look_);
    std::uint64_t word = slot->state.load(std::memory_order_relaxed);
    SlotState state;
    bool counted = false;
    do {
      state = SlotState::Of(word);
      counted = (state.references > 0 || state.pins > 0) && state.pins < SlotState::kMaxPins;
    } while (counted && !slot->state.compare_exchange_weak(
                            word, word + 1, std::memory_order_acquire, std::memory_order_relaxed));
    if (!counted) continue;
    // A pin of our own, as a freed chunk that waits for its pins takes one too.
    const ChunkPin pin(this, slot);
    report.Count(slot->owner.load(std::memory_order_relaxed), pin.size_bytes(), state);
  }
  return report;
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
  const bool adopted = slot->adopted;
  slots_.GiveBack(slot);
  if (!adopted) Release(allocation, slot->id);
}

void ChunkPin::Drop() {
  if (slot_ == nullptr) return;
  std::exchange(registry_, nullptr)->Unpin(std::exchange(slot_, nullptr));
}

}  // namespace offheap
