#include "sorting/index_sort.h"

#include <utility>

namespace offheap::sorting {
namespace {

// Below this an insertion sort of the words is cheaper than a partition.
constexpr size_t kInsertionLimit = 20;
// Above this the pivot is the median of three medians.
constexpr size_t kNintherLimit = 128;
// A byte numbers the entries of a block; two cache lines of them are enough to hide the swaps'
// latency.
constexpr size_t kPartitionBlock = 64;
// Entries ahead whose records are fetched while words are loaded; covers an L3 access.
constexpr size_t kPrefetchDistance = 8;
// Ranges at least this long look at the cancellation flag.
constexpr size_t kCancellationLimit = 4096;

class IndexSorter {
 public:
  IndexSorter(const RecordMemory& records, const IndexSortOptions& options)
      : records_(records), options_(options), mask_(options.descending ? ~uint64_t{0} : 0) {}

  void Sort(IndexEntry* entries, size_t count, size_t depth) {
    unsigned bad_pivots_left = BadPivotsAllowed(count);
    while (count > 1) {
      if (count >= kCancellationLimit && Cancelled()) return;
      if (count <= kInsertionLimit || bad_pivots_left == 0) {
        if (count == 2) {
          SortPair(entries, depth);
          return;
        }
        if (count <= kInsertionLimit) {
          InsertionSortWords(entries, count);
        } else {
          HeapSortWords(entries, count);
        }
        SortEqualGroups(&entries, &count, &depth);
        continue;
      }
      const Pivot pivot = ChoosePivot(entries, count);
      const size_t less =
          Partition(entries, count, [&](uint64_t word) { return word < pivot.word; });
      // Without a smaller word the equal ones must go, or the range would not shrink.
      const size_t equal = pivot.frequent || less == 0
                               ? Partition(entries + less, count - less,
                                           [&](uint64_t word) { return word == pivot.word; })
                               : 0;
      const size_t greater = count - less - equal;
      if (std::max(less, greater) > count - count / 8) --bad_pivots_left;

      IndexEntry* const equal_begin = entries + less;
      IndexEntry* const greater_begin = equal_begin + equal;
      if (equal >= less && equal >= greater) {
        Sort(entries, less, depth);
        Sort(greater_begin, greater, depth);
        entries = equal_begin;
        count = equal;
        Descend(&entries, &count, &depth);
        bad_pivots_left = BadPivotsAllowed(count);
      } else {
        SortEqual(equal_begin, equal, depth);
        if (less >= greater) {
          Sort(greater_begin, greater, depth);
          count = less;
        } else {
          Sort(entries, less, depth);
          entries = greater_begin;
          count = greater;
        }
      }
    }
  }

 private:
  static unsigned BadPivotsAllowed(size_t count) {
    unsigned log2 = 1;
    while (count >>= 1) ++log2;
    return log2;
  }

  bool Cancelled() const {
    return options_.cancelled != nullptr && options_.cancelled->load(std::memory_order_relaxed);
  }

  static void InsertionSortWords(IndexEntry* entries, size_t count) {
    for (size_t i = 1; i < count; ++i) {
      const IndexEntry moving = entries[i];
      size_t j = i;
      while (j > 0 && moving.word < entries[j - 1].word) {
        entries[j] = entries[j - 1];
        --j;
      }
      entries[j] = moving;
    }
  }

  static uint64_t Median(uint64_t a, uint64_t b, uint64_t c) {
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
  }

  struct Pivot {
    uint64_t word;
    // Seen often enough in the sample that its equals are worth a pass of their own.
    bool frequent;
  };

  static Pivot ChoosePivot(const IndexEntry* entries, size_t count) {
    const size_t step = count / 9;
    uint64_t sample[9];
    for (size_t i = 0; i < 9; ++i) sample[i] = entries[i * step].word;
    const uint64_t word = count < kNintherLimit ? Median(sample[1], sample[4], sample[7])
                                                : Median(Median(sample[0], sample[1], sample[2]),
                                                         Median(sample[3], sample[4], sample[5]),
                                                         Median(sample[6], sample[7], sample[8]));
    return {word, std::count(sample, sample + 9, word) >= 2};
  }

  // Moves the entries for which `first` holds to the front and returns how many they are. Works on
  // blocks from both ends: finds the misplaced entries of each, which takes no branch on the data,
  // then swaps them in pairs.
  template <typename First>
  static size_t Partition(IndexEntry* entries, size_t count, First first) {
    IndexEntry* left = entries;
    IndexEntry* right = entries + count;
    uint8_t left_misplaced[kPartitionBlock];
    uint8_t right_misplaced[kPartitionBlock];
    size_t left_begin = 0, left_count = 0, right_begin = 0, right_count = 0;
    while (static_cast<size_t>(right - left) > 2 * kPartitionBlock) {
      if (left_count == 0) {
        left_begin = 0;
        for (size_t i = 0; i < kPartitionBlock; ++i) {
          left_misplaced[left_count] = static_cast<uint8_t>(i);
          left_count += !first(left[i].word);
        }
      }
      if (right_count == 0) {
        right_begin = 0;
        for (size_t i = 0; i < kPartitionBlock; ++i) {
          right_misplaced[right_count] = static_cast<uint8_t>(i);
          right_count += first((right - 1 - i)->word);
        }
      }
      const size_t swaps = std::min(left_count, right_count);
      for (size_t i = 0; i < swaps; ++i) {
        std::swap(left[left_misplaced[left_begin + i]],
                  *(right - 1 - right_misplaced[right_begin + i]));
      }
      left_begin += swaps;
      left_count -= swaps;
      right_begin += swaps;
      right_count -= swaps;
      if (left_count == 0) left += kPartitionBlock;
      if (right_count == 0) right -= kPartitionBlock;
    }
    // What is before `left` and from `right` on is in place; the middle may be half done.
    IndexEntry* boundary = left;
    for (IndexEntry* p = left; p < right; ++p) {
      const IndexEntry entry = *p;
      *p = *boundary;
      *boundary = entry;
      boundary += first(entry.word);
    }
    return static_cast<size_t>(boundary - entries);
  }

  // The words of two entries are loaded at `depth`; decides them by their bytes.
  void SortPair(IndexEntry* pair, size_t depth) const {
    const IndexEntry& a = pair[0];
    const IndexEntry& b = pair[1];
    if (a.word != b.word) {
      if (b.word < a.word) std::swap(pair[0], pair[1]);
      return;
    }
    const size_t a_length = records_.Available(a.offset, a.length);
    const size_t b_length = records_.Available(b.offset, b.length);
    const uint8_t* a_bytes = records_.At(a.offset);
    const uint8_t* b_bytes = records_.At(b.offset);
    const size_t from = std::min(depth, std::min(a_length, b_length));
    const size_t common = CommonPrefix(a_bytes, a_length, b_bytes, b_length, from);
    bool b_first;
    if (common < a_length && common < b_length) {
      b_first = (b_bytes[common] < a_bytes[common]) != options_.descending;
    } else if (a_length != b_length) {
      b_first = (b_length < a_length) != options_.descending;
    } else {
      b_first = options_.stable && b.offset < a.offset;
    }
    if (b_first) std::swap(pair[0], pair[1]);
  }

  // Entries are sorted by word. Sorts every group of equal words but the largest, which is left to
  // the caller.
  void SortEqualGroups(IndexEntry** entries, size_t* count, size_t* depth) {
    IndexEntry* const begin = *entries;
    size_t largest_begin = 0;
    size_t largest_count = 1;
    size_t group_begin = 0;
    for (size_t i = 1; i <= *count; ++i) {
      if (i < *count && begin[i].word == begin[group_begin].word) continue;
      const size_t group = i - group_begin;
      if (group > largest_count) {
        if (largest_count > 1) SortEqual(begin + largest_begin, largest_count, *depth);
        largest_begin = group_begin;
        largest_count = group;
      } else if (group > 1) {
        SortEqual(begin + group_begin, group, *depth);
      }
      group_begin = i;
    }
    *entries = begin + largest_begin;
    *count = largest_count;
    if (largest_count > 1) Descend(entries, count, depth);
  }

  void SortEqual(IndexEntry* entries, size_t count, size_t depth) {
    if (count < 2) return;
    if (count == 2) {
      SortPair(entries, depth);
      return;
    }
    Descend(&entries, &count, &depth);
    Sort(entries, count, depth);
  }

  // All words are equal. Puts the records that end within the word in their place and leaves the
  // rest of the range, with the next words loaded.
  void Descend(IndexEntry** entries, size_t* count, size_t* depth) {
    IndexEntry* const begin = *entries;
    const size_t next_depth = *depth + 8;
    size_t going_on = 0;  // these are gathered at the front
    for (size_t i = 0; i < *count; ++i) {
      if (i + kPrefetchDistance < *count) {
        PrefetchRead(records_.At(begin[i + kPrefetchDistance].offset) + next_depth);
      }
      IndexEntry entry = begin[i];
      if (records_.Available(entry.offset, entry.length) > next_depth) {
        entry.word = records_.Word(entry, next_depth, mask_);
        begin[i] = begin[going_on];
        begin[going_on++] = entry;
      }
    }
    const size_t ended = *count - going_on;
    IndexEntry* ended_begin = begin + going_on;
    if (ended > 0 && !options_.descending) {
      // They belong before the others.
      if (going_on > 0) {
        const size_t swaps = std::min(ended, going_on);
        std::swap_ranges(begin, begin + swaps, begin + *count - swaps);
      }
      ended_begin = begin;
    }
    SortEnded(ended_begin, ended);
    *entries = options_.descending ? begin : begin + ended;
    *count = going_on;
    *depth = next_depth;
  }

  // Equal to their end but for trailing zero bytes: length decides, then input order. Both become
  // the word, which nobody needs any more.
  void SortEnded(IndexEntry* entries, size_t count) const {
    if (count < 2) return;
    if (!options_.stable) {
      size_t i = 1;
      while (i < count && entries[i].length == entries[0].length) ++i;
      if (i == count) return;
    }
    for (size_t i = 0; i < count; ++i) {
      const uint32_t length = options_.descending ? ~entries[i].length : entries[i].length;
      entries[i].word = (uint64_t{length} << 32) | entries[i].offset;
    }
    SortWords(entries, count);
  }

  static void SortWords(IndexEntry* entries, size_t count) {
    unsigned bad_pivots_left = BadPivotsAllowed(count);
    while (count > kInsertionLimit) {
      if (bad_pivots_left == 0) {
        HeapSortWords(entries, count);
        return;
      }
      const uint64_t pivot = ChoosePivot(entries, count).word;
      size_t less = Partition(entries, count, [&](uint64_t word) { return word < pivot; });
      if (less == 0) less = Partition(entries, count, [&](uint64_t word) { return word <= pivot; });
      const size_t rest = count - less;
      if (std::max(less, rest) > count - count / 8) --bad_pivots_left;
      if (less < rest) {
        SortWords(entries, less);
        entries += less;
        count = rest;
      } else {
        SortWords(entries + less, rest);
        count = less;
      }
    }
    InsertionSortWords(entries, count);
  }

  // Not std::sort, which leaves its range when words change under it, as JavaScript can make them.
  static void HeapSortWords(IndexEntry* entries, size_t count) {
    const auto by_word = [](const IndexEntry& a, const IndexEntry& b) { return a.word < b.word; };
    std::make_heap(entries, entries + count, by_word);
    std::sort_heap(entries, entries + count, by_word);
  }

  const RecordMemory& records_;
  const IndexSortOptions& options_;
  const uint64_t mask_;
};

}  // namespace

void SortIndex(IndexEntry* entries, size_t count, const RecordMemory& records,
               const IndexSortOptions& options) {
  IndexSorter(records, options).Sort(entries, count, 0);
}

}  // namespace offheap::sorting
