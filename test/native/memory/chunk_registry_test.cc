#include "memory/chunk_registry.h"

#include <cstring>
#include <vector>

#include "test_program.h"

using namespace offheap;

namespace {

ChunkHandle AllocateChunk(ChunkRegistry* registry, std::size_t size, OwnerId owner) {
  ChunkHandle handle;
  void* data = nullptr;
  CHECK(registry->Allocate(size, true, owner, &handle, &data));
  return handle;
}

}  // namespace

TEST(a_chunk_is_held_by_its_owner_until_it_is_freed) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  ChunkHandle handle;
  void* data = nullptr;
  CHECK(registry.Allocate(100, true, owner, &handle, &data));
  const Allocation* held = registry.Held(handle, owner);
  CHECK(held != nullptr);
  CHECK(held->data == data);
  CHECK_EQ(held->size_bytes, 100u);
  CHECK(registry.Free(handle, owner) == FreeResult::kFreed);
  CHECK(registry.Held(handle, owner) == nullptr);
  CHECK(!registry.InUse(handle));
}

TEST(attached_references_keep_the_memory) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  CHECK(registry.Attach(handle) == AttachResult::kAttached);
  CHECK(registry.Attach(handle) == AttachResult::kAttached);
  CHECK_EQ(registry.Attached(handle).size_bytes, 100u);
  CHECK(registry.Free(handle, owner) == FreeResult::kFreed);
  CHECK(registry.InUse(handle));
  CHECK(registry.Held(handle, owner) == nullptr);
  CHECK(registry.Free(handle, owner) == FreeResult::kNotHeld);
  CHECK(!registry.Retire(handle, owner));
  CHECK_EQ(registry.FreeAll(owner), 0u);
  CHECK(registry.Detach(handle) == FreeResult::kFreed);
  CHECK_EQ(registry.Statistics().live_chunks, 1u);
  CHECK(registry.Detach(handle) == FreeResult::kFreed);
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
  CHECK(registry.Detach(handle) == FreeResult::kAlreadyFreed);
  CHECK(registry.Attach(handle) == AttachResult::kFreed);
}

TEST(attached_chunks_are_not_retired) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  CHECK(registry.Attach(handle) == AttachResult::kAttached);
  CHECK(!registry.Retire(handle, owner));
  registry.Detach(handle);
  CHECK(registry.Retire(handle, owner));
  CHECK(registry.Attach(handle) == AttachResult::kFreed);
  ChunkHandle renewed;
  CHECK(registry.Renew(handle.id, owner, &renewed));
  CHECK(registry.Attach(handle) == AttachResult::kFreed);
  CHECK(registry.Attach(renewed) == AttachResult::kAttached);
  registry.Detach(renewed);
  registry.Free(renewed, owner);
}

TEST(references_have_a_limit) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  for (std::uint32_t i = 1; i < SlotState::kMaxReferences; ++i) {
    CHECK(registry.Attach(handle) == AttachResult::kAttached);
  }
  CHECK(registry.Attach(handle) == AttachResult::kTooManyReferences);
  CHECK(registry.Free(handle, owner) == FreeResult::kFreed);
  for (std::uint32_t i = 1; i < SlotState::kMaxReferences; ++i) registry.Detach(handle);
  CHECK(!registry.InUse(handle));
}

TEST(adopted_memory_is_used_and_not_released) {
  std::vector<std::uint8_t> memory(100, 7);
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  ChunkHandle handle;
  CHECK(registry.Adopt(memory.data(), memory.size(), owner, &handle));
  CHECK(registry.Attach(handle) == AttachResult::kFreed);
  CHECK(!registry.Retire(handle, owner));
  ChunkPin pin = registry.Pin(handle);
  CHECK(pin.data() == memory.data());
  CHECK(registry.IsPinned(handle));
  CHECK(registry.Free(handle, owner) == FreeResult::kDeferred);
  CHECK(!registry.Released(handle));
  pin.Drop();
  CHECK(registry.Released(handle));
  CHECK(!registry.IsPinned(handle));
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
  CHECK_EQ(memory[99], 7);
  // The next chunk in the slot has memory of the registry's again.
  const ChunkHandle next = AllocateChunk(&registry, 100, owner);
  CHECK_EQ(next.id, handle.id);
  registry.Free(next, owner);
}

TEST(a_second_free_is_an_error) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  CHECK(registry.Free(handle, owner) == FreeResult::kFreed);
  CHECK(registry.Free(handle, owner) == FreeResult::kAlreadyFreed);
  CHECK_EQ(registry.Statistics().freed_chunks, 1u);
}

TEST(a_stale_handle_does_not_reach_the_next_chunk_in_its_slot) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle first = AllocateChunk(&registry, 100, owner);
  registry.Free(first, owner);
  const ChunkHandle second = AllocateChunk(&registry, 200, owner);
  CHECK_EQ(second.id, first.id);
  CHECK(second.generation != first.generation);
  CHECK(registry.Free(first, owner) == FreeResult::kAlreadyFreed);
  CHECK(!registry.Pin(first));
  CHECK(registry.Held(first, owner) == nullptr);
  CHECK(registry.Free(second, owner) == FreeResult::kFreed);
}

TEST(invented_handles_are_already_freed) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  const ChunkHandle invented[] = {{0, 0},
                                  {0, 1},
                                  {handle.id, 0},
                                  {handle.id, handle.generation + 1},
                                  {handle.id + 1, 0},
                                  {handle.id + 1, 1},
                                  {UINT32_MAX, UINT32_MAX}};
  for (const ChunkHandle& wrong : invented) {
    CHECK(registry.Free(wrong, owner) == FreeResult::kAlreadyFreed);
    CHECK(!registry.Pin(wrong));
    CHECK(!registry.InUse(wrong));
  }
  CHECK(registry.Free(handle, owner) == FreeResult::kFreed);
}

TEST(another_owner_can_neither_free_nor_hold_a_chunk) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const OwnerId other = registry.NewOwner();
  CHECK(owner != other);
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  CHECK(registry.Free(handle, other) == FreeResult::kNotHeld);
  CHECK(registry.Held(handle, other) == nullptr);
  CHECK(registry.InUse(handle));
  CHECK(registry.Free(handle, owner) == FreeResult::kFreed);
}

TEST(a_pinned_chunk_keeps_its_memory_until_the_last_pin_goes) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  ChunkPin first = registry.Pin(handle);
  ChunkPin second = registry.Pin(handle);
  CHECK(first && second);
  CHECK(registry.Free(handle, owner) == FreeResult::kDeferred);
  CHECK(registry.Free(handle, owner) == FreeResult::kAlreadyFreed);
  CHECK(!registry.Pin(handle));
  std::memset(first.data(), 0xab, first.size_bytes());
  first.Drop();
  CHECK_EQ(registry.Statistics().pending_chunks, 1u);
  CHECK_EQ(registry.Statistics().live_bytes, 100u);
  CHECK_EQ(+second.data()[99], 0xab);
  second.Drop();
  CHECK_EQ(registry.Statistics().pending_chunks, 0u);
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
  CHECK_EQ(registry.Statistics().live_bytes, 0u);
  CHECK_EQ(registry.Statistics().freed_chunks, 1u);
}

TEST(the_slot_of_a_pending_chunk_is_not_taken) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle pending = AllocateChunk(&registry, 100, owner);
  ChunkPin pin = registry.Pin(pending);
  registry.Free(pending, owner);
  const ChunkHandle next = AllocateChunk(&registry, 100, owner);
  CHECK(next.id != pending.id);
  pin.Drop();
  CHECK_EQ(AllocateChunk(&registry, 100, owner).id, pending.id);
  CHECK_EQ(registry.FreeAll(owner), 2u);
}

TEST(free_all_gives_back_what_one_owner_left) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const OwnerId other = registry.NewOwner();
  std::vector<ChunkHandle> handles;
  for (int i = 0; i < 5000; ++i)
    handles.push_back(AllocateChunk(&registry, 10, i % 2 == 0 ? owner : other));
  registry.Free(handles[0], owner);
  const ChunkPin pin = registry.Pin(handles[2]);
  CHECK_EQ(registry.FreeAll(owner), 2499u);
  CHECK_EQ(registry.FreeAll(owner), 0u);
  CHECK_EQ(registry.Statistics().live_chunks, 2501u);
  CHECK_EQ(registry.Statistics().pending_chunks, 1u);
  CHECK(registry.InUse(handles[1]));
  CHECK_EQ(registry.FreeAll(other), 2500u);
}

TEST(the_ledger_counts_bytes_peak_and_chunks) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle small = AllocateChunk(&registry, 1000, owner);
  const ChunkHandle large = AllocateChunk(&registry, 3'000'000, owner);
  CHECK_EQ(registry.Statistics().live_chunks, 2u);
  CHECK_EQ(registry.Statistics().live_bytes, 3'001'000u);
  registry.Free(large, owner);
  CHECK_EQ(registry.Statistics().live_bytes, 1000u);
  CHECK_EQ(registry.Statistics().peak_bytes, 3'001'000u);
  registry.ResetPeak();
  CHECK_EQ(registry.Statistics().peak_bytes, 1000u);
  registry.Free(small, owner);
  CHECK_EQ(registry.Statistics().allocated_chunks, 2u);
  CHECK_EQ(registry.Statistics().freed_chunks, 2u);
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
}

TEST(chunks_of_no_bytes_live_and_die_like_others) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 0, owner);
  {
    const ChunkPin pin = registry.Pin(handle);
    CHECK(pin);
    CHECK_EQ(pin.size_bytes(), 0u);
    CHECK(pin.Contains(0, 0));
    CHECK(!pin.Contains(0, 1));
  }
  CHECK(registry.Free(handle, owner) == FreeResult::kFreed);
}

TEST(a_refused_allocation_changes_nothing) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  ChunkHandle handle;
  void* data = nullptr;
  CHECK(!registry.Allocate(std::size_t{1} << 50, true, owner, &handle, &data));
  CHECK_EQ(registry.Statistics().allocated_chunks, 0u);
  CHECK_EQ(registry.Statistics().peak_bytes, 0u);
  CHECK_EQ(handle.id, 0u);
}

TEST(a_registry_that_goes_releases_what_is_left) {
  // What it would leave is for the leak checker to find.
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  for (int i = 0; i < 10; ++i) AllocateChunk(&registry, 1000, owner);
  CHECK_EQ(registry.Statistics().live_chunks, 10u);
}

TEST(the_registry_of_the_process_is_always_the_same) {
  CHECK(&ChunkRegistry::Process() == &ChunkRegistry::Process());
}

TEST(a_retired_chunk_is_freed_and_renewed_under_another_generation) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle first = AllocateChunk(&registry, 100, owner);
  void* const data = registry.Held(first, owner)->data;
  CHECK(registry.Retire(first, owner));
  CHECK(!registry.InUse(first));
  CHECK(!registry.Pin(first));
  CHECK(registry.Free(first, owner) == FreeResult::kAlreadyFreed);
  CHECK(!registry.Retire(first, owner));
  CHECK_EQ(registry.Statistics().live_chunks, 0u);
  CHECK_EQ(registry.Statistics().live_bytes, 0u);
  CHECK_EQ(registry.Statistics().spare_bytes, 100u);
  ChunkHandle second;
  CHECK(registry.Renew(first.id, owner, &second));
  CHECK_EQ(second.id, first.id);
  CHECK(second.generation != first.generation);
  CHECK(registry.Held(second, owner)->data == data);
  CHECK(!registry.InUse(first));
  CHECK(!registry.Renew(first.id, owner, &second));
  CHECK_EQ(registry.Statistics().live_bytes, 100u);
  CHECK_EQ(registry.Statistics().spare_bytes, 0u);
  CHECK(registry.Free(second, owner) == FreeResult::kFreed);
}

TEST(only_its_sole_owner_retires_a_chunk_and_renews_it) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const OwnerId other = registry.NewOwner();
  const ChunkHandle handle = AllocateChunk(&registry, 100, owner);
  CHECK(!registry.Retire(handle, other));
  {
    const ChunkPin pin = registry.Pin(handle);
    CHECK(!registry.Retire(handle, owner));
  }
  CHECK(registry.Retire(handle, owner));
  ChunkHandle renewed;
  CHECK(!registry.Renew(handle.id, other, &renewed));
  CHECK(!registry.Renew(handle.id + 1, owner, &renewed));
  CHECK_EQ(registry.FreeAll(other), 0u);
  CHECK_EQ(registry.Statistics().spare_bytes, 100u);
}

TEST(spare_memory_goes_with_its_owner_or_with_the_registry) {
  ChunkRegistry registry;
  const OwnerId owner = registry.NewOwner();
  const ChunkHandle first = AllocateChunk(&registry, 100, owner);
  CHECK(registry.Retire(first, owner));
  CHECK_EQ(registry.FreeAll(owner), 0u);
  CHECK_EQ(registry.Statistics().spare_bytes, 0u);
  const ChunkHandle second = AllocateChunk(&registry, 100, owner);
  CHECK_EQ(second.id, first.id);
  CHECK(registry.Retire(second, owner));  // left to the registry's destructor
}
