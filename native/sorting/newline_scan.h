// Finds the newlines of a 64-byte block: bit i is set when byte i is one.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define OFFHEAP_NEWLINE_SCAN_SSE2 1
#elif defined(__aarch64__)
#include <arm_neon.h>
#define OFFHEAP_NEWLINE_SCAN_NEON 1
#endif

namespace offheap::sorting {

constexpr size_t kNewlineBlock = 64;

inline uint64_t NewlineMask(const uint8_t* block) {
#if defined(OFFHEAP_NEWLINE_SCAN_SSE2)
  const __m128i newline = _mm_set1_epi8('\n');
  uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i));
    const uint64_t bits = static_cast<uint16_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, newline)));
    mask |= bits << (16 * i);
  }
  return mask;
#elif defined(OFFHEAP_NEWLINE_SCAN_NEON)
  const uint8x16_t newline = vdupq_n_u8('\n');
  const uint8_t bit_values[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bits = vld1q_u8(bit_values);
  uint8x16_t hits[4];
  for (int i = 0; i < 4; ++i) {
    hits[i] = vandq_u8(vceqq_u8(vld1q_u8(block + 16 * i), newline), bits);
  }
  const uint8x16_t low = vpaddq_u8(hits[0], hits[1]);
  const uint8x16_t high = vpaddq_u8(hits[2], hits[3]);
  const uint8x16_t half = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(half, half)), 0);
#else
  uint64_t mask = 0;
  for (unsigned i = 0; i < kNewlineBlock; ++i) {
    mask |= static_cast<uint64_t>(block[i] == '\n') << i;
  }
  return mask;
#endif
}

}  // namespace offheap::sorting
