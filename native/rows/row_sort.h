// Sorts rows by their keys, word by word:
//
//  1. Every key of every row is checked.
//  2. A word of the keys of each row is loaded, and a merge sort orders the words. Most rows have
//     their place then.
//  3. Rows whose words are equal are a group of their own: a large one goes on with the next word,
//  a
//     small one is ordered by comparing its rows.
//  4. The positions are brought into the order of the rows.
//
// So a row is read a few times, not for each comparison. Everything is stable, and stays inside of
// its memory whatever the rows hold: another thread may change them meanwhile.
#pragma once

#include "rows/row_batch.h"
#include "rows/row_order.h"

namespace offheap::rows {

/// Orders `positions`, which `rows` was made from; rows whose keys are equal keep their order.
/// Takes 40 bytes of memory a row for the time of the call.
RowOutcome SortRows(const RowOrder& order, const RowBatch& rows, RowPosition* positions);

}  // namespace offheap::rows
