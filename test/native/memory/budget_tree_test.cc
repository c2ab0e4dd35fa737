#include "memory/budget_tree.h"

#include <string>

#include "test_program.h"

using namespace offheap;

namespace {

constexpr OwnerId kOwner = 7;

BudgetHandle Child(BudgetTree* tree, BudgetHandle parent, std::uint64_t limit,
                   OwnerId owner = kOwner) {
  BudgetHandle handle;
  CHECK(tree->Create(parent, "child", limit, owner, &handle) == CreateBudgetResult::kCreated);
  return handle;
}

bool Reserve(BudgetTree* tree, BudgetHandle handle, std::uint64_t bytes) {
  return tree->Reserve(handle, bytes, nullptr) == ReserveResult::kReserved;
}

std::uint64_t Used(const BudgetTree& tree, BudgetHandle handle) {
  BudgetUsage usage;
  CHECK(tree.Usage(handle, &usage));
  return usage.used_bytes;
}

std::uint64_t Peak(const BudgetTree& tree, BudgetHandle handle) {
  BudgetUsage usage;
  CHECK(tree.Usage(handle, &usage));
  return usage.peak_bytes;
}

class Counter final : public BudgetListener {
 public:
  void OnRelease() override { ++calls; }
  int calls = 0;
};

}  // namespace

TEST(a_reservation_counts_on_every_level) {
  BudgetTree tree;
  const BudgetHandle worker = Child(&tree, tree.Root(), kUnlimitedBudget);
  const BudgetHandle sort = Child(&tree, worker, 100);
  CHECK(Reserve(&tree, sort, 60));
  CHECK(Reserve(&tree, worker, 5));
  CHECK_EQ(Used(tree, sort), 60u);
  CHECK_EQ(Used(tree, worker), 65u);
  CHECK_EQ(Used(tree, tree.Root()), 65u);
  CHECK(tree.Release(sort, 20, nullptr) == BudgetReleaseResult::kReleased);
  CHECK_EQ(Used(tree, tree.Root()), 45u);
  CHECK_EQ(Peak(tree, tree.Root()), 65u);
  CHECK_EQ(Peak(tree, sort), 60u);
}

TEST(the_lowest_level_without_room_refuses_and_nothing_changes) {
  BudgetTree tree;
  const BudgetHandle worker = Child(&tree, tree.Root(), 50);
  const BudgetHandle sort = Child(&tree, worker, 100);
  CHECK(Reserve(&tree, sort, 40));
  std::uint32_t refusing = 0;
  CHECK(tree.Reserve(sort, 11, &refusing) == ReserveResult::kRefused);
  CHECK_EQ(refusing, worker.id);
  CHECK(tree.Reserve(sort, 61, &refusing) == ReserveResult::kRefused);
  CHECK_EQ(refusing, sort.id);
  CHECK_EQ(Used(tree, sort), 40u);
  CHECK_EQ(Peak(tree, sort), 40u);
  CHECK_EQ(Used(tree, tree.Root()), 40u);
  std::uint64_t available = 0;
  CHECK(tree.Available(sort, &available));
  CHECK_EQ(available, 10u);
}

TEST(only_its_own_bytes_can_be_released_from_a_budget) {
  BudgetTree tree;
  const BudgetHandle worker = Child(&tree, tree.Root(), 100);
  const BudgetHandle sort = Child(&tree, worker, 100);
  CHECK(Reserve(&tree, sort, 40));
  CHECK(Reserve(&tree, worker, 3));
  std::uint64_t own = 0;
  CHECK(tree.Release(worker, 4, &own) == BudgetReleaseResult::kTooMuch);
  CHECK_EQ(own, 3u);
  CHECK_EQ(Used(tree, worker), 43u);
}

TEST(no_more_is_counted_than_a_javascript_number_holds) {
  BudgetTree tree;
  CHECK(Reserve(&tree, tree.Root(), kMaxBudgetBytes));
  CHECK(!Reserve(&tree, tree.Root(), 1));
  CHECK(tree.Release(tree.Root(), kMaxBudgetBytes, nullptr) == BudgetReleaseResult::kReleased);
}

TEST(a_limit_may_fall_below_what_is_used) {
  BudgetTree tree;
  const BudgetHandle sort = Child(&tree, tree.Root(), 100);
  CHECK(Reserve(&tree, sort, 80));
  CHECK(tree.SetLimit(sort, 50));
  std::uint64_t available = 1;
  CHECK(tree.Available(sort, &available));
  CHECK_EQ(available, 0u);
  CHECK(!Reserve(&tree, sort, 1));
  CHECK(Reserve(&tree, sort, 0));
  CHECK(tree.Release(sort, 31, nullptr) == BudgetReleaseResult::kReleased);
  CHECK(Reserve(&tree, sort, 1));
}

TEST(closing_closes_what_lies_below_and_gives_everything_back) {
  BudgetTree tree;
  const BudgetHandle worker = Child(&tree, tree.Root(), 100);
  const BudgetHandle sort = Child(&tree, worker, 100);
  const BudgetHandle run = Child(&tree, sort, 100);
  const BudgetHandle other = Child(&tree, tree.Root(), 100);
  CHECK(Reserve(&tree, worker, 1));
  CHECK(Reserve(&tree, run, 20));
  CHECK(Reserve(&tree, other, 300 - 290));
  CHECK(tree.Close(worker));
  CHECK(!tree.Close(worker));
  for (const BudgetHandle closed : {worker, sort, run}) {
    CHECK(tree.Reserve(closed, 1, nullptr) == ReserveResult::kClosed);
    CHECK(tree.Release(closed, 1, nullptr) == BudgetReleaseResult::kClosed);
    BudgetHandle child;
    CHECK(tree.Create(closed, "late", 1, kOwner, &child) == CreateBudgetResult::kClosed);
  }
  CHECK_EQ(Used(tree, tree.Root()), 10u);
  CHECK_EQ(tree.List().size(), 2u);
}

TEST(a_node_that_is_used_again_is_not_found_by_old_handles) {
  BudgetTree tree;
  const BudgetHandle first = Child(&tree, tree.Root(), 100);
  CHECK(tree.Close(first));
  const BudgetHandle second = Child(&tree, tree.Root(), 100);
  CHECK_EQ(second.id, first.id);
  CHECK(second.generation != first.generation);
  CHECK(tree.Reserve(first, 1, nullptr) == ReserveResult::kClosed);
  CHECK(!tree.Close(first));
  CHECK(Reserve(&tree, second, 1));
  for (const BudgetHandle none : {BudgetHandle{0, 1}, BudgetHandle{1u << 31, 1}}) {
    CHECK(tree.Reserve(none, 1, nullptr) == ReserveResult::kClosed);
  }
}

TEST(the_root_cannot_be_closed) {
  BudgetTree tree;
  CHECK(!tree.Close(tree.Root()));
  CHECK_EQ(tree.CloseAll(0), 0u);
  CHECK(Reserve(&tree, tree.Root(), 1));
}

TEST(what_an_owner_created_goes_with_it_and_nothing_else) {
  BudgetTree tree;
  const BudgetHandle mine = Child(&tree, tree.Root(), 100, 1);
  const BudgetHandle theirs = Child(&tree, tree.Root(), 100, 2);
  const BudgetHandle theirs_in_mine = Child(&tree, mine, 100, 2);
  const BudgetHandle mine_in_theirs = Child(&tree, theirs, 100, 1);
  for (const BudgetHandle each : {mine, theirs, theirs_in_mine, mine_in_theirs}) {
    CHECK(Reserve(&tree, each, 10));
  }
  CHECK_EQ(tree.CloseAll(1), 2u);
  CHECK_EQ(Used(tree, tree.Root()), 10u);
  CHECK_EQ(Used(tree, theirs), 10u);
  CHECK(tree.Reserve(theirs_in_mine, 1, nullptr) == ReserveResult::kClosed);
}

TEST(depth_is_bounded_and_width_is_not_a_page) {
  BudgetTree tree;
  BudgetHandle deepest = tree.Root();
  for (std::uint32_t depth = 0; depth < BudgetTree::kMaxDepth; ++depth) {
    deepest = Child(&tree, deepest, 1000);
  }
  BudgetHandle child;
  CHECK(tree.Create(deepest, "deeper", 1, kOwner, &child) == CreateBudgetResult::kTooDeep);
  CHECK(Reserve(&tree, deepest, 1));
  for (int i = 0; i < 1000; ++i) CHECK(Reserve(&tree, Child(&tree, tree.Root(), 1), 1));
  CHECK_EQ(Used(tree, tree.Root()), 1001u);
  CHECK_EQ(tree.CloseAll(kOwner), 1001u);
  CHECK_EQ(Used(tree, tree.Root()), 0u);
}

TEST(long_names_are_cut) {
  BudgetTree tree;
  BudgetHandle handle;
  CHECK(tree.Create(tree.Root(), std::string(100, 'x'), 1, kOwner, &handle) ==
        CreateBudgetResult::kCreated);
  BudgetUsage usage;
  CHECK(tree.Usage(handle, &usage));
  CHECK_EQ(usage.name, std::string(BudgetNode::kMaxNameBytes, 'x'));
}

TEST(listeners_hear_of_releases_closings_and_limits_until_they_leave) {
  BudgetTree tree;
  const BudgetHandle sort = Child(&tree, tree.Root(), 100);
  Counter counter;
  tree.AddListener(&counter);
  CHECK(Reserve(&tree, sort, 10));
  CHECK(!Reserve(&tree, sort, 100));
  CHECK_EQ(counter.calls, 0);
  CHECK(tree.Release(sort, 1, nullptr) == BudgetReleaseResult::kReleased);
  CHECK_EQ(counter.calls, 1);
  CHECK(tree.SetLimit(sort, 200));
  CHECK_EQ(counter.calls, 2);
  CHECK(tree.Close(sort));
  CHECK_EQ(counter.calls, 3);
  tree.RemoveListener(&counter);
  tree.RemoveListener(&counter);
  CHECK(tree.SetLimit(tree.Root(), 200));
  CHECK_EQ(counter.calls, 3);
}
