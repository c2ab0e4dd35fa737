#pragma once

#include <cstddef>
#include <cstdint>

#include "rows/row_batch.h"
#include "rows/row_order.h"

namespace offheap::rows {

/// What sorting moves: a word of a row's keys, and which row it is.
struct WordEntry {
  uint64_t word;
  uint32_t row;
};

/// Where in the words of its keys a row is. The keys of a row are a sequence of words, and the
/// first that differs in two rows orders them:
///
///     key that is nullable   whether it is null
///     value of 8 bytes       the value
///     wide decimal           the high half, the low half
///     wide timestamp         milliseconds, nanoseconds
///     text                   8 bytes each, zeros behind its end, until no row has more; its length
struct WordPlace {
  enum class Part { kNull, kValue, kSecond };

  /// The first key. Past the last one there are no more words.
  size_t key = 0;
  Part part = Part::kNull;
  /// Of a text, how many bytes come before the word.
  uint32_t byte = 0;
};

/// Loads the words of rows. They have passed CheckKeys.
class RowWords {
 public:
  RowWords(const RowOrder& order, const RowBatch& rows) : order_(order), rows_(rows) {}

  /// Loads the words of all entries at the first place from `place` on where there is one to load,
  /// and moves `place` there. The words of the entries agree in all places before. False: there is
  /// none; the keys are equal.
  bool Load(WordEntry* entries, size_t count, WordPlace* place);

  /// The place behind that.
  static void Advance(WordPlace* place);

  /// False: a row that was loaded has been changed meanwhile so that it cannot be read any more,
  /// and words are anything.
  bool intact() const { return intact_; }

 private:
  bool LoadValues(const RowKey& key, WordEntry* entries, size_t count, WordPlace* place);
  bool LoadTexts(const RowKey& key, WordEntry* entries, size_t count, WordPlace* place);
  uint32_t CommonEnd(const RowKey& key, const WordEntry* entries, size_t count, uint32_t from);
  uint64_t WideWord(const RowKey& key, Row row, bool second);

  /// The row of an entry in a loop over `count` of them.
  const Row& RowOf(const WordEntry* entries, size_t i, size_t count) const {
    const size_t later = i + RowBatch::kPrefetchDistance;
    if (later < count) RowBatch::Fetch(rows_[entries[later].row]);
    return rows_[entries[i].row];
  }

  const RowOrder& order_;
  const RowBatch& rows_;
  bool intact_ = true;
};

}  // namespace offheap::rows
