#pragma once

#include <cstdint>

#include "rows/row_batch.h"
#include "rows/row_order.h"

namespace offheap::rows {

/// The hash code of each row, as Flink's BinaryRowData has it: Murmur3 over its bytes, as far as
/// they are whole words of four bytes.
void HashRows(const RowBatch& rows, int32_t* hashes);

/// For each row the hash code of a row of its keys alone, in key order: the same for rows that
/// compare equal. Refuses decimals of more than 18 digits, whose digits JavaScript counts. `hashes`
/// holds anything when rows are refused.
RowOutcome HashKeys(const RowOrder& order, const RowBatch& rows, int32_t* hashes);

}  // namespace offheap::rows
