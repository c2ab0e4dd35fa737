// Words of strings: eight or four bytes at a time, compared as unsigned integers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(_MSC_VER)
#include <intrin.h>
#include <stdlib.h>
#endif

namespace offheap {

inline uint64_t ByteSwap64(uint64_t value) {
#if defined(_MSC_VER)
  return _byteswap_uint64(value);
#else
  return __builtin_bswap64(value);
#endif
}

inline uint32_t ByteSwap32(uint32_t value) {
#if defined(_MSC_VER)
  return _byteswap_ulong(value);
#else
  return __builtin_bswap32(value);
#endif
}

/// Undefined for 0.
inline unsigned CountLeadingZeros64(uint64_t value) {
#if defined(_MSC_VER)
  unsigned long index;
  _BitScanReverse64(&index, value);
  return 63u - static_cast<unsigned>(index);
#else
  return static_cast<unsigned>(__builtin_clzll(value));
#endif
}

/// Undefined for 0.
inline unsigned CountTrailingZeros64(uint64_t value) {
#if defined(_MSC_VER)
  unsigned long index;
  _BitScanForward64(&index, value);
  return static_cast<unsigned>(index);
#else
  return static_cast<unsigned>(__builtin_ctzll(value));
#endif
}

inline void PrefetchRead(const void* address) {
#if defined(_MSC_VER)
  _mm_prefetch(static_cast<const char*>(address), _MM_HINT_T0);
#else
  __builtin_prefetch(address, 0, 3);
#endif
}

inline bool IsLittleEndianHost() {
  const uint16_t probe = 1;
  unsigned char first;
  std::memcpy(&first, &probe, 1);
  return first == 1;
}

inline uint64_t LoadNative64(const uint8_t* bytes) {
  uint64_t value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

inline uint64_t LoadBigEndian64(const uint8_t* bytes) {
  const uint64_t value = LoadNative64(bytes);
  return IsLittleEndianHost() ? ByteSwap64(value) : value;
}

inline uint32_t LoadBigEndian32(const uint8_t* bytes) {
  uint32_t value;
  std::memcpy(&value, bytes, sizeof value);
  return IsLittleEndianHost() ? ByteSwap32(value) : value;
}

/// The first eight of `length` bytes, big-endian, zeros after the end. Reads eight bytes whatever
/// the length is.
inline uint64_t PaddedWord64(const uint8_t* bytes, size_t length) {
  if (length >= 8) return LoadBigEndian64(bytes);
  if (length == 0) return 0;
  return LoadBigEndian64(bytes) & (~uint64_t{0} << (64 - 8 * length));
}

/// The first four of `length` bytes, big-endian, zeros after the end. Reads four bytes whatever the
/// length is.
inline uint32_t PaddedWord32(const uint8_t* bytes, size_t length) {
  if (length >= 4) return LoadBigEndian32(bytes);
  if (length == 0) return 0;
  return LoadBigEndian32(bytes) & (~uint32_t{0} << (32 - 8 * length));
}

/// Length of the common prefix of two strings whose first `from` bytes are known to agree.
inline size_t CommonPrefix(const uint8_t* a, size_t a_length, const uint8_t* b, size_t b_length,
                           size_t from) {
  const size_t limit = a_length < b_length ? a_length : b_length;
  size_t i = from;
  while (i + 8 <= limit) {
    const uint64_t difference = LoadNative64(a + i) ^ LoadNative64(b + i);
    if (difference != 0) {
      const unsigned zeros =
          IsLittleEndianHost() ? CountTrailingZeros64(difference) : CountLeadingZeros64(difference);
      return i + zeros / 8;
    }
    i += 8;
  }
  while (i < limit && a[i] == b[i]) ++i;
  return i < limit ? i : limit;
}

}  // namespace offheap
