import { threadId } from 'node:worker_threads';
import type { EngineName } from '../engine/engine.ts';
import type { SegmentKind } from '../memory/backing.ts';
import { formatMemorySize } from '../memory/memory-size.ts';
import type { GrownSegment } from './watched-segment.ts';

/** One use of a segment before it was forgotten. */
export interface LeakTouch {
  /** `pin`, `view`, or what was given to `leakDetector.touch`. */
  readonly hint: string;
  readonly ageMillis: number;
  /** Stack frames, innermost first. */
  readonly frames: readonly string[];
}

/** Segments of one origin that were forgotten, or are still live when the thread ends. */
export interface LeakReport {
  /** `collected`: the garbage collector found them unreachable, and they are freed now. `exit`: still live at the end. */
  readonly found: 'collected' | 'exit';
  readonly kind: SegmentKind;
  readonly engine: EngineName | undefined;
  /** Of the thread that allocated them; 0 is the main thread. */
  readonly threadId: number;
  readonly owner: string | undefined;
  /** Stack frames of the allocation, innermost first; undefined for those that had none taken down. */
  readonly origin: readonly string[] | undefined;
  /** `file:line:column` of the allocation. */
  readonly place: string | undefined;
  readonly count: number;
  /** Of all of them together. */
  readonly totalBytes: number;
  /** How many there probably are, where only a sample was watched; otherwise `count`. */
  readonly estimatedCount: number;
  /** Of the largest. */
  readonly sizeBytes: number;
  /** Of the oldest. */
  readonly ageMillis: number;
  /** Why one of them could not be freed: its memory stays until the process ends. */
  readonly releaseError?: string;
  /** The last touches of one of them, newest first. */
  readonly touches: readonly LeakTouch[];
}

/** Leaks with the same key are reported together. */
export function leakKey(report: LeakReport): string {
  const { kind, owner = '', releaseError = '', origin = [] } = report;
  return [kind, owner, releaseError, ...origin].join('\n');
}

export function reportOf(segment: GrownSegment, found: LeakReport['found'], now: number): LeakReport {
  const { backing, kind, owner, history, sizeBytes, weight, bornAt } = segment;
  return {
    found,
    kind,
    engine: backing.chunk?.engine.name,
    threadId,
    owner,
    origin: history?.origin.frames,
    place: history?.origin.place,
    count: 1,
    totalBytes: sizeBytes,
    estimatedCount: Math.round(weight),
    sizeBytes,
    ageMillis: Math.round(now - bornAt),
    touches: (history?.touches ?? [])
      .map(({ hint, at, stack }) => ({ hint, ageMillis: Math.round(now - at), frames: stack.frames }))
      .reverse(),
  };
}

export function merge(first: LeakReport, second: LeakReport): LeakReport {
  return {
    ...first,
    count: first.count + second.count,
    totalBytes: first.totalBytes + second.totalBytes,
    estimatedCount: first.estimatedCount + second.estimatedCount,
    sizeBytes: Math.max(first.sizeBytes, second.sizeBytes),
    ageMillis: Math.max(first.ageMillis, second.ageMillis),
  };
}

/** One line: `3 segments (96kb) were never freed: owner=sort-3, age=1200 ms, allocated at /a.js:1:2`. */
export function headline(report: LeakReport): string {
  const { found, kind, count, estimatedCount, totalBytes, owner, ageMillis, place } = report;
  const what = `${count} ${kind}${count === 1 ? '' : 's'} (${formatMemorySize(totalBytes)})`;
  const fate = found === 'exit' ? 'still live at exit' : 'never freed';
  const values = [`age=${ageMillis} ms`];
  if (owner !== undefined) values.unshift(`owner=${owner}`);
  if (estimatedCount > count) values.push(`a sample of about ${estimatedCount}`);
  values.push(place === undefined ? 'place of allocation not sampled' : `allocated at ${place}`);
  if (report.releaseError !== undefined) values.push(`cannot be freed: ${report.releaseError}`);
  return `${what} ${fate}: ${values.join(', ')}`;
}

/** The stack of the allocation and the last touches, as lines; empty when neither is known. */
export function detail(report: LeakReport): string {
  const lines = (report.origin ?? []).map((frame) => `    ${frame}`);
  for (const { hint, ageMillis, frames } of report.touches) {
    lines.push(`  ${hint}, ${ageMillis} ms ago:`, ...frames.map((frame) => `    ${frame}`));
  }
  return lines.join('\n');
}
