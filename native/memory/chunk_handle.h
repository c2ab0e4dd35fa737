#pragma once

#include <cstdint>

namespace offheap {

/// Names a chunk. Ids are reused, a pair never is.
struct ChunkHandle {
  /// 0 names nothing.
  std::uint32_t id = 0;
  /// 1 to 2^31 - 1, so that it is a small integer in JavaScript.
  std::uint32_t generation = 0;
};

/// One environment (a thread's instance of the addon) that can hold chunks. 0 is nobody.
using OwnerId = std::uint32_t;

}  // namespace offheap
