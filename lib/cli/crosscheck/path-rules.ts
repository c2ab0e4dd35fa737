import { CHECKED } from '../../memory/checked-mode.ts';
import type { Arguments, Operation } from './operation.ts';
import type { SegmentModel } from './segment-model.ts';

/**
 * Where a MemorySegment and an engine's access differ on purpose. Everything else must be the same.
 *
 * 1. Offsets of scalars. A segment outside of checked mode rounds them towards zero and takes NaN for 0, as a DataView
 *    does, because a check of its own would double the cost of an access. The access refuses what is no integer.
 * 2. Values. A segment converts them, as a DataView does; the access refuses what does not fit its type exactly.
 * 3. Which error, when several things are wrong: a segment asks the DataView first and looks for the reason later, the
 *    access checks its arguments from left to right. Each must name something that is wrong.
 * 4. Numbers that are no integers are invalid arguments to the bulk operations of a segment and indices out of bounds to the
 *    access.
 * 5. The bounds of a view: the access knows chunks only, so what leaves a view has no counterpart there.
 * 6. A second free: nothing for a segment outside of checked mode, an error for a chunk.
 * 7. Overlapping ranges to swap: Flink defines what a segment does, kernels never swap such ranges and refuse them.
 * 8. The result of compare: its sign for a segment, -1, 1 or the difference of the lengths for the access.
 * 9. Fill values: -128 to 255 for a segment, 0 to 255 for the access.
 * 10. Halves of longs. Outside of checked mode a segment checks no more than the 4 bytes of the half at the lower address
 *    when it reads that one. The access has no halves: it reads the long, or the half as an int where the long leaves.
 */
export const PathRule = {
  /** Rule 1: what a segment makes of an offset. */
  offset(offset: unknown): number {
    return Math.trunc(+(offset as number)) || 0;
  },
  /** Rule 1: whether a segment refuses such offsets too. */
  refusesOffsets: CHECKED,
  /** Rule 10: the bytes that must be inside for a half that begins `distance` bytes after the long. */
  halfRange(offset: number, distance: number): { readonly offset: number; readonly length: number } {
    if (CHECKED) return { offset, length: 8 };
    return { offset: PathRule.offset(offset), length: distance === 0 ? 4 : 8 };
  },
  /** Rule 6. */
  refusesSecondFree: CHECKED,
} as const;

export const FREED = 'ERR_SEGMENT_FREED';
export const OUT_OF_BOUNDS = 'ERR_INDEX_OUT_OF_BOUNDS';
export const INVALID = 'ERR_INVALID_ARGUMENT';
export const UNSAFE = 'ERR_UNSAFE_INTEGER';

/** Rules 3 and 4: the codes that name something which is wrong with these arguments. */
export function plausibleCodes(operation: Operation, given: Arguments, model: SegmentModel): ReadonlySet<string> {
  const codes = new Set<string>(operation.faults?.(given));
  for (const { segment, offset, length } of operation.ranges(given, model)) {
    const { freed, size } = model.at(segment);
    if (freed) codes.add(FREED);
    if (!Number.isInteger(offset) || !Number.isInteger(length)) codes.add(INVALID).add(OUT_OF_BOUNDS);
    else if (!isInside(offset, length, size)) codes.add(OUT_OF_BOUNDS);
  }
  return codes;
}

export function isInside(offset: number, length: number, size: number): boolean {
  return offset >= 0 && length >= 0 && offset <= size - length;
}

/** Rule 5: whether the access of the roots behind these ranges would do the same as their segments. */
export function hasCounterpart(operation: Operation, given: Arguments, model: SegmentModel): boolean {
  return operation.ranges(given, model).every(({ segment, offset, length }) => {
    const { root, freed, size } = model.at(segment);
    if (root.handle === segment || root.freed) return true;
    if (freed) return false;
    const isNumber = typeof length === 'number' && !Number.isNaN(length);
    return isNumber && isInside(PathRule.offset(offset), length, size);
  });
}

/** An offset in a segment as an offset in its root's chunk; what is no number stays what it is. */
export function placed(start: number, offset: number): number {
  return typeof offset === 'number' ? start + offset : offset;
}

/** Runs a call that an access must refuse with this code, and returns its error. */
export function refused(code: string, call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    if ((error as { code?: unknown }).code === code) return error;
    throw new Error(`refused, but not with ${code}`, { cause: error });
  }
  throw new Error(`not refused with ${code}`);
}
