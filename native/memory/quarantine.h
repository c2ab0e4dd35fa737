#pragma once

#include <array>
#include <cstddef>
#include <mutex>

namespace offheap {

/// Address ranges of freed guarded chunks: inaccessible, without memory behind them, and not given
/// out again while they are here, so that a use after free faults. The oldest leave when a bound is
/// reached. Any thread; system calls are made outside the lock.
class Quarantine {
 public:
  /// Each range is one mapping of the process, of which Linux allows 65530 by default.
  static constexpr std::size_t kMaxRanges = 256;
  /// Address space only. Counts against RLIMIT_AS, where one is set.
  static constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

  /// The one that all threads share; never destroyed.
  static Quarantine& Process();

  Quarantine() = default;
  ~Quarantine() { Drain(); }
  Quarantine(const Quarantine&) = delete;
  Quarantine& operator=(const Quarantine&) = delete;

  /// Takes over pages that are inaccessible already. A range larger than kMaxBytes is unmapped.
  void Add(void* pages, std::size_t size_bytes);
  /// Unmaps all ranges; how many there were.
  std::size_t Drain();

  std::size_t RangeCount();
  std::size_t TotalBytes();

 private:
  struct Range {
    void* pages = nullptr;
    std::size_t size_bytes = 0;
  };

  /// False: nothing has to leave for `incoming_bytes` more. The lock is held.
  bool PopFor(std::size_t incoming_bytes, Range* oldest);

  std::mutex mutex_;
  /// A ring: `count_` ranges from `first_`, the oldest first.
  std::array<Range, kMaxRanges> ranges_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::size_t total_bytes_ = 0;
};

}  // namespace offheap
