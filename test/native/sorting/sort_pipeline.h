#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sorting/run_builder.h"
#include "sorting/run_merger.h"
#include "test_program.h"

// Drives the kernels as the operator does, over memory that a sanitizer guards to the byte.
namespace offheap::test {

using sorting::LineOrder;
using sorting::MergeStatus;
using sorting::MergeStep;
using sorting::RecordFormat;
using sorting::RunBuilder;
using sorting::RunMerger;
using sorting::SortKey;

using Lines = std::vector<std::string>;

/// `size` bytes, aligned as chunks are, with nothing readable behind them.
class Memory {
 public:
  explicit Memory(std::size_t size)
      : bytes_(static_cast<std::uint8_t*>(std::malloc(size == 0 ? 1 : size))), size_(size) {}
  ~Memory() { std::free(bytes_); }
  Memory(Memory&& other) noexcept : bytes_(nullptr), size_(0) { *this = std::move(other); }
  Memory& operator=(Memory&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    return *this;
  }

  std::uint8_t* data() { return bytes_; }
  std::size_t size() const { return size_; }

 private:
  std::uint8_t* bytes_;
  std::size_t size_;
};

struct Run {
  std::string bytes;
  std::size_t max_record_bytes;
};

struct PipelineSizes {
  std::size_t region = 8192;
  std::size_t input_page = 100;
  std::size_t run_page = 64;
  std::size_t output_page = 100;
};

inline std::string EncodeAll(RunBuilder& builder, RecordFormat format, std::size_t page) {
  std::string all;
  Memory output(page);
  for (;;) {
    const std::size_t n = builder.Encode(output.data(), output.size(), format);
    if (n == 0) return all;
    all.append(reinterpret_cast<char*>(output.data()), n);
  }
}

inline std::vector<Run> MakeRuns(const std::string& input, const LineOrder& order,
                                 const PipelineSizes& sizes) {
  std::vector<Run> runs;
  Memory first(sizes.region);
  Memory second(sizes.region);
  RunBuilder builders[2] = {{first.data(), first.size(), order},
                            {second.data(), second.size(), order}};
  int current = 0;
  const std::atomic<bool> cancelled{false};
  auto finish_run = [&](RunBuilder& builder) {
    builder.Sort(cancelled);
    const std::size_t longest = builder.max_record_bytes();
    runs.push_back({EncodeAll(builder, RecordFormat::kRun, sizes.run_page), longest});
    builder.Reset();
  };
  auto rotate = [&] {
    RunBuilder& full = builders[current];
    RunBuilder& next = builders[1 - current];
    CHECK(full.line_count() > 0);
    CHECK(next.AdoptOpenLine(full));
    finish_run(full);
    current = 1 - current;
  };
  std::size_t at = 0;
  while (at < input.size()) {
    const std::size_t n = std::min(sizes.input_page, input.size() - at);
    Memory page(n);
    std::memcpy(page.data(), input.data() + at, n);
    std::size_t taken = builders[current].Append(page.data(), n);
    while (taken < n) {
      rotate();
      taken += builders[current].Append(page.data() + taken, n - taken);
    }
    at += n;
  }
  if (!builders[current].EndInput()) {
    rotate();
    CHECK(builders[current].EndInput());
  }
  if (builders[current].line_count() > 0) finish_run(builders[current]);
  return runs;
}

struct Merged {
  bool corrupt = false;
  std::string bytes;
  std::size_t max_record_bytes = 0;
};

inline Merged MergeRuns(const std::vector<Run>& runs, const LineOrder& order, RecordFormat format,
                        const PipelineSizes& sizes) {
  std::vector<std::size_t> longest;
  for (const Run& run : runs) longest.push_back(run.max_record_bytes);
  Memory workspace(RunMerger::WorkspaceBytes(longest));
  RunMerger merger(order, format, longest, workspace.data());
  std::vector<std::size_t> at(runs.size());
  std::vector<std::vector<Memory>> pages(runs.size());
  Memory output(sizes.output_page);
  Merged merged;
  for (;;) {
    const MergeStep step = merger.Merge(output.data(), output.size());
    merged.bytes.append(reinterpret_cast<char*>(output.data()), step.bytes);
    merged.max_record_bytes = merger.max_record_bytes();
    for (std::size_t run = 0; run < runs.size(); ++run) {
      for (std::size_t n = merger.TakeDrainedPages(run); n > 0; --n) {
        pages[run].erase(pages[run].begin());
      }
    }
    if (step.status == MergeStatus::kDone) return merged;
    if (step.status == MergeStatus::kCorrupt) {
      merged.corrupt = true;
      return merged;
    }
    if (step.status == MergeStatus::kStarved) {
      const std::string& bytes = runs[step.run].bytes;
      const std::size_t n = std::min(sizes.run_page, bytes.size() - at[step.run]);
      pages[step.run].emplace_back(n);
      if (n > 0) std::memcpy(pages[step.run].back().data(), bytes.data() + at[step.run], n);
      at[step.run] += n;
      const bool last = at[step.run] == bytes.size();
      CHECK(merger.Offer(step.run, pages[step.run].back().data(), n, last));
      if (n == 0) pages[step.run].pop_back();
    }
  }
}

inline std::string Join(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

}  // namespace offheap::test
