import { freemem, totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { ChunkHoldings, ThreadHoldings } from '../engine/chunk-report.ts';
import { currentEngine } from '../engine/current-engine.ts';
import type { Engine, EngineName } from '../engine/engine.ts';
import type { BudgetUsageTree } from '../errors/manager-errors.ts';
import { MemoryBudget } from '../memory/budget/memory-budget.ts';
import { type PooledMemory, pooledMemory } from '../memory/pooled-memory.ts';
import { constrainedMemory } from './process-limits.ts';

/**
 * Where the memory is. Off-heap numbers are the process's on the native engine, this thread's on the JS engine; those of V8
 * are this thread's. The values are read one after another while other threads go on.
 */
export interface MemoryReport {
  readonly engine: EngineName;
  /** Chunks whose memory is held: in use, or freed and still pinned. */
  readonly live: ChunkHoldings;
  /** The most bytes of `live` so far. */
  readonly peakBytes: number;
  /** Memory of freed chunks that the engine keeps for the next ones. `trim()` gives it back. */
  readonly spareBytes: number;
  /** What the pools of this thread keep unused; part of `live`. */
  readonly pooled: PooledMemory;
  /** Chunks that somebody has pinned; part of `live`. */
  readonly pinned: ChunkHoldings;
  /** Freed chunks that wait for their last pin; part of `pinned`. */
  readonly pending: ChunkHoldings;
  /** The tree of budgets. Bytes may be reserved without being allocated, and allocated without being reserved. */
  readonly budgets: BudgetUsageTree;
  /** What each thread has in use. JS engine: of this thread. */
  readonly threads: readonly ThreadHoldings[];
  /** Resident memory of the whole process. */
  readonly residentBytes: number;
  readonly heap: { readonly usedBytes: number; readonly limitBytes: number };
  /** What V8 knows of outside its heap, ArrayBuffers and so attached chunks included. */
  readonly externalBytes: number;
  readonly arrayBufferBytes: number;
  /** The limit of the container (cgroup v1 or v2); undefined: none. */
  readonly containerLimitBytes: number | undefined;
  /** What the system could still give to this process. */
  readonly availableSystemBytes: number;
}

/** What `engine` holds now, in bytes and chunks, by thread, beside what the process takes. Default: the engine of this thread. */
export function memoryReport(engine: Engine = currentEngine()): MemoryReport {
  const statistics = engine.statistics();
  const { pinned, pending, threads } = engine.report();
  const usage = process.memoryUsage();
  return {
    engine: engine.name,
    live: { chunks: statistics.liveChunks, bytes: statistics.liveBytes },
    peakBytes: statistics.peakBytes,
    spareBytes: statistics.spareBytes,
    pooled: pooledMemory(),
    pinned,
    pending,
    budgets: MemoryBudget.process(engine).usage(),
    threads,
    residentBytes: usage.rss,
    heap: { usedBytes: usage.heapUsed, limitBytes: getHeapStatistics().heap_size_limit },
    externalBytes: usage.external,
    arrayBufferBytes: usage.arrayBuffers,
    containerLimitBytes: constrainedMemory(process.constrainedMemory(), totalmem()),
    availableSystemBytes: availableSystemBytes(),
  };
}

/** Younger than Node 20.19's types, and not in every runtime. */
type Process = NodeJS.Process & { availableMemory?(): number };

function availableSystemBytes(): number {
  return (process as Process).availableMemory?.() ?? freemem();
}
