// The order of lines as data: what sort(1)'s options mean in the C locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace offheap::sorting {

/// One `-k` key. Positions count from 0.
struct SortKey {
  static constexpr size_t kEndOfLine = SIZE_MAX;

  size_t start_field = 0;
  size_t start_char = 0;
  size_t end_field = kEndOfLine;
  size_t end_char = 0;  // 0: the whole field
  bool skip_start_blanks = false;
  bool skip_end_blanks = false;
  bool numeric = false;
  bool descending = false;
  bool fold_case = false;
  bool dictionary = false;
  bool ignore_nonprinting = false;
};

struct LineOrder {
  static constexpr int kBlankTransition = -1;

  std::vector<SortKey> keys;
  int separator = kBlankTransition;
  bool descending = false;
  bool stable = false;  // implied by unique
  bool unique = false;

  bool has_keys() const { return !keys.empty(); }
  /// Only the key decides; lines whose keys tie keep their input order.
  bool compares_key_only() const { return has_keys() && (stable || unique); }
};

}  // namespace offheap::sorting
