// Sorts the index of a run: multikey quicksort over eight-byte words.
//
//  1. Partition by the cached word into less and not less, without branches on the data. When the
//     pivot is frequent its equals get a part of their own. Each part is sorted the same way.
//  2. Small ranges are sorted by word, and cut into groups of equal words.
//  3. In a group, or equal part, records that end within the word come first (last when
//     descending), by length. The others load their next word and go on eight bytes deeper.
//
// Recursion goes into the smaller parts only, so the stack is bounded by log2 of the number of
// entries, whatever the data. Bad pivots switch to a heap sort of the words, so the number of word
// comparisons is O(n log n) a level.
#pragma once

#include <atomic>
#include <cstddef>

#include "sorting/index_entry.h"

namespace offheap::sorting {

struct IndexSortOptions {
  bool descending = false;
  /// Entries that tie keep the order of their offsets.
  bool stable = false;
  /// Checked between partitions of large ranges; when it turns true the sort stops with the index
  /// in any order.
  const std::atomic<bool>* cancelled = nullptr;
};

/// The words of all entries must be loaded at depth 0.
void SortIndex(IndexEntry* entries, size_t count, const RecordMemory& records,
               const IndexSortOptions& options);

}  // namespace offheap::sorting
