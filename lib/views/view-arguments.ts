import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { invalid, requireByteArray, requireInteger, requireRange } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import type { DataInputView } from './data-input-view.ts';
import type { DataOutputView } from './data-output-view.ts';

/** What the views ask of their arguments: each failure has the same words whichever view it meets. */

export function requireText(value: unknown): asserts value is string {
  if (typeof value !== 'string') throw invalid('a string', 'text', value);
}

/** Undefined is none. */
export function requireSignalOption(value: unknown): void {
  if (value !== undefined && !(value instanceof AbortSignal)) throw invalid('an AbortSignal', 'signal', value);
}

/** Of an argument in bytes. */
export function requireCount(argument: string, value: number): void {
  requireInteger(argument, value);
  if (value < 0) throw new InvalidArgumentError('Argument is negative', { [argument]: value });
}

/** Of an option in bytes. */
export function requireSizeOption(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw invalid('a size in bytes of at least 1', option, value);
}

const { get: lengthOf } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length') as {
  get(this: Uint8Array): number;
};

/** The range of an array that is read or written. */
export function requireByteRange(bytes: Uint8Array, offset: number, length: number): void {
  requireByteArray('bytes', bytes);
  requireInteger('offset', offset);
  requireInteger('length', length);
  // A subclass can say any length.
  requireRange('offset', offset, length, lengthOf.call(bytes));
}

/** The range of a segment that is read or written. */
export function requireSegmentRange(segment: MemorySegment, offset: number, length: number): void {
  requireInteger('offset', offset);
  requireInteger('length', length);
  requireSegment(segment);
  requireRange('offset', offset, length, segment.size);
}

export function requireSegment(value: unknown): asserts value is MemorySegment {
  if (!(value instanceof MemorySegment)) throw invalid('a MemorySegment', 'segment', value);
}

/** Views of anybody, by their outline. */
export function requireOutput(target: unknown): asserts target is DataOutputView {
  const { writeInt, write } = (target ?? {}) as Partial<DataOutputView>;
  if (typeof writeInt !== 'function' || typeof write !== 'function')
    throw invalid('a DataOutputView', 'target', target);
}

export function requireInput(source: unknown): asserts source is DataInputView {
  const { readInt, readFully } = (source ?? {}) as Partial<DataInputView>;
  if (typeof readInt !== 'function' || typeof readFully !== 'function') {
    throw invalid('a DataInputView', 'source', source);
  }
}

/** A segment of which a paged view uses the first `segmentSizeBytes`. */
export function requirePage(segment: MemorySegment, segmentSizeBytes: number): void {
  requireSegment(segment);
  if (segment.size >= segmentSizeBytes) return;
  throw new InvalidArgumentError('Segment is smaller than the segments of the view', {
    size: segment.size,
    segmentSizeBytes,
  });
}
