#include "memory/slot_table.h"

#include <set>
#include <vector>

#include "test_program.h"

using namespace offheap;

namespace {

void SetGeneration(ChunkSlot* slot, std::uint32_t generation) {
  SlotState state;
  state.generation = generation;
  slot->state.store(state.Word());
}

}  // namespace

TEST(slots_have_distinct_ids_above_zero_and_are_found_by_them) {
  SlotTable table;
  std::set<std::uint32_t> ids;
  for (int i = 0; i < 10000; ++i) {
    ChunkSlot* slot = table.Take();
    CHECK(slot != nullptr);
    CHECK(slot->id > 0);
    CHECK(ids.insert(slot->id).second);
    CHECK(table.Find(slot->id) == slot);
  }
}

TEST(ids_that_were_never_given_out_find_nothing) {
  SlotTable table;
  CHECK(table.Find(0) == nullptr);
  CHECK(table.Find(1) == nullptr);
  table.Take();
  CHECK(table.Find(table.SlotCount()) != nullptr);
  CHECK(table.Find(table.SlotCount() + 1) == nullptr);
  CHECK(table.Find(UINT32_MAX) == nullptr);
}

TEST(a_slot_that_is_given_back_is_taken_again) {
  SlotTable table;
  ChunkSlot* slot = table.Take();
  table.GiveBack(slot);
  CHECK(table.Take() == slot);
}

TEST(a_slot_whose_generations_are_used_up_is_never_taken_again) {
  SlotTable table;
  ChunkSlot* slot = table.Take();
  SetGeneration(slot, SlotState::kMaxGeneration);
  table.GiveBack(slot);
  for (int i = 0; i < 10000; ++i) CHECK(table.Take() != slot);
}

TEST(the_state_word_keeps_its_fields_apart) {
  SlotState state;
  state.generation = SlotState::kMaxGeneration;
  state.references = SlotState::kMaxReferences;
  state.pins = SlotState::kMaxPins;
  const SlotState read = SlotState::Of(state.Word());
  CHECK_EQ(read.generation, SlotState::kMaxGeneration);
  CHECK_EQ(read.references, SlotState::kMaxReferences);
  CHECK_EQ(read.pins, SlotState::kMaxPins);
  state = SlotState{};
  state.references = 1;
  CHECK_EQ(SlotState::Of(state.Word()).pins, 0u);
  CHECK_EQ(SlotState::Of(state.Word()).generation, 0u);
}
