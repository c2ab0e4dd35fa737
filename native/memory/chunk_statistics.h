#pragma once

#include <atomic>
#include <cstdint>

namespace offheap {

/// A snapshot; the values are read one after another while other threads go on.
struct ChunkStatistics {
  /// Chunks whose memory is held: in use, or freed and waiting for a pin.
  std::uint64_t live_chunks = 0;
  std::uint64_t live_bytes = 0;
  std::uint64_t peak_bytes = 0;
  /// Those of `live_chunks` that are freed and wait for a pin.
  std::uint64_t pending_chunks = 0;
  std::uint64_t allocated_chunks = 0;
  /// Chunks that are no more: `allocated_chunks - live_chunks`.
  std::uint64_t freed_chunks = 0;
  /// Memory of freed chunks that their owners keep for the next ones; not live.
  std::uint64_t spare_bytes = 0;
};

/// The process-wide ledger behind ChunkStatistics.
class ChunkLedger {
 public:
  void Allocated(std::uint64_t size_bytes) {
    allocated_.fetch_add(1, std::memory_order_relaxed);
    const std::uint64_t live =
        live_bytes_.fetch_add(size_bytes, std::memory_order_relaxed) + size_bytes;
    std::uint64_t peak = peak_bytes_.load(std::memory_order_relaxed);
    while (live > peak &&
           !peak_bytes_.compare_exchange_weak(peak, live, std::memory_order_relaxed)) {
    }
  }

  void Released(std::uint64_t size_bytes) {
    live_bytes_.fetch_sub(size_bytes, std::memory_order_relaxed);
    freed_.fetch_add(1, std::memory_order_relaxed);
  }

  void Deferred() { pending_.fetch_add(1, std::memory_order_relaxed); }
  void DeferredReleased() { pending_.fetch_sub(1, std::memory_order_relaxed); }

  void Retired(std::uint64_t size_bytes) {
    spare_bytes_.fetch_add(size_bytes, std::memory_order_relaxed);
    Released(size_bytes);
  }
  void Renewed(std::uint64_t size_bytes) {
    SpareReleased(size_bytes);
    Allocated(size_bytes);
  }
  void SpareReleased(std::uint64_t size_bytes) {
    spare_bytes_.fetch_sub(size_bytes, std::memory_order_relaxed);
  }

  void ResetPeak() {
    peak_bytes_.store(live_bytes_.load(std::memory_order_relaxed), std::memory_order_relaxed);
  }

  ChunkStatistics Snapshot() const {
    ChunkStatistics statistics;
    // Freed before allocated: a chunk that comes and goes in between must not make their difference
    // negative.
    statistics.freed_chunks = freed_.load(std::memory_order_acquire);
    statistics.allocated_chunks = allocated_.load(std::memory_order_acquire);
    statistics.live_chunks = statistics.allocated_chunks - statistics.freed_chunks;
    statistics.live_bytes = live_bytes_.load(std::memory_order_relaxed);
    statistics.peak_bytes = peak_bytes_.load(std::memory_order_relaxed);
    statistics.spare_bytes = spare_bytes_.load(std::memory_order_relaxed);
    statistics.pending_chunks = pending_.load(std::memory_order_relaxed);
    return statistics;
  }

 private:
  std::atomic<std::uint64_t> allocated_{0};
  std::atomic<std::uint64_t> freed_{0};
  std::atomic<std::uint64_t> live_bytes_{0};
  std::atomic<std::uint64_t> peak_bytes_{0};
  std::atomic<std::uint64_t> pending_{0};
  std::atomic<std::uint64_t> spare_bytes_{0};
};

}  // namespace offheap
