#include "memory/checked_mode.h"

#include <cstring>

namespace offheap {

std::atomic<std::uint32_t> checked_mode::interval{0};

namespace {

/// One count for the process: threads that allocate fewer chunks than the interval are sampled too.
std::atomic<std::uint32_t> turns{0};
/// Turns that were handed on to the next allocations.
std::atomic<std::uint32_t> owed{0};

bool CountTurn(std::uint32_t interval) {
  return (turns.fetch_add(1, std::memory_order_relaxed) + 1) % interval == 0;
}

/// The compiler cannot know what it calls through a volatile pointer.
void* (*volatile const fill)(void*, int, std::size_t) = &std::memset;

}  // namespace

void RequireGuardInterval(std::uint32_t interval) {
  if (interval == 0) return;
  std::uint32_t current = GuardInterval();
  while (current == 0 || interval < current) {
    if (checked_mode::interval.compare_exchange_weak(current, interval,
                                                     std::memory_order_relaxed)) {
      return;
    }
  }
}

bool TakeGuardTurn() {
  const std::uint32_t interval = GuardInterval();
  if (interval <= 1) return interval == 1;
  std::uint32_t left = owed.load(std::memory_order_relaxed);
  while (left > 0) {
    if (owed.compare_exchange_weak(left, left - 1, std::memory_order_relaxed)) return true;
  }
  return CountTurn(interval);
}

bool HandOnGuardTurn() {
  const std::uint32_t interval = GuardInterval();
  if (interval <= 1) return interval == 1;
  if (!CountTurn(interval)) return false;
  owed.fetch_add(1, std::memory_order_relaxed);
  return true;
}

void Poison(void* data, unsigned char byte, std::size_t size_bytes) {
  if (size_bytes > 0) fill(data, byte, size_bytes);
}

}  // namespace offheap
