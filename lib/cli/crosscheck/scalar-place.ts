import type { Chunk } from '../../engine/engine.ts';
import { nativeByteOrder } from '../../memory/byte-order.ts';
import type { AccessPath } from './access-path.ts';
import type { ArgumentChoice } from './argument-choice.ts';
import { type Arguments, NO_ARGUMENTS, type Operation } from './operation.ts';
import { INVALID, OUT_OF_BOUNDS, PathRule, placed, refused } from './path-rules.ts';

/** Where a scalar lies: what the accessors of all types have in common. */

/** As in the names of the accessors. */
export const MACHINE_ORDER = nativeByteOrder === 'little-endian' ? 'LittleEndian' : 'BigEndian';

/** Of an operation on `width` bytes that is one method of a segment. */
export function scalarAccess(
  method: string,
  width: number,
): Pick<Operation, 'name' | 'covers' | 'takes' | 'choose' | 'ranges'> {
  return {
    name: method,
    covers: [method],
    takes: 1,
    choose: (choice) => choosePlace(choice, width),
    ranges: ({ segment, offset }) => [{ segment, offset, length: width }],
  };
}

export function choosePlace(choice: ArgumentChoice, width: number): Arguments | undefined {
  const segment = choice.segment(width);
  return segment && { ...NO_ARGUMENTS, segment: segment.handle, offset: choice.offset(segment.size, width) };
}

/** Rule 1: an offset that is no integer is refused; then the one that a segment makes of it is used, if it does. */
export function atPlace(
  path: AccessPath,
  given: Arguments,
  call: (chunk: Chunk, offset: unknown, refuses: boolean) => unknown,
): unknown {
  const { chunk, start } = path.at(given.segment);
  const { offset } = given;
  if (Number.isInteger(offset)) return call(chunk, start + offset, false);
  const isNumber = typeof offset === 'number';
  const refusal = refused(isNumber ? OUT_OF_BOUNDS : INVALID, () => call(chunk, placed(start, offset), true));
  if (PathRule.refusesOffsets) throw refusal;
  return call(chunk, start + PathRule.offset(offset), false);
}
