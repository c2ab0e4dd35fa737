#pragma once

#include <cstddef>
#include <cstdint>

#include "rows/row_batch.h"
#include "rows/row_order.h"

namespace offheap::rows {

/// Writes the normalized key of a row: exactly `length` bytes, the key, its beginning, or the key
/// and zeros. As unsigned bytes from left to right they are ordered like the keys, the other way
/// round when the order is inverted. The row has passed CheckKeys; false: it would not any more,
/// and `target` holds anything.
bool PutNormalizedKey(const RowOrder& order, Row row, uint8_t* target, size_t length);

/// The normalized keys of all rows, one behind the other, each of `key_bytes`: `target` has room
/// for them, and holds anything when they are refused.
RowOutcome PutNormalizedKeys(const RowOrder& order, const RowBatch& rows, size_t key_bytes,
                             uint8_t* target);

}  // namespace offheap::rows
