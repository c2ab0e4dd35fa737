#include "access/byte_ranges.h"

#include <algorithm>
#include <cstring>

namespace offheap::access {

// memcpy and its kin must not be called with nullptr, not even for no bytes.

void Copy(std::uint8_t* target, const std::uint8_t* source, std::size_t length) {
  if (length > 0) std::memmove(target, source, length);
}

void Fill(std::uint8_t* target, std::uint8_t value, std::size_t length) {
  if (length > 0) std::memset(target, value, length);
}

bool Equal(const std::uint8_t* left, const std::uint8_t* right, std::size_t length) {
  return length == 0 || std::memcmp(left, right, length) == 0;
}

std::int64_t Compare(const std::uint8_t* left, std::size_t left_length, const std::uint8_t* right,
                     std::size_t right_length) {
  const std::size_t common = std::min(left_length, right_length);
  const int difference = common == 0 ? 0 : std::memcmp(left, right, common);
  if (difference != 0) return difference < 0 ? -1 : 1;
  return static_cast<std::int64_t>(left_length) - static_cast<std::int64_t>(right_length);
}

void Swap(std::uint8_t* left, std::uint8_t* right, std::size_t length) {
  if (left != right) std::swap_ranges(left, left + length, right);
}

}  // namespace offheap::access
