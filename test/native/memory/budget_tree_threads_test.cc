#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "memory/budget_tree.h"
#include "test_program.h"

using namespace offheap;
using offheap::test::Random;
using offheap::test::Seed;

namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 20000;

template <typename Body>
void RunThreads(Body body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(body, static_cast<std::uint64_t>(i));
  for (auto& thread : threads) thread.join();
}

BudgetUsage UsageOf(const BudgetTree& tree, BudgetHandle handle) {
  BudgetUsage usage;
  CHECK(tree.Usage(handle, &usage));
  return usage;
}

}  // namespace

TEST(a_limit_is_never_exceeded_and_the_sums_are_exact) {
  BudgetTree tree;
  constexpr std::uint64_t kLimit = 1000;
  CHECK(tree.SetLimit(tree.Root(), kLimit));
  // What all threads hold by their own account, counted after a reservation and before a release.
  std::atomic<std::uint64_t> held{0};
  std::atomic<std::uint64_t> left{0};
  std::array<BudgetHandle, kThreads> budgets;
  for (auto& budget : budgets) {
    CHECK(tree.Create(tree.Root(), "t", 600, 1, &budget) == CreateBudgetResult::kCreated);
  }
  RunThreads([&](std::uint64_t index) {
    Random random(Seed() + index);
    std::array<std::uint64_t, kThreads> mine{};
    for (int round = 0; round < kRounds; ++round) {
      const std::size_t target = random.Below(kThreads);
      const std::uint64_t bytes = random.Below(300);
      if (random.Below(2) == 0) {
        if (tree.Reserve(budgets[target], bytes, nullptr) != ReserveResult::kReserved) continue;
        mine[target] += bytes;
        CHECK(held.fetch_add(bytes) + bytes <= kLimit);
      } else {
        const std::uint64_t released = std::min(bytes, mine[target]);
        mine[target] -= released;
        held.fetch_sub(released);
        CHECK(tree.Release(budgets[target], released, nullptr) == BudgetReleaseResult::kReleased);
      }
    }
    for (const std::uint64_t bytes : mine) left.fetch_add(bytes);
  });
  CHECK_EQ(UsageOf(tree, tree.Root()).used_bytes, left.load());
  CHECK(UsageOf(tree, tree.Root()).peak_bytes <= kLimit);
  std::uint64_t sum = 0;
  for (const BudgetHandle budget : budgets) {
    CHECK(UsageOf(tree, budget).used_bytes <= 600);
    sum += UsageOf(tree, budget).used_bytes;
  }
  CHECK_EQ(sum, left.load());
  tree.CloseAll(1);
  CHECK_EQ(UsageOf(tree, tree.Root()).used_bytes, 0u);
}

TEST(budgets_come_and_go_while_others_use_them) {
  BudgetTree tree;
  // Each thread publishes budgets here and closes whatever it finds; all reserve, release, create
  // children, and read.
  std::array<std::atomic<std::uint64_t>, 8> published{};
  RunThreads([&](std::uint64_t index) {
    Random random(Seed() + 100 + index);
    const OwnerId owner = static_cast<OwnerId>(index + 1);
    for (int round = 0; round < kRounds; ++round) {
      std::atomic<std::uint64_t>& place = published[random.Below(published.size())];
      const std::uint64_t packed = place.load();
      BudgetHandle handle{static_cast<std::uint32_t>(packed),
                          static_cast<std::uint32_t>(packed >> 32)};
      BudgetHandle child;
      switch (random.Below(8)) {
        case 0:
          if (tree.Create(tree.Root(), "top", 5000, owner, &child) !=
              CreateBudgetResult::kCreated) {
            break;
          }
          place.store((std::uint64_t{child.generation} << 32) | child.id);
          tree.Close(handle);
          break;
        case 1:
          if (tree.Create(handle, "below", 500, owner, &child) == CreateBudgetResult::kCreated) {
            tree.Reserve(child, random.Below(600), nullptr);
          }
          break;
        case 2:
          tree.Close(handle);
          break;
        case 3:
          if (random.Below(50) == 0) tree.CloseAll(owner);
          break;
        case 4:
          tree.Release(handle, random.Below(50), nullptr);
          break;
        case 5:
          if (random.Below(50) == 0) {
            for (const BudgetUsage& usage : tree.List()) CHECK(usage.used_bytes <= 1u << 30);
          }
          break;
        default:
          tree.Reserve(handle, random.Below(50), nullptr);
      }
    }
  });
  for (OwnerId owner = 1; owner <= kThreads; ++owner) tree.CloseAll(owner);
  CHECK_EQ(tree.List().size(), 1u);
  CHECK_EQ(UsageOf(tree, tree.Root()).used_bytes, 0u);
  CHECK_EQ(UsageOf(tree, tree.Root()).own_bytes, 0u);
}

TEST(who_listens_before_it_tries_misses_no_release) {
  class Flag final : public BudgetListener {
   public:
    void OnRelease() override { raised.store(true); }
    std::atomic<bool> raised{false};
  };
  BudgetTree tree;
  CHECK(tree.SetLimit(tree.Root(), 1));
  RunThreads([&](std::uint64_t) {
    Flag flag;
    for (int round = 0; round < kRounds / 10; ++round) {
      tree.AddListener(&flag);
      // Without a notification for every release this would not end.
      while (tree.Reserve(tree.Root(), 1, nullptr) != ReserveResult::kReserved) {
        while (!flag.raised.exchange(false)) std::this_thread::yield();
      }
      tree.RemoveListener(&flag);
      CHECK(tree.Release(tree.Root(), 1, nullptr) == BudgetReleaseResult::kReleased);
    }
  });
  CHECK_EQ(UsageOf(tree, tree.Root()).used_bytes, 0u);
}
