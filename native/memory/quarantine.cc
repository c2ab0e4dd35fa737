#include "memory/quarantine.h"

#include <new>

#include "memory/system_memory.h"

namespace offheap {

Quarantine& Quarantine::Process() {
  alignas(Quarantine) static unsigned char storage[sizeof(Quarantine)];
  static Quarantine* const quarantine = new (storage) Quarantine();
  return *quarantine;
}

void Quarantine::Add(void* pages, std::size_t size_bytes) {
  if (size_bytes > kMaxBytes) {
    UnmapPages(pages, size_bytes);
    return;
  }
  for (;;) {
    Range oldest;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!PopFor(size_bytes, &oldest)) {
        ranges_[(first_ + count_) % kMaxRanges] = {pages, size_bytes};
        ++count_;
        total_bytes_ += size_bytes;
        return;
      }
    }
    UnmapPages(oldest.pages, oldest.size_bytes);
  }
}

std::size_t Quarantine::Drain() {
  std::size_t drained = 0;
  for (;; ++drained) {
    Range oldest;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!PopFor(kMaxBytes, &oldest)) return drained;
    }
    UnmapPages(oldest.pages, oldest.size_bytes);
  }
}

std::size_t Quarantine::RangeCount() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return count_;
}

std::size_t Quarantine::TotalBytes() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return total_bytes_;
}

bool Quarantine::PopFor(std::size_t incoming_bytes, Range* oldest) {
  if (count_ == 0) return false;
  if (count_ < kMaxRanges && total_bytes_ + incoming_bytes <= kMaxBytes) return false;
  *oldest = ranges_[first_];
  first_ = (first_ + 1) % kMaxRanges;
  --count_;
  total_bytes_ -= oldest->size_bytes;
  return true;
}

}  // namespace offheap
