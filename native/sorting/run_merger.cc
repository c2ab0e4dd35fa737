#include "sorting/run_merger.h"

#include <algorithm>
#include <utility>

namespace offheap::sorting {
namespace {

size_t BufferBytes(size_t max_record_bytes) {
  return (max_record_bytes + RunReader::kBufferSlack + 15) & ~size_t{15};
}

size_t Longest(const std::vector<size_t>& max_record_bytes) {
  return max_record_bytes.empty()
             ? 0
             : *std::max_element(max_record_bytes.begin(), max_record_bytes.end());
}

}  // namespace

size_t RunMerger::WorkspaceBytes(const std::vector<size_t>& max_record_bytes) {
  size_t total = 0;
  auto add = [&total](size_t record) {
    const size_t bytes = record <= kMaxRecordBytes ? BufferBytes(record) : SIZE_MAX;
    if (bytes == SIZE_MAX || total > SIZE_MAX - bytes) return false;
    total += bytes;
    return true;
  };
  for (size_t record : max_record_bytes) {
    if (!add(record)) return 0;
  }
  return add(Longest(max_record_bytes)) ? total : 0;
}

RunMerger::RunMerger(const LineOrder& order, RecordFormat format,
                     const std::vector<size_t>& max_record_bytes, uint8_t* workspace)
    : order_(order), format_(format), mask_(order.descending ? ~uint64_t{0} : 0) {
  readers_.reserve(max_record_bytes.size());
  for (size_t record : max_record_bytes) {
    readers_.emplace_back(workspace, record, order.has_keys(), order.compares_key_only());
    workspace += BufferBytes(record);
  }
  last_written_ = workspace;
  losers_.resize(std::max<size_t>(readers_.size(), 1), Contender{kExhausted, 0});
}

bool RunMerger::Offer(size_t run, const uint8_t* page, size_t size, bool last) {
  return readers_[run].Offer(page, size, last);
}

uint64_t RunMerger::CodeAfterAdvance(const RunReader& reader) const {
  const SortedRecord& record = reader.record();
  const size_t previous_length = reader.previous_compared_length();
  const size_t common = std::min({reader.common(), record.compared_length, previous_length});
  if (common == record.compared_length && common == previous_length) return kEqual;
  return CodeAt(record, common);
}

void RunMerger::Play(Contender& a, Contender& b) const {
  if (a.code == b.code) {
    Resolve(a, b);
    return;
  }
  if (b.code < a.code) std::swap(a, b);
  const uint64_t difference = a.code ^ b.code;
  // The same common prefix and the same first byte behind it: the loser shares more with the winner
  // than its code says.
  if (difference >> 24 == 0) {
    const SortedRecord& winner = readers_[a.run].record();
    const SortedRecord& loser = readers_[b.run].record();
    const size_t shared = CommonOf(b.code) + (CountLeadingZeros64(difference) - 32) / 8;
    b.code = CodeAt(loser, std::min({shared, winner.compared_length, loser.compared_length}));
  }
}

void RunMerger::Resolve(Contender& a, Contender& b) const {
  if (a.code == kEqual || a.code == kExhausted) {
    if (b.run < a.run) std::swap(a, b);
    return;
  }
  const SortedRecord* first = &readers_[a.run].record();
  const SortedRecord* second = &readers_[b.run].record();
  const size_t shorter = std::min(first->compared_length, second->compared_length);
  // The four bytes in the code are known to agree as far as both records go.
  const size_t from = std::min(CommonOf(a.code) + 4, shorter);
  const size_t common = CommonPrefix(first->bytes, first->compared_length, second->bytes,
                                     second->compared_length, from);
  bool equal = false;
  bool second_wins;
  if (common < shorter) {
    second_wins = (second->bytes[common] < first->bytes[common]) != order_.descending;
  } else if (first->compared_length != second->compared_length) {
    second_wins = (second->compared_length < first->compared_length) != order_.descending;
  } else {
    equal = true;
    second_wins = b.run < a.run;
  }
  if (second_wins) {
    std::swap(a, b);
    std::swap(first, second);
  }
  b.code = equal ? kEqual : CodeAt(*second, common);
}

void RunMerger::BuildTree() {
  const size_t runs = readers_.size();
  std::vector<Contender> winners(2 * runs);
  for (size_t run = 0; run < runs; ++run) winners[runs + run] = Contender{first_codes_[run], run};
  for (size_t node = runs - 1; node >= 1; --node) {
    winners[node] = winners[2 * node];
    losers_[node] = winners[2 * node + 1];
    Play(winners[node], losers_[node]);
  }
  winner_ = winners[1];
}

void RunMerger::ReplayWinner() {
  Contender contender = winner_;
  for (size_t node = (readers_.size() + contender.run) / 2; node >= 1; node /= 2) {
    Play(contender, losers_[node]);
  }
  winner_ = contender;
}

void RunMerger::BeginWinner() {
  if (winner_.code == kExhausted) {
    phase_ = Phase::kDone;
    return;
  }
  if (order_.unique && winner_.code == kEqual && merged_lines_ > 0) {
    phase_ = Phase::kAdvancing;
    return;
  }
  phase_ = Phase::kWriting;
  ++merged_lines_;
  const SortedRecord& record = readers_[winner_.run].record();
  max_record_bytes_ = std::max(max_record_bytes_, record.length);
  if (format_ == RecordFormat::kText) {
    encoder_.BeginText(record);
    return;
  }
  size_t common = winner_.code == kEqual ? record.compared_length : CommonOf(winner_.code);
  if (order_.compares_key_only()) {
    if (common == record.compared_length) {
      common = CommonPrefix(last_written_, last_written_length_, record.bytes, record.length,
                            std::min({common, last_written_length_, record.length}));
    }
    std::memcpy(last_written_ + common, record.bytes + common, record.length - common);
    last_written_length_ = record.length;
  }
  encoder_.BeginRun(record, common, order_.has_keys());
}

MergeStep RunMerger::ReadFirstRecords() {
  for (; first_codes_.size() < readers_.size();) {
    const size_t run = first_codes_.size();
    switch (readers_[run].Next()) {
      case ReadStatus::kNeedsPage:
        return {MergeStatus::kStarved, 0, run};
      case ReadStatus::kCorrupt:
        return Corrupt(run, 0);
      case ReadStatus::kEnd:
        first_codes_.push_back(kExhausted);
        break;
      case ReadStatus::kRecord:
        // Nothing has been written that it could equal.
        first_codes_.push_back(CodeAt(readers_[run].record(), 0));
        break;
    }
  }
  if (readers_.empty()) {
    phase_ = Phase::kDone;
  } else {
    BuildTree();
    BeginWinner();
  }
  return {MergeStatus::kDone, 0, 0};
}

MergeStep RunMerger::Corrupt(size_t run, size_t written) {
  phase_ = Phase::kCorrupt;
  corrupt_run_ = run;
  return {MergeStatus::kCorrupt, written, run};
}

MergeStep RunMerger::Merge(uint8_t* output, size_t size) {
  size_t written = 0;
  if (phase_ == Phase::kCorrupt) return Corrupt(corrupt_run_, 0);
  if (phase_ == Phase::kFirstRecords) {
    const MergeStep step = ReadFirstRecords();
    if (step.status != MergeStatus::kDone) return step;
  }
  while (phase_ != Phase::kDone) {
    if (phase_ == Phase::kWriting) {
      written += encoder_.Write(output + written, size - written);
      if (!encoder_.complete()) return {MergeStatus::kOutputFull, written, 0};
      phase_ = Phase::kAdvancing;
    }
    RunReader& reader = readers_[winner_.run];
    switch (reader.Next()) {
      case ReadStatus::kNeedsPage:
        return {MergeStatus::kStarved, written, winner_.run};
      case ReadStatus::kCorrupt:
        return Corrupt(winner_.run, written);
      case ReadStatus::kEnd:
        winner_.code = kExhausted;
        break;
      case ReadStatus::kRecord:
        winner_.code = CodeAfterAdvance(reader);
        break;
    }
    ReplayWinner();
    BeginWinner();
  }
  return {MergeStatus::kDone, written, 0};
}

}  // namespace offheap::sorting
