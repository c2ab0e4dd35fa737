#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "memory/chunk_handle.h"

namespace offheap {

/// Names a budget. Ids are reused, a pair never is.
struct BudgetHandle {
  /// 0 names nothing.
  std::uint32_t id = 0;
  std::uint32_t generation = 0;
};

/// What a node's state word says. One word, so that one compare-and-swap decides every race.
///
///     63            33   32   31            0
///     +---------------+------+--------------+
///     | generation    | open | holds        |
///     +---------------+------+--------------+
///
/// A hold keeps the node where it is: one per operation in progress, one per child. Open: found by
/// its handle. Closed with holds: the last of them gives back what the budget holds. Closed without
/// holds: vacant.
struct BudgetState {
  static constexpr std::uint64_t kOpen = std::uint64_t{1} << 32;
  static constexpr std::uint32_t kMaxGeneration = 0x7fffffff;

  static std::uint64_t Opened(std::uint32_t generation) {
    return (std::uint64_t{generation} << 33) | kOpen;
  }
  static std::uint32_t Generation(std::uint64_t word) {
    return static_cast<std::uint32_t>(word >> 33);
  }
  static std::uint32_t Holds(std::uint64_t word) { return static_cast<std::uint32_t>(word); }
  static bool IsOpen(std::uint64_t word) { return (word & kOpen) != 0; }
  static bool IsOpen(std::uint64_t word, std::uint32_t generation) {
    return word >> 32 == Opened(generation) >> 32;
  }
};

/// Where a budget lives in its tree. Never freed while the tree exists, so a stale handle finds a
/// valid node. Cache lines of its own, so that threads that work on different budgets disturb each
/// other only where their paths meet.
struct alignas(64) BudgetNode {
  static constexpr std::size_t kMaxNameBytes = 47;

  std::atomic<std::uint64_t> state{0};
  /// `own` and what the children use. Never more than the limit was when it grew.
  std::atomic<std::uint64_t> used{0};
  /// Reserved on this budget itself.
  std::atomic<std::uint64_t> own{0};
  std::atomic<std::uint64_t> limit{0};
  std::atomic<std::uint64_t> peak{0};
  /// nullptr for the root. A child holds its parent, so the path upwards stays while there is a
  /// hold on its lower end.
  std::atomic<BudgetNode*> parent{nullptr};
  /// The environment whose end closes the budget.
  std::atomic<OwnerId> owner{0};
  std::uint32_t id = 0;
  // Written while the node is vacant, read under a hold.
  std::uint32_t depth = 0;
  char name[kMaxNameBytes + 1] = {};
};

}  // namespace offheap
