import { afterEach, describe, expect, it } from 'vitest';
import type { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { loadMemoryModules, rootKinds } from '../contracts/segment-kinds.ts';
import { bytesOfHex, doubleOfBits, floatOfBits, hexOf, readVectors } from './vectors.ts';

interface PutVector {
  readonly method: `put${string}`;
  readonly offset: number;
  readonly value: number | string | boolean;
  readonly bytes: string;
}
interface CompareVector {
  readonly method: 'compare';
  readonly first: string;
  readonly second: string;
  readonly offset1: number;
  readonly offset2: number;
  readonly length1: number;
  readonly length2: number;
  readonly result: number;
  readonly common: number;
  readonly equal: boolean;
}
interface SwapVector {
  readonly method: 'swapBytes';
  readonly first: string;
  /** Null: the first segment, with itself. */
  readonly second: string | null;
  readonly offset1: number;
  readonly offset2: number;
  readonly length: number;
  readonly firstAfter: string;
  readonly secondAfter: string | null;
}
type SegmentVector = PutVector | CompareVector | SwapVector;

const { entries } = readVectors<SegmentVector>('vectors/memory-segment.json');
const puts = entries.filter((entry): entry is PutVector => entry.method.startsWith('put'));
const compares = entries.filter((entry): entry is CompareVector => entry.method === 'compare');
const swaps = entries.filter((entry): entry is SwapVector => entry.method === 'swapBytes');

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

const modules = await loadMemoryModules('unchecked');
describe.each(rootKinds(modules))('against Flink: $name', (kind) => {
  function filled(hex: string): MemorySegment {
    const bytes = bytesOfHex(hex);
    const { segment } = kind.make(bytes.length, cleanUp);
    segment.put(0, bytes);
    return segment;
  }

  it('writes the same bytes', () => {
    expect(puts.length).toBeGreaterThan(40);
    for (const { method, offset, value, bytes } of puts) {
      const { segment } = kind.make(bytes.length / 2, cleanUp);
      (segment as unknown as Record<string, (offset: number, value: unknown) => void>)[method]?.(
        offset,
        argumentOf(method, value),
      );
      expect(hexOf(bytesOf(segment)), `${method} ${value}`).toBe(bytes);
    }
  });

  it('compares with the same sign', () => {
    expect(compares.length).toBeGreaterThan(40);
    for (const { first, second, offset1, offset2, length1, length2, ...expected } of compares) {
      const left = filled(first);
      const right = filled(second);
      const common = Math.min(length1, length2);
      expect({
        result: left.compare(right, offset1, offset2, length1, length2),
        common: left.compare(right, offset1, offset2, common),
        equal: left.equalTo(right, offset1, offset2, common),
      }).toEqual({
        result: Math.sign(expected.result),
        common: Math.sign(expected.common),
        equal: expected.equal,
      });
    }
  });

  it('swaps to the same bytes, overlapping ranges too', () => {
    expect(swaps.some(({ second }) => second === null)).toBe(true);
    for (const { first, second, offset1, offset2, length, firstAfter, secondAfter } of swaps) {
      const left = filled(first);
      const right = second === null ? left : filled(second);
      left.swapBytes(right, offset1, offset2, length);
      expect(hexOf(bytesOf(left))).toBe(firstAfter);
      if (secondAfter !== null) expect(hexOf(bytesOf(right))).toBe(secondAfter);
    }
  });
});

function bytesOf(segment: MemorySegment): Uint8Array {
  const bytes = new Uint8Array(segment.size);
  segment.get(0, bytes);
  return bytes;
}

function argumentOf(method: string, value: number | string | boolean): unknown {
  if (typeof value !== 'string') return value;
  if (method.includes('Float')) return floatOfBits(value);
  return method.includes('Double') ? doubleOfBits(value) : BigInt(value);
}
