#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "memory/chunk_handle.h"
#include "memory/chunk_pin.h"
#include "memory/chunk_report.h"
#include "memory/chunk_statistics.h"
#include "memory/slot_table.h"

namespace offheap {

enum class AttachResult {
  kAttached,
  /// The handle names no chunk in use.
  kFreed,
  /// SlotState::kMaxReferences are taken.
  kTooManyReferences,
};

enum class FreeResult {
  /// The memory is released.
  kFreed,
  /// Pinned: the last pin releases the memory.
  kDeferred,
  /// The handle names no chunk in use.
  kAlreadyFreed,
  /// In use, but held by another owner.
  kNotHeld,
};

/// Every chunk of the process, and the only place that allocates and releases their memory.
///
/// A chunk is held by references: one of the owner that allocated it, given back by Free, and one
/// for each Attach, given back by Detach. When none is left the memory is released, or, while pins
/// exist, with the last of them. So a thread that holds a pin or a reference can use the memory
/// whatever other threads do, and a stale handle never reaches memory. All members may be called
/// from any thread, except that calls with the same owner must not overlap.
class ChunkRegistry {
 public:
  /// The one that all threads share; never destroyed, as threads may outlive static destructors.
  static ChunkRegistry& Process();

  ChunkRegistry() = default;
  /// Releases what is left. No pin may exist.
  ~ChunkRegistry();

  /// A number by which handles of this registry are told from those of another process's.
  std::uint64_t token() const { return token_; }

  /// Never 0, never twice the same.
  OwnerId NewOwner() { return last_owner_.fetch_add(1, std::memory_order_relaxed) + 1; }

  /// False: the system refuses. `*data` is nullptr for 0 bytes.
  bool Allocate(std::size_t size_bytes, bool zeroed, OwnerId owner, ChunkHandle* handle,
                void** data);
  /// Enters memory that is and remains the caller's, who keeps it until the chunk is neither
  /// referenced nor pinned (Released). False: no slot is left.
  bool Adopt(void* data, std::size_t size_bytes, OwnerId owner, ChunkHandle* handle);
  /// One more reference, which the caller gives back by one Detach.
  AttachResult Attach(ChunkHandle handle);
  FreeResult Detach(ChunkHandle handle);
  /// Gives back the reference of the owner that allocated the chunk.
  FreeResult Free(ChunkHandle handle, OwnerId owner);
  /// Frees a chunk but keeps its memory for a Renew by the same owner. False, and nothing changed,
  /// unless `owner` holds the only reference, nothing pins it, the memory is the registry's and
  /// checked mode lets it be used again.
  bool Retire(ChunkHandle handle, OwnerId owner);
  /// A new chunk in the memory of a retired one, whose slot it takes over with a new generation;
  /// its content is what it was. False: `owner` keeps no memory there, or the generations are used
  /// up.
  bool Renew(std::uint32_t id, OwnerId owner, ChunkHandle* handle);
  /// Gives back what `owner` still holds by allocation, and the memory that it keeps; how many
  /// chunks it held.
  std::size_t FreeAll(OwnerId owner);

  /// The chunk's memory, for its owner only: it stays valid until that owner frees it. nullptr: not
  /// in use, or not held.
  const Allocation* Held(ChunkHandle handle, OwnerId owner) const;
  /// The chunk's memory, for whoever holds a reference by Attach, until it is given back.
  const Allocation& Attached(ChunkHandle handle) const {
    return slots_.Find(handle.id)->allocation;
  }
  bool InUse(ChunkHandle handle) const;
  /// By anybody but a report.
  bool IsPinned(ChunkHandle handle) const;
  /// Neither referenced nor pinned: nobody reads or writes the memory of this chunk any more.
  bool Released(ChunkHandle handle) const;
  /// Empty when the chunk is not in use, or has SlotState::kMaxPins pins.
  ChunkPin Pin(ChunkHandle handle);

  /// Looks at every chunk, so it takes time; other threads go on meanwhile. Leaves out chunks that
  /// have SlotState::kMaxPins pins.
  ChunkReport Report();
  ChunkStatistics Statistics() const { return ledger_.Snapshot(); }
  /// Starts a new peak at the bytes held now.
  void ResetPeak() { ledger_.ResetPeak(); }

 private:
  friend class ChunkPin;
  static std::uint64_t NewToken(std::uintptr_t seed);
  void Unpin(ChunkSlot* slot);
  /// A chunk in a vacant slot with this memory; false when there is no slot.
  bool Enter(const Allocation& allocation, bool adopted, OwnerId owner, ChunkHandle* handle);
  FreeResult DropReference(ChunkSlot* slot, std::uint32_t generation);
  /// Of a slot with neither references nor pins, by the one whose change made it so.
  void ReleaseMemory(ChunkSlot* slot);
  /// The same without the ledger.
  void ReleaseSlot(ChunkSlot* slot);

  const std::uint64_t token_ = NewToken(reinterpret_cast<std::uintptr_t>(this));
  SlotTable slots_;
  ChunkLedger ledger_;
  std::atomic<OwnerId> last_owner_{0};
  /// Held while a report has its pin on a chunk, which is not one to anybody else.
  mutable std::mutex look_;
};

}  // namespace offheap
