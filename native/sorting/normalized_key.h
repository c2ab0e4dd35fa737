// Normalized keys: byte strings that compare like the keys of two lines
// (docs/formats/sorted-run.md).
#pragma once

#include <cstddef>
#include <cstdint>

#include "sorting/line_order.h"

namespace offheap::sorting {

constexpr size_t kKeyDoesNotFit = SIZE_MAX;

/// Writes the normalized keys of a line to `out` and returns their length, or kKeyDoesNotFit.
/// `out` may not overlap the line.
size_t NormalizeKeys(const LineOrder& order, const uint8_t* line, size_t line_length, uint8_t* out,
                     size_t capacity);

}  // namespace offheap::sorting
