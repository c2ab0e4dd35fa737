import type { SegmentKind } from '../memory/backing.ts';
import { formatMemorySize } from '../memory/memory-size.ts';

export type OpenKind = SegmentKind | 'pin';

/** Segments, or pins, that a leak scope found open at its end: all of one origin. */
export interface OpenMemory {
  readonly kind: OpenKind;
  readonly count: number;
  /** Of the first segment; of a pin, the size of its segment. */
  readonly sizeBytes: number;
  readonly totalBytes: number;
  readonly owner: string | undefined;
  /** Of the oldest. */
  readonly ageMillis: number;
  /** `file:line:column` of the call that opened it. */
  readonly place: string | undefined;
  /** Stack frames of that call, innermost first. */
  readonly origin: readonly string[];
}

/** One entry per origin, in the order in which the first of each was opened. */
export function foldByOrigin(open: readonly OpenMemory[]): OpenMemory[] {
  const folded = new Map<string, OpenMemory>();
  for (const item of open) {
    const key = [item.kind, item.owner ?? '', ...item.origin].join('\n');
    const earlier = folded.get(key);
    folded.set(key, earlier === undefined ? item : sum(earlier, item));
  }
  return [...folded.values()];
}

function sum(first: OpenMemory, second: OpenMemory): OpenMemory {
  return {
    ...first,
    count: first.count + second.count,
    totalBytes: first.totalBytes + second.totalBytes,
    ageMillis: Math.max(first.ageMillis, second.ageMillis),
  };
}

/** `2 segments (64 kb), owner=reader, age=12 ms, allocated at /a.test.ts:1:2` */
export function describeOpen({ kind, count, totalBytes, owner, ageMillis, place }: OpenMemory): string {
  const what = `${count} ${kind}${count === 1 ? '' : 's'}`;
  const size = kind === 'pin' ? 'on a segment of ' : '';
  const who = owner === undefined ? '' : `, owner=${owner}`;
  const verb = kind === 'pin' ? 'pinned' : 'allocated';
  return `${what} (${size}${formatMemorySize(totalBytes)})${who}, age=${ageMillis} ms, ${verb} at ${place ?? 'an unknown place'}`;
}
