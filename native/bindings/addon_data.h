#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "bindings/adopted_buffers.h"
#include "bindings/release_signal.h"
#include "memory/chunk_registry.h"

namespace offheap::bindings {

/// What one environment (a main thread or a worker) has of the addon. The environment owns it: its
/// cleanup hook gives back every chunk and pin that is left, its end deletes it. Used on the
/// environment's thread only.
///
/// Order at the end, which Node guarantees: asynchronous work has finished; ArrayBuffers made after
/// the addon was loaded are detached; then our hook runs, as hooks run in reverse order of their
/// registration. So nothing can see freed memory.
class AddonData {
 public:
  /// nullptr, with an exception pending, when the environment refuses.
  static AddonData* Create(Napi::Env env);
  static AddonData* Of(napi_env env);

  AddonData(const AddonData&) = delete;
  AddonData& operator=(const AddonData&) = delete;

  ChunkRegistry& registry() const { return ChunkRegistry::Process(); }
  OwnerId owner() const { return owner_; }

  /// Leaves a chunk's id and generation for JavaScript: an Int32Array costs less to read than a
  /// result object costs to make. It stays where it is while the environment lives.
  void WriteHandle(ChunkHandle handle) {
    handle_out_[0] = static_cast<std::int32_t>(handle.id);
    handle_out_[1] = static_cast<std::int32_t>(handle.generation);
  }
  Napi::Value handle_array() const { return handle_array_.Value(); }

  /// Where JavaScript leaves the arguments of a bulk kernel (bulk_kernels.cc), which costs it less
  /// than to pass them. Checked like any arguments. Stays where it is while the environment lives.
  void* bulk_arguments() const { return bulk_arguments_; }
  Napi::Value bulk_arguments_buffer() const { return bulk_arguments_buffer_.Value(); }
  static constexpr std::size_t kBulkArgumentBytes = 48;

  /// Makes the errors that native code throws: (code, sentence, fields) => Error.
  /// nullptr before configure().
  napi_ref error_factory() const { return error_factory_; }
  void set_error_factory(napi_ref factory) { error_factory_ = factory; }

  /// The largest ArrayBuffer that the runtime makes; 0 before configure().
  std::size_t max_buffer_bytes() const { return max_buffer_bytes_; }
  void set_max_buffer_bytes(std::size_t size_bytes) { max_buffer_bytes_ = size_bytes; }

  /// References to chunks that this environment has attached, by handle.
  std::unordered_map<std::uint64_t, std::uint32_t>& attached() { return attached_; }
  /// The chunk's memory when this environment holds a reference, of whichever kind.
  const Allocation* Held(ChunkHandle handle) const;
  /// Gives back one reference that it holds.
  void DropHeld(ChunkHandle handle);

  AdoptedBuffers& adopted() { return adopted_; }

  /// Pins that JavaScript holds, so that it can neither drop those of native code nor keep any when
  /// its thread ends.
  std::unordered_multimap<std::uint64_t, ChunkPin>& script_pins() { return script_pins_; }

  /// nullptr until JavaScript waits for a budget.
  std::shared_ptr<ReleaseSignal>& release_signal() { return release_signal_; }

 private:
  explicit AddonData(Napi::Env env);
  static void ReleaseHoldings(void* self);

  const OwnerId owner_;
  std::int32_t* handle_out_ = nullptr;
  Napi::Reference<Napi::Int32Array> handle_array_;
  void* bulk_arguments_ = nullptr;
  Napi::Reference<Napi::ArrayBuffer> bulk_arguments_buffer_;
  /// Never deleted by hand: references go with the environment.
  napi_ref error_factory_ = nullptr;
  std::size_t max_buffer_bytes_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> attached_;
  AdoptedBuffers adopted_;
  std::unordered_multimap<std::uint64_t, ChunkPin> script_pins_;
  std::shared_ptr<ReleaseSignal> release_signal_;
};

/// The key of a chunk in the maps of an environment.
inline std::uint64_t KeyOf(ChunkHandle handle) {
  return (std::uint64_t{handle.generation} << 32) | handle.id;
}

}  // namespace offheap::bindings
