#pragma once

#include <napi.h>

#include "sorting/line_order.h"

namespace offheap::bindings {

/// The LineOrder of lib/engine/sort-kernels.ts. False with InvalidArgumentError pending when it is
/// none.
bool ReadLineOrder(Napi::Env env, Napi::Value value, sorting::LineOrder* order);

}  // namespace offheap::bindings
