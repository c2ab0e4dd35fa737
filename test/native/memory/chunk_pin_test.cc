#include "memory/chunk_pin.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "memory/chunk_registry.h"
#include "test_program.h"

using namespace offheap;

namespace {

struct PinnedChunk {
  PinnedChunk() {
    void* data = nullptr;
    CHECK(registry.Allocate(64, true, owner, &handle, &data));
  }

  ChunkRegistry registry;
  OwnerId owner = registry.NewOwner();
  ChunkHandle handle;
};

}  // namespace

TEST(a_pin_gives_its_count_back_once_when_it_goes) {
  PinnedChunk chunk;
  {
    ChunkPin pin = chunk.registry.Pin(chunk.handle);
    pin.Drop();
    pin.Drop();
    CHECK(!pin);
  }
  CHECK(chunk.registry.Free(chunk.handle, chunk.owner) == FreeResult::kFreed);
}

TEST(a_moved_pin_counts_once) {
  PinnedChunk chunk;
  ChunkPin first = chunk.registry.Pin(chunk.handle);
  ChunkPin second = std::move(first);
  CHECK(!first);
  CHECK(second);
  CHECK(chunk.registry.Free(chunk.handle, chunk.owner) == FreeResult::kDeferred);
  ChunkPin third;
  third = std::move(second);
  CHECK_EQ(chunk.registry.Statistics().pending_chunks, 1u);
  third = ChunkPin();
  CHECK_EQ(chunk.registry.Statistics().pending_chunks, 0u);
}

TEST(contains_does_not_overflow) {
  PinnedChunk chunk;
  const ChunkPin pin = chunk.registry.Pin(chunk.handle);
  CHECK(pin.Contains(0, 64));
  CHECK(pin.Contains(64, 0));
  CHECK(!pin.Contains(65, 0));
  CHECK(!pin.Contains(1, 64));
  CHECK(!pin.Contains(SIZE_MAX, 1));
  CHECK(!pin.Contains(1, SIZE_MAX));
  CHECK(!pin.Contains(SIZE_MAX, SIZE_MAX));
}

TEST(pins_above_the_limit_are_refused_and_those_below_still_count) {
  PinnedChunk chunk;
  std::vector<ChunkPin> pins;
  pins.reserve(SlotState::kMaxPins);
  for (std::uint32_t i = 0; i < SlotState::kMaxPins; ++i) {
    pins.push_back(chunk.registry.Pin(chunk.handle));
    CHECK(pins.back());
  }
  CHECK(!chunk.registry.Pin(chunk.handle));
  CHECK(chunk.registry.InUse(chunk.handle));
  pins.pop_back();
  CHECK(chunk.registry.Pin(chunk.handle));
  CHECK(chunk.registry.Free(chunk.handle, chunk.owner) == FreeResult::kDeferred);
  pins.clear();
  CHECK_EQ(chunk.registry.Statistics().live_chunks, 0u);
}
