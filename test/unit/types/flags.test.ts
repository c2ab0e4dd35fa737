import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import type { TypeInformation } from '../../../lib/types/type-information.ts';
import { types } from '../../../lib/types/types.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../../lib/views/data-output-serializer.ts';
import { PagedInputView } from '../../../lib/views/paged-input-view.ts';
import { failureOf } from '../../contracts/failure.ts';

const int = types.int();
const maybe = types.nullable(int);

/** The bytes of a value, and where its flag is. */
const forms = [
  ['a nullable value', maybe, 5, 0],
  ['a nullable value in a list', types.list(maybe), [5, null], 4],
  ['a value of a map', types.map(int, int), new Map([[1, 2]]), 8],
  ['a nullable value of a map', types.map(int, maybe), new Map([[1, 2]]), 8],
  ['an element of an array', types.array(int), [5], 4],
  ['a nullable element of an array', types.array(maybe), [5], 4],
  ['a left', types.either(int, int), { left: 5 }, 0],
  ['a right', types.either(int, int), { right: 5 }, 0],
  ['a field of a pojo', types.pojo('example.Flags', { a: int, b: maybe }), { a: 1, b: 2 }, 6],
] as unknown as readonly (readonly [string, TypeInformation<unknown>, unknown, number])[];

function paged(bytes: Uint8Array, pageBytes: number): PagedInputView {
  let at = 0;
  return new PagedInputView({
    nextSegment: () => {
      const page = bytes.slice(at, at + pageBytes);
      at += pageBytes;
      return page.length === 0 ? undefined : { segment: MemorySegment.wrap(page), limit: page.length };
    },
  });
}

describe.each(forms)('the flag of %s', (_, type, value, position) => {
  it.each([2, 3, 0x7f, 0x80, 0xff])('is not %i, in any view', (flag) => {
    const bytes = type.encode(value);
    expect(bytes[position]).toBeLessThan(2);
    bytes[position] = flag;
    const serializer = type.createSerializer();
    const expected = { code: 'ERR_CORRUPT_DATA', position, reason: 'a flag that is neither 0 nor 1', flag };
    for (const open of [
      () => new DataInputDeserializer(bytes),
      () => paged(bytes, 1),
      () => paged(bytes, 3),
      () => paged(bytes, 64),
    ]) {
      expect(failureOf(() => serializer.deserialize(open()))).toEqual(expected);
      expect(failureOf(() => serializer.copyBytes(open(), new DataOutputSerializer(1)))).toEqual(expected);
    }
  });
});
