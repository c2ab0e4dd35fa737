#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "memory/chunk_slot.h"

namespace offheap {

class ChunkRegistry;

/// Keeps one chunk's memory alive while it exists, whoever frees the chunk meanwhile. Move-only;
/// any thread may hold and drop it. Made by ChunkRegistry::Pin; an empty one means that the chunk
/// was freed, or pinned too often.
class ChunkPin {
 public:
  ChunkPin() = default;
  ChunkPin(ChunkPin&& other) noexcept { *this = std::move(other); }
  ChunkPin& operator=(ChunkPin&& other) noexcept {
    if (this != &other) {
      Drop();
      registry_ = std::exchange(other.registry_, nullptr);
      slot_ = std::exchange(other.slot_, nullptr);
    }
    return *this;
  }
  ChunkPin(const ChunkPin&) = delete;
  ChunkPin& operator=(const ChunkPin&) = delete;
  ~ChunkPin() { Drop(); }

  explicit operator bool() const { return slot_ != nullptr; }
  /// nullptr for a chunk of 0 bytes.
  std::uint8_t* data() const { return static_cast<std::uint8_t*>(slot_->allocation.data); }
  std::size_t size_bytes() const { return slot_->allocation.size_bytes; }
  bool Contains(std::size_t offset, std::size_t length) const {
    return offset <= size_bytes() && length <= size_bytes() - offset;
  }

  /// Gives the pin back now. Idempotent.
  void Drop();

 private:
  friend class ChunkRegistry;
  ChunkPin(ChunkRegistry* registry, ChunkSlot* slot) : registry_(registry), slot_(slot) {}

  ChunkRegistry* registry_ = nullptr;
  ChunkSlot* slot_ = nullptr;
};

}  // namespace offheap
