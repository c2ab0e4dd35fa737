#include "memory/owner_threads.h"

#include <new>

namespace offheap {

OwnerThreads& OwnerThreads::Process() {
  alignas(OwnerThreads) static unsigned char storage[sizeof(OwnerThreads)];
  static OwnerThreads* const threads = new (storage) OwnerThreads();
  return *threads;
}

void OwnerThreads::Enter(OwnerId owner, std::uint32_t thread_id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  threads_[owner] = thread_id;
}

void OwnerThreads::Leave(OwnerId owner) {
  const std::lock_guard<std::mutex> lock(mutex_);
  threads_.erase(owner);
}

bool OwnerThreads::ThreadOf(OwnerId owner, std::uint32_t* thread_id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = threads_.find(owner);
  if (found == threads_.end()) return false;
  *thread_id = found->second;
  return true;
}

}  // namespace offheap
