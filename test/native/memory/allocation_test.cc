#include "memory/allocation.h"

#include <cstdint>
#include <cstring>

#include "memory/system_memory.h"
#include "test_program.h"

using namespace offheap;

namespace {

const std::size_t kSizes[] = {1,
                              63,
                              64,
                              65,
                              4095,
                              32768,
                              kMappedBytes - 1,
                              kMappedBytes,
                              kMappedBytes + 1,
                              2 * kMappedBytes + 4097};

bool IsZero(const Allocation& allocation) {
  const auto* bytes = static_cast<const unsigned char*>(allocation.data);
  for (std::size_t i = 0; i < allocation.size_bytes; ++i) {
    if (bytes[i] != 0) return false;
  }
  return true;
}

}  // namespace

TEST(every_size_is_aligned_and_can_be_written_to_its_last_byte) {
  for (const std::size_t size : kSizes) {
    for (const bool zeroed : {false, true}) {
      Allocation allocation;
      CHECK(Allocate(size, zeroed, &allocation));
      CHECK_EQ(allocation.size_bytes, size);
      CHECK_EQ(reinterpret_cast<std::uintptr_t>(allocation.data) % kChunkAlignment, 0u);
      std::memset(allocation.data, 0xab, size);
      Release(allocation);
    }
  }
}

TEST(zeroed_memory_is_zero_even_where_other_memory_was_just_released) {
  for (const std::size_t size : kSizes) {
    Allocation used;
    CHECK(Allocate(size, false, &used));
    std::memset(used.data, 0xab, size);
    Release(used);
    Allocation zeroed;
    CHECK(Allocate(size, true, &zeroed));
    CHECK(IsZero(zeroed));
    Release(zeroed);
  }
}

TEST(no_bytes_need_no_memory) {
  Allocation allocation;
  CHECK(Allocate(0, true, &allocation));
  CHECK(allocation.data == nullptr);
  CHECK_EQ(allocation.size_bytes, 0u);
  Release(allocation);
}

TEST(absurd_sizes_are_refused) {
  const std::size_t sizes[] = {std::size_t{1} << 50,       SIZE_MAX / 2, SIZE_MAX / 2 + 1,
                               SIZE_MAX - kChunkAlignment, SIZE_MAX - 1, SIZE_MAX};
  for (const std::size_t size : sizes) {
    Allocation allocation;
    CHECK(!Allocate(size, true, &allocation));
    CHECK(!Allocate(size, false, &allocation));
  }
}

#if !defined(_WIN32)
TEST(mapped_pages_are_aligned_to_huge_pages) {
  for (const std::size_t size : {std::size_t{1}, kHugePageBytes, kHugePageBytes + 1}) {
    void* pages = MapPages(size);
    CHECK(pages != nullptr);
    CHECK_EQ(reinterpret_cast<std::uintptr_t>(pages) % kHugePageBytes, 0u);
    UnmapPages(pages, size);
  }
}
#endif
