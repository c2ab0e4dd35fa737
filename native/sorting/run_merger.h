// Merges sorted runs with a loser tree over offset-value codes.
//
// The code of a record says how it differs from the record that was written last:
//
//     | ~(common + 1), 32 bits | the next four compared bytes, zero-padded, 32 bits |
//
// (the bytes flipped when descending)
//
// and 0 when both compare equal. Smaller codes come first, so most matches compare two integers.
// Only when two codes are the same are bytes looked at, from the common prefix on; the loser then
// gets its code against the winner, which is the next record to be written by the time that code is
// used. Runs store the common prefix of neighbours, so the code of a run's next record costs
// nothing.
//
// Workspace: one buffer a run for its current record (the stored suffix is read into place behind
// the common prefix), and one for the record written last when format `run` needs it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "access/word.h"
#include "sorting/line_order.h"
#include "sorting/record_encoding.h"
#include "sorting/run_reader.h"

namespace offheap::sorting {

enum class MergeStatus { kOutputFull, kStarved, kDone, kCorrupt };

struct MergeStep {
  MergeStatus status = MergeStatus::kDone;
  size_t bytes = 0;
  size_t run = 0;  // starved or corrupt
};

class RunMerger {
 public:
  /// Returns the bytes of workspace that Merge needs for runs with these longest records, or 0 on
  /// overflow.
  static size_t WorkspaceBytes(const std::vector<size_t>& max_record_bytes);

  /// `workspace` must hold WorkspaceBytes; it and all offered pages must outlive their use.
  RunMerger(const LineOrder& order, RecordFormat format,
            const std::vector<size_t>& max_record_bytes, uint8_t* workspace);

  /// False: the run already holds RunReader::kPages pages, or its last page.
  bool Offer(size_t run, const uint8_t* page, size_t size, bool last);
  MergeStep Merge(uint8_t* output, size_t size);

  size_t run_count() const { return readers_.size(); }
  const RunReader& reader(size_t run) const { return readers_[run]; }
  /// Pages that a run has used up since this was last asked.
  size_t TakeDrainedPages(size_t run) { return readers_[run].TakeDrainedPages(); }
  uint64_t merged_lines() const { return merged_lines_; }
  size_t max_record_bytes() const { return max_record_bytes_; }

 private:
  enum class Phase { kFirstRecords, kWriting, kAdvancing, kDone, kCorrupt };

  struct Contender {
    uint64_t code;
    size_t run;
  };

  static constexpr uint64_t kEqual = 0;
  static constexpr uint64_t kExhausted = UINT64_MAX;

  /// The common prefix is stored as ~(common + 1), so that no code is kEqual or kExhausted.
  static size_t CommonOf(uint64_t code) {
    return static_cast<size_t>(static_cast<uint32_t>(~(code >> 32))) - 1;
  }
  uint64_t CodeAt(const SortedRecord& record, size_t common) const {
    return (static_cast<uint64_t>(~static_cast<uint32_t>(common + 1)) << 32) |
           (PaddedWord32(record.bytes + common, record.compared_length - common) ^
            static_cast<uint32_t>(mask_));
  }
  uint64_t CodeAfterAdvance(const RunReader& reader) const;
  /// Puts the winner into `a`, and the loser with its code against the winner into `b`.
  void Play(Contender& a, Contender& b) const;
  void Resolve(Contender& a, Contender& b) const;
  MergeStep ReadFirstRecords();
  /// From now on every Merge says so: the reader has stopped in the middle of a record.
  MergeStep Corrupt(size_t run, size_t written);
  void BuildTree();
  /// Plays the winner's new record up the tree.
  void ReplayWinner();
  void BeginWinner();

  const LineOrder order_;
  const RecordFormat format_;
  const uint64_t mask_;
  std::vector<RunReader> readers_;
  std::vector<Contender> losers_;  // [1, runs): inner nodes; leaf of run r is node runs + r
  Contender winner_{kExhausted, 0};
  uint8_t* last_written_;  // only under format `run` with key-only comparison
  size_t last_written_length_ = 0;

  Phase phase_ = Phase::kFirstRecords;
  size_t corrupt_run_ = 0;
  std::vector<uint64_t> first_codes_;
  RecordEncoder encoder_;
  uint64_t merged_lines_ = 0;
  size_t max_record_bytes_ = 0;
};

}  // namespace offheap::sorting
