import { currentEngine } from '../engine/current-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { requireEngine } from './argument-checks.ts';
import { runCleaners } from './budget/memory-cleaners.ts';

/**
 * Gives memory that is not in use back to the system: the engine's spare chunks, what the cleaners of this thread have, and
 * what malloc keeps free for the next allocations. How many bytes engine and cleaners gave back; what malloc does
 * comes on top, and does not tell. Takes milliseconds when the heap is large: for quiet moments.
 *
 * After many small chunks malloc can give little back until V8 has collected their ArrayBuffers: what it keeps for each of them
 * lies between the freed memory.
 */
export function trim(engine: Engine = currentEngine()): number {
  requireEngine(engine);
  const bytes = engine.trim() + runCleaners();
  engine.trimHeap();
  return bytes;
}
