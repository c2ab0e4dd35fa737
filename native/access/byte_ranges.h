#pragma once

#include <cstddef>
#include <cstdint>

// Operations on ranges of bytes. A range of length 0 may have any address, nullptr included.
namespace offheap::access {

/// The ranges may overlap; the target gets what the source held before.
void Copy(std::uint8_t* target, const std::uint8_t* source, std::size_t length);

void Fill(std::uint8_t* target, std::uint8_t value, std::size_t length);

bool Equal(const std::uint8_t* left, const std::uint8_t* right, std::size_t length);

/// Lexicographic, bytes unsigned. -1 or 1 where bytes differ; where one range begins with the
/// other, the difference of the lengths; so 0 for equal ones.
std::int64_t Compare(const std::uint8_t* left, std::size_t left_length, const std::uint8_t* right,
                     std::size_t right_length);

/// The ranges are the same, or do not overlap.
void Swap(std::uint8_t* left, std::uint8_t* right, std::size_t length);

}  // namespace offheap::access
