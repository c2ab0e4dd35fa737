import { writeSync } from 'node:fs';
import { isMainThread, threadId } from 'node:worker_threads';
import type { Engine } from '../engine/engine.ts';
import { headline, type LeakReport, reportOf } from './leak-report.ts';
import { LeakTally } from './leak-tally.ts';
import { monotonicMillis } from './monotonic-clock.ts';
import type { GrownSegment } from './watched-segment.ts';

/** Origins in the report at exit; the rest is counted. */
const MAX_LINES = 20;

/** What is allocated and not freed at this moment. */
export interface LiveMemory {
  readonly segments: number;
  readonly bytes: number;
  /**
   * Chunks that the engine's ledger holds and no watched segment uses: unsampled ones, those of other threads where the
   * ledger is the process's, chunks that were taken from the engine itself, and freed ones that wait for a pin.
   */
  readonly unwatchedChunks: number;
}

export function countLive(live: readonly GrownSegment[], engine: Engine | undefined): LiveMemory {
  const chunks = new Set(live.map(({ backing }) => backing.chunk).filter((chunk) => chunk?.engine === engine));
  return {
    segments: live.length,
    bytes: live.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    unwatchedChunks: engine === undefined ? 0 : Math.max(0, engine.statistics().liveChunks - chunks.size),
  };
}

/** Writes to standard error, at once, what is live when the thread ends. Nothing when nothing is. */
export function writeExitReport(live: readonly GrownSegment[], memory: LiveMemory): LeakReport[] {
  const now = monotonicMillis();
  const tally = new LeakTally();
  for (const segment of live) tally.add(reportOf(segment, 'exit', now));
  const reports = tally.drain();
  if (reports.length === 0 && memory.unwatchedChunks === 0) return reports;
  const where = isMainThread ? 'at exit' : `at the exit of worker ${threadId}`;
  const { segments, bytes, unwatchedChunks } = memory;
  const lines = [`offheap: live ${where}: segments=${segments}, bytes=${bytes}`];
  lines.push(...reports.slice(0, MAX_LINES).map((report) => `  ${headline(report)}`));
  if (reports.length > MAX_LINES) lines.push(`  and of ${reports.length - MAX_LINES} more origins`);
  if (unwatchedChunks > 0) lines.push(`  besides, chunks that this thread does not watch: ${unwatchedChunks}`);
  try {
    // Not process.stderr: at exit, and in a worker, what is written there may be lost.
    writeSync(2, `${lines.join('\n')}\n`);
  } catch {
    // Nobody reads standard error any more.
  }
  return reports;
}
