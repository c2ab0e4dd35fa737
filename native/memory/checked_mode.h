#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

// How much of checked mode this process has: one number, the guard interval.
//
//     0   off
//     1   every chunk lies between guard pages, and all freed or uninitialised memory is poisoned
//     n   every n-th chunk is guarded and poisoned, the others are as without checked mode
namespace offheap {

/// What memory holds that was allocated without zeros: reading it shows.
constexpr unsigned char kUninitialisedByte = 0xcd;
/// What memory holds from its free on.
constexpr unsigned char kFreedByte = 0xdb;

namespace checked_mode {
extern std::atomic<std::uint32_t> interval;
}

/// Written rarely, read by every allocation: one relaxed load, one branch.
inline std::uint32_t GuardInterval() {
  return checked_mode::interval.load(std::memory_order_relaxed);
}

/// Takes the interval over if it is stricter than the one in force; 0 asks for nothing. The chunks
/// belong to the process, so a thread may sharpen the checks for all and none can loosen them.
/// Chunks that are there stay as they are.
void RequireGuardInterval(std::uint32_t interval);

/// Whether the next chunk is one of those to guard. Counts, unless the interval is 0 or 1.
bool TakeGuardTurn();

/// The same for memory that is to serve a chunk to come without an allocation. True: it must not;
/// the chunk that is allocated in its stead takes the turn.
bool HandOnGuardTurn();

/// Like memset, but never left out because nobody reads the memory any more.
void Poison(void* data, unsigned char byte, std::size_t size_bytes);

}  // namespace offheap
