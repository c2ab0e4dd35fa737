#pragma once

#include "rows/row_order.h"

namespace offheap::rows {

/// Negative, 0 or positive. Both rows have passed CheckKeys; where another thread has changed one
/// since then so that a key cannot be read any more, `*intact` becomes false and the key counts as
/// equal.
int CompareRows(const RowOrder& order, Row a, Row b, bool* intact);

}  // namespace offheap::rows
