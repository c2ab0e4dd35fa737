#include "rows/row_sort.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "rows/key_value.h"
#include "rows/row_compare.h"
#include "rows/row_words.h"

namespace offheap::rows {
namespace {

/// Up to here entries are inserted one by one.
constexpr size_t kInsertionLimit = 12;

/// Stable. `precedes` may contradict itself.
template <typename Precedes>
void InsertionSort(WordEntry* entries, size_t count, const Precedes& precedes) {
  for (size_t i = 1; i < count; ++i) {
    const WordEntry entry = entries[i];
    size_t place = i;
    for (; place > 0 && precedes(entry, entries[place - 1]); --place) {
      entries[place] = entries[place - 1];
    }
    entries[place] = entry;
  }
}

bool WordPrecedes(const WordEntry& a, const WordEntry& b) { return a.word < b.word; }

/// Merges two sorted runs, one behind the other, into `target`.
void Merge(const WordEntry* left, const WordEntry* middle, const WordEntry* end,
           WordEntry* target) {
  const WordEntry* right = middle;
  if (middle < end && WordPrecedes(*middle, middle[-1])) {
    while (left < middle && right < end) {
      // Which one it is cannot be foreseen: no branch on it.
      const auto takes_right = static_cast<ptrdiff_t>(WordPrecedes(*right, *left));
      *target++ = *(left + (right - left) * takes_right);
      right += takes_right;
      left += 1 - takes_right;
    }
  }
  std::copy(right, end, std::copy(left, middle, target));
}

/// By their words, stable. `scratch` has room for as many.
void MergeSort(WordEntry* entries, size_t count, WordEntry* scratch) {
  for (size_t i = 0; i < count; i += kInsertionLimit) {
    InsertionSort(entries + i, std::min(kInsertionLimit, count - i), WordPrecedes);
  }
  WordEntry* source = entries;
  WordEntry* target = scratch;
  for (size_t run = kInsertionLimit; run < count; run *= 2) {
    for (size_t i = 0; i < count; i += 2 * run) {
      const size_t middle = std::min(i + run, count);
      Merge(source + i, source + middle, source + std::min(middle + run, count), target + i);
    }
    std::swap(source, target);
  }
  if (source != entries) std::copy(source, source + count, entries);
}

class RowSorter {
 public:
  RowSorter(const RowOrder& order, const RowBatch& rows)
      : order_(order), rows_(rows), words_(order, rows) {}

  RowOutcome Sort(RowPosition* positions) {
    const size_t count = rows_.size();
    for (size_t i = 0; i < count; ++i) {
      rows_.Prefetch(i);
      if (!CheckKeys(order_, rows_[i])) return {RowStatus::kRefused, i};
    }
    entries_.reset(new (std::nothrow) WordEntry[count]);
    scratch_.reset(new (std::nothrow) WordEntry[count]);
    const std::unique_ptr<RowPosition[]> before(new (std::nothrow) RowPosition[count]);
    if (entries_ == nullptr || scratch_ == nullptr || before == nullptr) {
      return {RowStatus::kOutOfMemory, 0};
    }
    for (size_t i = 0; i < count; ++i) entries_[i] = {0, static_cast<uint32_t>(i)};
    SortGroup(entries_.get(), count, WordPlace{});
    if (!intact_ || !words_.intact()) return {RowStatus::kRefused, 0};
    std::copy(positions, positions + count, before.get());
    for (size_t i = 0; i < count; ++i) positions[i] = before[entries_[i].row];
    return {};
  }

 private:
  /// Rows that agree in all words before `place`. Calls itself for all groups but the largest, so
  /// that the stack is bounded by the logarithm of their number.
  void SortGroup(WordEntry* entries, size_t count, WordPlace place) {
    while (count > kInsertionLimit && words_.Load(entries, count, &place)) {
      MergeSort(entries, count, scratch_.get());
      RowWords::Advance(&place);
      WordEntry* largest = entries;
      size_t largest_count = 0;
      for (size_t from = 0; from < count;) {
        size_t to = from + 1;
        while (to < count && entries[to].word == entries[from].word) ++to;
        if (to - from > largest_count) {
          if (largest_count > 1) SortGroup(largest, largest_count, place);
          largest = entries + from;
          largest_count = to - from;
        } else if (to - from > 1) {
          SortGroup(entries + from, to - from, place);
        }
        from = to;
      }
      entries = largest;
      count = largest_count;
    }
    if (count <= kInsertionLimit) SortFew(entries, count);
  }

  void SortFew(WordEntry* entries, size_t count) {
    if (count < 2) return;
    for (size_t i = 0; i < count; ++i) RowBatch::Fetch(rows_[entries[i].row]);
    InsertionSort(entries, count, [this](const WordEntry& a, const WordEntry& b) {
      return CompareRows(order_, rows_[a.row], rows_[b.row], &intact_) < 0;
    });
  }

  const RowOrder& order_;
  const RowBatch& rows_;
  RowWords words_;
  std::unique_ptr<WordEntry[]> entries_;
  std::unique_ptr<WordEntry[]> scratch_;
  /// False: a row has been changed meanwhile so that it cannot be compared any more.
  bool intact_ = true;
};

}  // namespace

RowOutcome SortRows(const RowOrder& order, const RowBatch& rows, RowPosition* positions) {
  return RowSorter(order, rows).Sort(positions);
}

}  // namespace offheap::rows
