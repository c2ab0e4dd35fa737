#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace offheap::rows {

/// Murmur3 of 32 bits as Flink's MurmurHashUtils computes it: seed 42, words in the byte order of
/// the machine.
class Murmur {
 public:
  /// `length` is a multiple of 4.
  void Mix(const uint8_t* bytes, size_t length) {
    for (size_t i = 0; i < length; i += 4) {
      uint32_t word;
      std::memcpy(&word, bytes + i, sizeof word);
      const uint32_t mixed = RotateLeft(word * 0xcc9e2d51u, 15) * 0x1b873593u;
      hash_ = RotateLeft(hash_ ^ mixed, 13) * 5 + 0xe6546b64u;
    }
    length_ += static_cast<uint32_t>(length);
  }

  void Mix(uint64_t word) {
    uint8_t bytes[sizeof word];
    std::memcpy(bytes, &word, sizeof word);
    Mix(bytes, sizeof word);
  }

  int32_t Finish() const {
    uint32_t hash = hash_ ^ length_;
    hash = (hash ^ hash >> 16) * 0x85ebca6bu;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
    return static_cast<int32_t>(hash ^ hash >> 16);
  }

 private:
  static uint32_t RotateLeft(uint32_t value, unsigned bits) {
    return value << bits | value >> (32 - bits);
  }

  uint32_t hash_ = 42;
  uint32_t length_ = 0;
};

}  // namespace offheap::rows
