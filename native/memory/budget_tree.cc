#include "memory/budget_tree.h"

#include <algorithm>
#include <new>

namespace offheap {
namespace {

/// What a node has left. A limit may have been lowered below what is used.
std::uint64_t RoomFor(const BudgetNode& node, std::uint64_t used) {
  // Sequentially consistent, as is the load of `used`: see AddListener.
  const std::uint64_t limit = std::min(node.limit.load(), kMaxBudgetBytes);
  return used < limit ? limit - used : 0;
}

void Raise(std::atomic<std::uint64_t>* peak, std::uint64_t reached) {
  std::uint64_t highest = peak->load(std::memory_order_relaxed);
  while (reached > highest &&
         !peak->compare_exchange_weak(highest, reached, std::memory_order_relaxed)) {
  }
}

BudgetNode* Above(const BudgetNode* node) { return node->parent.load(std::memory_order_relaxed); }

void SetName(BudgetNode* node, std::string_view name) {
  const std::size_t length = std::min(name.size(), BudgetNode::kMaxNameBytes);
  name.copy(node->name, length);
  node->name[length] = '\0';
}

void Describe(const BudgetNode& node, BudgetUsage* usage) {
  const BudgetNode* parent = Above(&node);
  usage->handle = {node.id, BudgetState::Generation(node.state.load(std::memory_order_relaxed))};
  usage->parent_id = parent == nullptr ? 0 : parent->id;
  usage->owner = node.owner.load(std::memory_order_relaxed);
  usage->limit_bytes = node.limit.load(std::memory_order_relaxed);
  usage->used_bytes = node.used.load(std::memory_order_relaxed);
  usage->own_bytes = node.own.load(std::memory_order_relaxed);
  usage->peak_bytes = node.peak.load(std::memory_order_relaxed);
  usage->name = node.name;
}

}  // namespace

BudgetTree& BudgetTree::Process() {
  alignas(BudgetTree) static unsigned char storage[sizeof(BudgetTree)];
  static BudgetTree* const tree = new (storage) BudgetTree();
  return *tree;
}

BudgetTree::BudgetTree(std::string_view root_name) {
  FillPage(first_page_.data(), 1);
  BudgetNode* root = TakeVacant();
  SetName(root, root_name);
  root->limit.store(kUnlimitedBudget, std::memory_order_relaxed);
  root->state.store(BudgetState::Opened(1));
}

BudgetTree::~BudgetTree() {
  for (std::size_t page = 1; page < kMaxPages; ++page) {
    delete[] pages_[page].load(std::memory_order_relaxed);
  }
}

CreateBudgetResult BudgetTree::Create(BudgetHandle parent_handle, std::string_view name,
                                      std::uint64_t limit_bytes, OwnerId owner,
                                      BudgetHandle* handle) {
  BudgetNode* parent = Enter(parent_handle);
  if (parent == nullptr) return CreateBudgetResult::kClosed;
  if (parent->depth == kMaxDepth) {
    Leave(parent);
    return CreateBudgetResult::kTooDeep;
  }
  BudgetNode* node = TakeVacant();
  if (node == nullptr) {
    Leave(parent);
    return CreateBudgetResult::kNoMemory;
  }
  const std::uint32_t generation = BudgetState::Generation(node->state.load()) + 1;
  SetName(node, name);
  node->depth = parent->depth + 1;
  node->limit.store(limit_bytes, std::memory_order_relaxed);
  node->peak.store(0, std::memory_order_relaxed);
  node->owner.store(owner, std::memory_order_relaxed);
  // The hold of Enter becomes the child's.
  node->parent.store(parent, std::memory_order_relaxed);
  node->state.store(BudgetState::Opened(generation));
  *handle = {node->id, generation};
  // Close looks for children after it has closed the parent. Either it sees this one, or this sees
  // the closed parent.
  if (BudgetState::IsOpen(parent->state.load(), parent_handle.generation)) {
    return CreateBudgetResult::kCreated;
  }
  Close(*handle);
  return CreateBudgetResult::kClosed;
}

ReserveResult BudgetTree::Reserve(BudgetHandle handle, std::uint64_t bytes,
                                  std::uint32_t* refusing) {
  BudgetNode* const leaf = Enter(handle);
  if (leaf == nullptr) return ReserveResult::kClosed;
  const auto refuse = [&](const BudgetNode* node) {
    if (refusing != nullptr) *refusing = node->id;
    Leave(leaf);
    return ReserveResult::kRefused;
  };
  for (BudgetNode* node = leaf; node != nullptr; node = Above(node)) {
    if (bytes > RoomFor(*node, node->used.load())) return refuse(node);
  }
  // What each level came to: a later look would miss what others have released since.
  std::array<std::uint64_t, kMaxDepth + 1> reached;
  for (BudgetNode* node = leaf; node != nullptr; node = Above(node)) {
    std::uint64_t used = node->used.load();
    do {
      if (bytes <= RoomFor(*node, used)) continue;
      for (BudgetNode* taken = leaf; taken != node; taken = Above(taken)) {
        taken->used.fetch_sub(bytes);
      }
      if (node != leaf) NotifyReleased();
      return refuse(node);
    } while (!node->used.compare_exchange_weak(used, used + bytes));
    reached[node->depth] = used + bytes;
  }
  leaf->own.fetch_add(bytes, std::memory_order_relaxed);
  for (BudgetNode* node = leaf; node != nullptr; node = Above(node)) {
    Raise(&node->peak, reached[node->depth]);
  }
  Leave(leaf);
  return ReserveResult::kReserved;
}

BudgetReleaseResult BudgetTree::Release(BudgetHandle handle, std::uint64_t bytes,
                                        std::uint64_t* own_bytes) {
  BudgetNode* const leaf = Enter(handle);
  if (leaf == nullptr) return BudgetReleaseResult::kClosed;
  std::uint64_t own = leaf->own.load(std::memory_order_relaxed);
  do {
    if (bytes <= own) continue;
    if (own_bytes != nullptr) *own_bytes = own;
    Leave(leaf);
    return BudgetReleaseResult::kTooMuch;
  } while (!leaf->own.compare_exchange_weak(own, own - bytes, std::memory_order_relaxed));
  for (BudgetNode* node = leaf; node != nullptr; node = Above(node)) node->used.fetch_sub(bytes);
  Leave(leaf);
  NotifyReleased();
  return BudgetReleaseResult::kReleased;
}

bool BudgetTree::Close(BudgetHandle handle) {
  BudgetNode* node = Find(handle.id);
  if (node == nullptr || handle.id == Root().id) return false;
  std::uint64_t word = node->state.load();
  do {
    if (!BudgetState::IsOpen(word, handle.generation)) return false;
  } while (!node->state.compare_exchange_weak(word, word - BudgetState::kOpen + 1));
  // Without holds it has no children, and nobody is about to make one.
  if (BudgetState::Holds(word) > 0) CloseChildren(node);
  Leave(node);
  return true;
}

std::size_t BudgetTree::CloseAll(OwnerId owner) {
  std::size_t closed = 0;
  const std::uint32_t count = NodeCount();
  for (std::uint32_t id = 1; id <= count; ++id) {
    // The generation first: if the node changes hands after this, closing that generation fails.
    const std::uint64_t word = At(id).state.load();
    if (!BudgetState::IsOpen(word) || At(id).owner.load(std::memory_order_relaxed) != owner) {
      continue;
    }
    if (Close({id, BudgetState::Generation(word)})) ++closed;
  }
  return closed;
}

bool BudgetTree::SetLimit(BudgetHandle handle, std::uint64_t limit_bytes) {
  BudgetNode* node = Enter(handle);
  if (node == nullptr) return false;
  node->limit.store(limit_bytes);
  Leave(node);
  NotifyReleased();
  return true;
}

bool BudgetTree::Available(BudgetHandle handle, std::uint64_t* bytes) const {
  BudgetNode* const leaf = Enter(handle);
  if (leaf == nullptr) return false;
  *bytes = kMaxBudgetBytes;
  for (BudgetNode* node = leaf; node != nullptr; node = Above(node)) {
    *bytes = std::min(*bytes, RoomFor(*node, node->used.load()));
  }
  Leave(leaf);
  return true;
}

bool BudgetTree::Usage(BudgetHandle handle, BudgetUsage* usage) const {
  BudgetNode* node = Enter(handle);
  if (node == nullptr) return false;
  Describe(*node, usage);
  Leave(node);
  return true;
}

std::vector<BudgetUsage> BudgetTree::List() const {
  std::vector<BudgetUsage> usages;
  const std::uint32_t count = NodeCount();
  for (std::uint32_t id = 1; id <= count; ++id) {
    const std::uint64_t word = At(id).state.load();
    BudgetUsage usage;
    if (BudgetState::IsOpen(word) && Usage({id, BudgetState::Generation(word)}, &usage)) {
      usages.push_back(std::move(usage));
    }
  }
  return usages;
}

// Who waits adds its listener, then tries once more, then sleeps. Who releases changes `used`, then
// looks at `listener_count_`. Both are sequentially consistent, so one of them sees the other.
void BudgetTree::AddListener(BudgetListener* listener) {
  const std::lock_guard<std::mutex> lock(listening_);
  listeners_.push_back(listener);
  listener_count_.fetch_add(1);
}

void BudgetTree::RemoveListener(BudgetListener* listener) {
  const std::lock_guard<std::mutex> lock(listening_);
  const auto found = std::find(listeners_.begin(), listeners_.end(), listener);
  if (found == listeners_.end()) return;
  listeners_.erase(found);
  listener_count_.fetch_sub(1);
}

void BudgetTree::NotifyReleased() const {
  if (listener_count_.load() == 0) return;
  const std::lock_guard<std::mutex> lock(listening_);
  for (BudgetListener* listener : listeners_) listener->OnRelease();
}

BudgetNode* BudgetTree::Find(std::uint32_t id) const {
  return id == 0 || id > NodeCount() ? nullptr : &At(id);
}

BudgetNode& BudgetTree::At(std::uint32_t id) const {
  const std::uint32_t index = id - 1;
  return pages_[index / kNodesPerPage].load(std::memory_order_relaxed)[index % kNodesPerPage];
}

BudgetNode* BudgetTree::Enter(BudgetHandle handle) const {
  BudgetNode* node = Find(handle.id);
  if (node == nullptr) return nullptr;
  std::uint64_t word = node->state.load(std::memory_order_relaxed);
  do {
    if (!BudgetState::IsOpen(word, handle.generation)) return nullptr;
  } while (!node->state.compare_exchange_weak(word, word + 1, std::memory_order_acquire,
                                              std::memory_order_relaxed));
  return node;
}

void BudgetTree::Leave(BudgetNode* node) const {
  while (node != nullptr) {
    const std::uint64_t before = node->state.fetch_sub(1, std::memory_order_acq_rel);
    if (BudgetState::Holds(before) > 1 || BudgetState::IsOpen(before)) return;
    node = Finish(node);
  }
}

BudgetNode* BudgetTree::Finish(BudgetNode* node) const {
  BudgetNode* const parent = Above(node);
  const std::uint64_t own = node->own.exchange(0, std::memory_order_relaxed);
  node->used.fetch_sub(own);
  for (BudgetNode* above = parent; above != nullptr; above = Above(above)) {
    above->used.fetch_sub(own);
  }
  if (BudgetState::Generation(node->state.load(std::memory_order_relaxed)) <
      BudgetState::kMaxGeneration) {
    const std::lock_guard<std::mutex> lock(vacancy_);
    vacant_.push_back(node);
  }
  NotifyReleased();
  return parent;
}

void BudgetTree::CloseChildren(const BudgetNode* parent) {
  const std::uint32_t count = NodeCount();
  for (std::uint32_t id = 1; id <= count; ++id) {
    const std::uint64_t word = At(id).state.load();
    if (!BudgetState::IsOpen(word) || Above(&At(id)) != parent) continue;
    Close({id, BudgetState::Generation(word)});
  }
}

BudgetNode* BudgetTree::TakeVacant() {
  const std::lock_guard<std::mutex> lock(vacancy_);
  if (vacant_.empty()) {
    const std::uint32_t first = NodeCount();
    const std::uint32_t page_index = first / kNodesPerPage;
    if (page_index == kMaxPages) return nullptr;
    BudgetNode* page = new (std::nothrow) BudgetNode[kNodesPerPage];
    if (page == nullptr) return nullptr;
    FillPage(page, first + 1);
  }
  BudgetNode* node = vacant_.back();
  vacant_.pop_back();
  return node;
}

void BudgetTree::FillPage(BudgetNode* page, std::uint32_t first_id) {
  for (std::uint32_t i = 0; i < kNodesPerPage; ++i) page[i].id = first_id + i;
  for (std::uint32_t i = kNodesPerPage; i > 0; --i) vacant_.push_back(&page[i - 1]);
  pages_[(first_id - 1) / kNodesPerPage].store(page, std::memory_order_relaxed);
  node_count_.store(first_id - 1 + kNodesPerPage, std::memory_order_release);
}

}  // namespace offheap
