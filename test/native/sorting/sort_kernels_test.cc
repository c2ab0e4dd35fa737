#include <algorithm>
#include <string>
#include <vector>

#include "sorting/normalized_key.h"
#include "sorting/sort_pipeline.h"

using namespace offheap::test;

namespace {

using offheap::sorting::kKeyDoesNotFit;
using offheap::sorting::NormalizeKeys;

const std::uint8_t* Bytes(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// Strings of few different bytes, zero and 0xFF among them, that share prefixes.
std::string RandomLine(Random& random) {
  static const std::string kAlphabet(
      "\0\x01"
      "ab\xFF 1-.",
      10);
  std::string line(random.Below(4) == 0 ? random.Below(20) : 0, 'a');
  for (std::size_t n = random.Below(14); n > 0; --n) line += kAlphabet[random.Below(10)];
  return line;
}

Lines RandomLines(Random& random) {
  Lines lines;
  for (std::size_t n = random.Below(400); n > 0; --n) {
    if (!lines.empty() && random.Below(3) == 0) {
      lines.push_back(lines[random.Below(lines.size())]);
    } else {
      lines.push_back(RandomLine(random));
    }
  }
  return lines;
}

LineOrder RandomOrder(Random& random) {
  LineOrder order;
  order.descending = random.Below(2) == 0;
  order.unique = random.Below(3) == 0;
  order.stable = order.unique || random.Below(3) == 0;
  if (random.Below(3) == 0) order.separator = 'a';
  for (std::size_t n = random.Below(3); n > 0; --n) {
    SortKey key;
    key.start_field = random.Below(2);
    key.start_char = random.Below(2);
    if (random.Below(2) == 0) key.end_field = random.Below(3);
    key.end_char = random.Below(3);
    key.skip_start_blanks = random.Below(2) == 0;
    key.numeric = random.Below(2) == 0;
    key.descending = random.Below(2) == 0;
    order.keys.push_back(key);
  }
  return order;
}

std::string KeyOf(const LineOrder& order, const std::string& line) {
  std::string key(4 * line.size() + 64, '\0');
  std::vector<std::uint8_t> out(key.size());
  const std::size_t n = NormalizeKeys(order, Bytes(line), line.size(), out.data(), out.size());
  CHECK(n != kKeyDoesNotFit);
  return std::string(reinterpret_cast<char*>(out.data()), n);
}

int CompareBytes(const std::string& a, const std::string& b) {
  const int common = std::memcmp(a.data(), b.data(), std::min(a.size(), b.size()));
  if (common != 0) return common;
  return a.size() < b.size() ? -1 : a.size() > b.size();
}

/// What the kernels must do, said with std::stable_sort.
Lines SortedBy(const LineOrder& order, const Lines& lines) {
  auto compare = [&](const std::string& a, const std::string& b) {
    int result = CompareBytes(KeyOf(order, a), KeyOf(order, b));
    if (result == 0 && !order.compares_key_only()) result = CompareBytes(a, b);
    return order.descending ? -result : result;
  };
  Lines sorted = lines;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const std::string& a, const std::string& b) { return compare(a, b) < 0; });
  if (order.unique) {
    sorted.erase(
        std::unique(sorted.begin(), sorted.end(),
                    [&](const std::string& a, const std::string& b) { return compare(a, b) == 0; }),
        sorted.end());
  }
  return sorted;
}

PipelineSizes RandomSizes(Random& random) {
  PipelineSizes sizes;
  sizes.region = 4096 + 16 * random.Below(300);
  sizes.input_page = 1 + random.Below(300);
  sizes.run_page = 1 + random.Below(200);
  sizes.output_page = 1 + random.Below(200);
  return sizes;
}

}  // namespace

TEST(runs_merge_into_what_a_stable_sort_gives) {
  Random random(Seed());
  for (int round = 0; round < 300; ++round) {
    const Lines lines = RandomLines(random);
    const LineOrder order = RandomOrder(random);
    const PipelineSizes sizes = RandomSizes(random);
    const std::vector<Run> runs = MakeRuns(Join(lines), order, sizes);
    const Merged merged = MergeRuns(runs, order, RecordFormat::kText, sizes);
    CHECK(!merged.corrupt);
    CHECK(merged.bytes == Join(SortedBy(order, lines)));
  }
}

TEST(merging_in_two_passes_changes_nothing) {
  Random random(Seed() + 1);
  for (int round = 0; round < 200; ++round) {
    const Lines lines = RandomLines(random);
    const LineOrder order = RandomOrder(random);
    const PipelineSizes sizes = RandomSizes(random);
    const std::vector<Run> runs = MakeRuns(Join(lines), order, sizes);
    if (runs.size() < 2) continue;
    const std::size_t half = runs.size() / 2;
    std::vector<Run> merged_runs;
    for (const auto& group : {std::vector<Run>(runs.begin(), runs.begin() + half),
                              std::vector<Run>(runs.begin() + half, runs.end())}) {
      const Merged merged = MergeRuns(group, order, RecordFormat::kRun, sizes);
      CHECK(!merged.corrupt);
      merged_runs.push_back({merged.bytes, merged.max_record_bytes});
    }
    const Merged merged = MergeRuns(merged_runs, order, RecordFormat::kText, sizes);
    CHECK(!merged.corrupt);
    CHECK(merged.bytes == Join(SortedBy(order, lines)));
  }
}

TEST(one_builder_writes_sorted_text) {
  Random random(Seed() + 2);
  for (int round = 0; round < 100; ++round) {
    const Lines lines = RandomLines(random);
    const LineOrder order = RandomOrder(random);
    const std::string input = Join(lines);
    Memory region(64 * 1024 + 80 * input.size());
    RunBuilder builder(region.data(), region.size(), order);
    CHECK_EQ(builder.Append(Bytes(input), input.size()), input.size());
    CHECK(builder.EndInput());
    const std::atomic<bool> cancelled{false};
    builder.Sort(cancelled);
    CHECK(EncodeAll(builder, RecordFormat::kText, 1 + random.Below(100)) ==
          Join(SortedBy(order, lines)));
  }
}

TEST(long_equal_lines_neither_overflow_the_stack_nor_take_forever) {
  LineOrder order;
  const std::string line(2'000'000, 'x');
  Memory region(12'100'000);
  RunBuilder builder(region.data(), region.size(), order);
  for (int i = 0; i < 6; ++i) {
    const std::string input = line + '\n';
    CHECK_EQ(builder.Append(Bytes(input), input.size()), input.size());
  }
  const std::atomic<bool> cancelled{false};
  builder.Sort(cancelled);
  CHECK_EQ(EncodeAll(builder, RecordFormat::kRun, 1 << 20).size(), line.size() + 4 + 5 * 4);
}

TEST(adverse_orders_of_input_are_sorted) {
  LineOrder order;
  for (int kind = 0; kind < 4; ++kind) {
    Lines lines;
    for (int i = 0; i < 20000; ++i) {
      const int value = kind == 0 ? i : kind == 1 ? 20000 - i : kind == 2 ? i % 2 : (i * i) % 7;
      lines.push_back("common prefix of many bytes " + std::to_string(100000 + value));
    }
    PipelineSizes sizes{2 << 20, 65536, 65536, 65536};
    const std::vector<Run> runs = MakeRuns(Join(lines), order, sizes);
    CHECK(MergeRuns(runs, order, RecordFormat::kText, sizes).bytes == Join(SortedBy(order, lines)));
  }
}

TEST(a_line_that_does_not_fit_is_refused_and_nothing_is_lost) {
  LineOrder order;
  Memory region(4096);
  RunBuilder builder(region.data(), region.size(), order);
  const std::string line(5000, 'x');
  const std::size_t taken = builder.Append(Bytes(line), line.size());
  CHECK(taken < line.size());
  CHECK_EQ(builder.open_line_bytes(), taken);
  CHECK_EQ(builder.line_count(), 0u);
  CHECK_EQ(builder.Append(Bytes(line) + taken, line.size() - taken), 0u);
  CHECK_EQ(builder.Append(Bytes("\n"), 1), 1u);
  CHECK_EQ(builder.line_count(), 1u);
}

TEST(a_cancelled_sort_ends_at_once_and_keeps_the_index_whole) {
  LineOrder order;
  Memory region(4 << 20);
  RunBuilder builder(region.data(), region.size(), order);
  std::string input;
  for (int i = 0; i < 50000; ++i) input += std::to_string(i * 7919 % 50000) + '\n';
  CHECK_EQ(builder.Append(Bytes(input), input.size()), input.size());
  const std::atomic<bool> cancelled{true};
  builder.Sort(cancelled);
  CHECK_EQ(EncodeAll(builder, RecordFormat::kText, 1 << 16).size(), input.size());
}

TEST(corrupt_runs_are_told_or_read_as_other_records_but_never_overrun) {
  Random random(Seed() + 3);
  for (int round = 0; round < 1500; ++round) {
    const Lines lines = RandomLines(random);
    const LineOrder order = RandomOrder(random);
    const PipelineSizes sizes = RandomSizes(random);
    std::vector<Run> runs = MakeRuns(Join(lines), order, sizes);
    if (runs.empty()) continue;
    Run& victim = runs[random.Below(runs.size())];
    for (std::size_t n = 1 + random.Below(4); n > 0 && !victim.bytes.empty(); --n) {
      const std::size_t at = random.Below(victim.bytes.size());
      if (random.Below(4) == 0) {
        victim.bytes.resize(at);
      } else {
        victim.bytes[at] = static_cast<char>(random.Next());
      }
    }
    const RecordFormat format = random.Below(2) == 0 ? RecordFormat::kText : RecordFormat::kRun;
    const Merged merged = MergeRuns(runs, order, format, sizes);
    CHECK(merged.max_record_bytes <= 4096 * 2);
  }
}

TEST(a_corrupt_run_stays_corrupt_however_often_the_merge_is_repeated) {
  LineOrder order;
  for (const std::string& bytes :
       {std::string(200, '\xFF'), std::string("\x05\x01x"), std::string("\x00\x7Fx", 3)}) {
    std::vector<std::size_t> longest{100};
    Memory workspace(RunMerger::WorkspaceBytes(longest));
    RunMerger merger(order, RecordFormat::kText, longest, workspace.data());
    CHECK(merger.Offer(0, Bytes(bytes), bytes.size(), true));
    Memory output(100);
    for (int i = 0; i < 100; ++i) {
      CHECK(merger.Merge(output.data(), output.size()).status == MergeStatus::kCorrupt);
    }
  }
}

TEST(index_entries_from_overwritten_memory_never_lead_outside_the_region) {
  Random random(Seed() + 4);
  for (int round = 0; round < 300; ++round) {
    const LineOrder order = RandomOrder(random);
    Memory region(4096);
    std::memset(region.data(), 0, region.size());
    RunBuilder builder(region.data(), region.size(), order);
    const std::string input = Join(RandomLines(random)).substr(0, 2500);
    builder.Append(Bytes(input), input.size());
    builder.EndInput();
    for (std::size_t i = 0; i < region.size(); ++i) {
      if (random.Below(4) == 0) region.data()[i] = static_cast<std::uint8_t>(random.Next());
    }
    const std::atomic<bool> cancelled{false};
    builder.Sort(cancelled);
    EncodeAll(builder, RecordFormat::kRun, 4096);
  }
}

TEST(workspace_of_impossible_records_is_refused) {
  CHECK_EQ(RunMerger::WorkspaceBytes({SIZE_MAX}), 0u);
  CHECK_EQ(RunMerger::WorkspaceBytes({std::size_t{0xFFFFFFFFu}}), 0u);
  CHECK(RunMerger::WorkspaceBytes({10, 20}) >= 10 + 20 + 20);
}
