#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

// Primitives at any address, aligned or not, in either byte order.
namespace offheap::access {

enum class ByteOrder { kLittleEndian, kBigEndian };

namespace internal {

template <std::size_t kBytes>
using Bits = std::conditional_t<
    kBytes == 1, std::uint8_t,
    std::conditional_t<kBytes == 2, std::uint16_t,
                       std::conditional_t<kBytes == 4, std::uint32_t, std::uint64_t>>>;

/// How far byte `index` of a value of `bytes` is from its lowest bit.
template <ByteOrder kOrder>
constexpr unsigned Shift(std::size_t index, std::size_t bytes) {
  return static_cast<unsigned>(kOrder == ByteOrder::kLittleEndian ? index : bytes - 1 - index) * 8;
}

}  // namespace internal

// Written with shifts, which mean the same on every machine; compilers make one load and at most
// one byte swap of them.

template <typename T, ByteOrder kOrder>
T Load(const std::uint8_t* address) {
  using Bits = internal::Bits<sizeof(T)>;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    bits |= std::uint64_t{address[i]} << internal::Shift<kOrder>(i, sizeof(T));
  }
  const Bits narrow = static_cast<Bits>(bits);
  T value;
  std::memcpy(&value, &narrow, sizeof value);
  return value;
}

template <typename T, ByteOrder kOrder>
void Store(std::uint8_t* address, T value) {
  internal::Bits<sizeof(T)> bits;
  std::memcpy(&bits, &value, sizeof bits);
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    address[i] = static_cast<std::uint8_t>(bits >> internal::Shift<kOrder>(i, sizeof(T)));
  }
}

}  // namespace offheap::access
