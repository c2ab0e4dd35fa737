import { IndexOutOfBoundsError, InvalidArgumentError } from '../errors/argument-errors.ts';
import { SegmentFreedError } from '../errors/memory-errors.ts';
import { describeValue, invalid } from './argument-checks.ts';
import type { MemorySegment } from './memory-segment.ts';
import { describeOwner } from './segment-owner.ts';

/**
 * Tells why the DataView refused an access of `width` bytes: the slow path of every scalar accessor.
 * Freed comes first, since the view of a freed segment is empty and refuses every offset.
 */
export function accessError(segment: MemorySegment, offset: number, width: number, cause: unknown): Error {
  if (!hasSize(segment)) return invalid('a MemorySegment', 'this', segment);
  if (segment.isFreed) return freedError(segment, { offset });
  if (typeof offset !== 'number') {
    return new InvalidArgumentError('Offset is not a number', { offset: describeValue(offset) }, { cause });
  }
  const { size } = segment;
  if (!(offset >= 0 && offset <= size - width)) return new IndexOutOfBoundsError({ offset, width, size });
  return new InvalidArgumentError('Value cannot be written', { offset, width }, { cause });
}

/** The receiver may be anything, an object that only inherits from MemorySegment among it. */
function hasSize(segment: MemorySegment | undefined): boolean {
  try {
    return typeof segment?.size === 'number';
  } catch {
    return false;
  }
}

/** `fields` come first in the message: the offset, or the argument that is the freed segment. */
export function freedError(
  segment: MemorySegment,
  fields: Readonly<Record<string, string | number>> = {},
): SegmentFreedError {
  return new SegmentFreedError({ ...fields, size: segment.size, owner: describeOwner(segment.owner) });
}
