#pragma once

#include <cstdint>
#include <map>
#include <mutex>

#include "memory/chunk_handle.h"

namespace offheap {

/// Which thread each environment runs in, by the number that JavaScript knows the thread by. For
/// reports only. Any thread may call.
class OwnerThreads {
 public:
  /// Never destroyed, as threads may outlive static destructors.
  static OwnerThreads& Process();

  void Enter(OwnerId owner, std::uint32_t thread_id);
  void Leave(OwnerId owner);
  /// False: not entered.
  bool ThreadOf(OwnerId owner, std::uint32_t* thread_id) const;

 private:
  mutable std::mutex mutex_;
  std::map<OwnerId, std::uint32_t> threads_;
};

}  // namespace offheap
