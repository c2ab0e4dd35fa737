#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "memory/budget_node.h"

namespace offheap {

/// The most bytes that a tree counts: the largest integer that a JavaScript number holds exactly.
constexpr std::uint64_t kMaxBudgetBytes = (std::uint64_t{1} << 53) - 1;
/// A limit that is none.
constexpr std::uint64_t kUnlimitedBudget = UINT64_MAX;

enum class ReserveResult {
  kReserved,
  /// This budget, or one above it, has less left.
  kRefused,
  kClosed,
};

enum class BudgetReleaseResult {
  kReleased,
  /// More than is reserved on this budget; nothing has changed.
  kTooMuch,
  kClosed,
};

enum class CreateBudgetResult {
  kCreated,
  /// The parent is closed.
  kClosed,
  /// kMaxDepth levels lie above.
  kTooDeep,
  /// The system has no memory for more nodes, or all are in use.
  kNoMemory,
};

/// A snapshot of one budget; the values are read one after another while other threads go on.
struct BudgetUsage {
  BudgetHandle handle;
  /// 0 for the root.
  std::uint32_t parent_id = 0;
  OwnerId owner = 0;
  std::uint64_t limit_bytes = 0;
  std::uint64_t used_bytes = 0;
  std::uint64_t own_bytes = 0;
  std::uint64_t peak_bytes = 0;
  std::string name;
};

/// Told when anything was given back, or a limit raised, by the thread that did it. Must be quick,
/// and must not call the tree.
class BudgetListener {
 public:
  virtual ~BudgetListener() = default;
  virtual void OnRelease() = 0;
};

/// A tree of memory budgets that all threads reserve from.
///
/// A reservation counts on its budget and on all above it, so no budget on the path ever holds more
/// than its limit:
///
///   1. Look up the path whether everybody has room; refuse without a trace when not.
///   2. Take the bytes from the bottom up, each level by compare-and-swap. When a level refuses
///      now, because others were faster, give back what the levels below took and wake who waits.
///   3. Count them as the budget's own, which is what it may release.
///
/// No lock is taken to reserve, nor to release unless somebody listens. Closing a budget closes
/// those below it first; each gives back what it holds as soon as no operation is in progress on
/// it. All members may be called from any thread.
class BudgetTree {
 public:
  static constexpr std::uint32_t kMaxDepth = 31;

  /// The one that all threads share; never destroyed, as threads may outlive static destructors.
  static BudgetTree& Process();

  explicit BudgetTree(std::string_view root_name = "process");
  /// No other thread may be inside.
  ~BudgetTree();
  BudgetTree(const BudgetTree&) = delete;
  BudgetTree& operator=(const BudgetTree&) = delete;

  /// Has no limit at first, and cannot be closed.
  BudgetHandle Root() const { return {1, 1}; }

  /// Names longer than BudgetNode::kMaxNameBytes are cut.
  CreateBudgetResult Create(BudgetHandle parent, std::string_view name, std::uint64_t limit_bytes,
                            OwnerId owner, BudgetHandle* handle);
  /// `*refusing` (may be nullptr): the lowest budget that has less left.
  ReserveResult Reserve(BudgetHandle handle, std::uint64_t bytes, std::uint32_t* refusing);
  /// `*own_bytes` (may be nullptr): what was reserved on this budget itself, when it is too much.
  BudgetReleaseResult Release(BudgetHandle handle, std::uint64_t bytes, std::uint64_t* own_bytes);
  /// False: it was closed already, or is the root.
  bool Close(BudgetHandle handle);
  /// Closes what `owner` has created; how many budgets that were.
  std::size_t CloseAll(OwnerId owner);
  /// What is reserved above a lower limit stays. False: closed.
  bool SetLimit(BudgetHandle handle, std::uint64_t limit_bytes);

  /// The least that is left on the path to the root. False: closed.
  bool Available(BudgetHandle handle, std::uint64_t* bytes) const;
  bool Usage(BudgetHandle handle, BudgetUsage* usage) const;
  /// All open budgets, by id.
  std::vector<BudgetUsage> List() const;

  void AddListener(BudgetListener* listener);
  /// Afterwards the listener is not called any more.
  void RemoveListener(BudgetListener* listener);

 private:
  static constexpr std::uint32_t kNodesPerPage = 256;
  static constexpr std::uint32_t kMaxPages = 4096;

  /// nullptr for an id that was never given out.
  BudgetNode* Find(std::uint32_t id) const;
  BudgetNode& At(std::uint32_t id) const;
  std::uint32_t NodeCount() const { return node_count_.load(std::memory_order_acquire); }
  /// The node with a hold more; nullptr when it is closed.
  BudgetNode* Enter(BudgetHandle handle) const;
  /// Drops a hold; the last one of a closed budget ends it.
  void Leave(BudgetNode* node) const;
  /// Gives back what a closed budget holds, makes its node vacant; its parent, whose hold is the
  /// caller's now.
  BudgetNode* Finish(BudgetNode* node) const;
  void CloseChildren(const BudgetNode* parent);
  BudgetNode* TakeVacant();
  void FillPage(BudgetNode* page, std::uint32_t first_id);
  void NotifyReleased() const;

  std::array<BudgetNode, kNodesPerPage> first_page_;
  std::array<std::atomic<BudgetNode*>, kMaxPages> pages_{};
  std::atomic<std::uint32_t> node_count_{0};
  /// Guards the list of vacant nodes and the growth.
  mutable std::mutex vacancy_;
  mutable std::vector<BudgetNode*> vacant_;

  /// Guards `listeners_`, and is held while they are called.
  mutable std::mutex listening_;
  std::vector<BudgetListener*> listeners_;
  std::atomic<std::uint32_t> listener_count_{0};
};

}  // namespace offheap
