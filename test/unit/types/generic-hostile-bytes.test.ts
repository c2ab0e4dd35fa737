import { describe, expect, it } from 'vitest';
import { types } from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const generic = types.generic<unknown>();

/** A form of these bytes behind their count and the version. */
function form(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.of(0, 0, 0, bytes.length + 1, 1, ...bytes);
}

/** Of the byte behind `form`'s count and version. */
const START = 5;
const UINT32_MAX = [0xff, 0xff, 0xff, 0xff, 0x0f];

describe('hostile bytes of generic values', () => {
  it.each<[string, Uint8Array, number, string]>([
    ['nothing', Uint8Array.of(0, 0, 0, 0, 0, 0), 4, 'ends before'],
    ['an unknown version', Uint8Array.of(0, 0, 0, 2, 2, 1), 4, 'no known version'],
    ["V8's own form", Uint8Array.of(0, 0, 0, 4, 0xff, 0x0f, 0x49, 2), 4, 'no known version'],
    ['no value', Uint8Array.of(0, 0, 0, 1, 1, 0), 5, 'ends before'],
    ['an unknown tag', form(21), START, 'no known kind'],
    ['holes outside an array', form(11, 1), START, 'no known kind'],
    ['an int cut off', form(4, 0x80), START + 2, 'ends before'],
    ['an int of 6 bytes', form(4, 0x80, 0x80, 0x80, 0x80, 0x80, 1), START + 1, 'too many bytes'],
    ['an int of 33 bits', form(4, 0xff, 0xff, 0xff, 0xff, 0x1f), START + 1, 'nobody writes'],
    ['an int longer than need be', form(4, 0x81, 0), START + 1, 'nobody writes'],
    ['a double cut off', form(5, 0, 0, 0), START + 1, 'ends before'],
    ['a long cut off', form(6, 0, 0, 0, 0, 0, 0, 0), START + 1, 'ends before'],
    ['a bigint of no bytes', form(7, 0, 0), START, 'bigint'],
    ['a bigint with a leading zero', form(7, 0, 2, 0, 1), START, 'bigint'],
    ['a bigint of another sign', form(7, 2, 1, 1), START, 'bigint'],
    ['a bigint of 4 GiB', form(7, 0, ...UINT32_MAX, 1), START + 2, 'more parts'],
    ['a text of 2 GiB', form(8, ...UINT32_MAX, 1), START + 1, 'more bytes than there are'],
    ['a wide text cut off', form(8, 5, 0, 1, 0), START + 1, 'more bytes than there are'],
    ['an object of 2^32 - 1 properties', form(9, ...UINT32_MAX, 0), START + 1, 'more parts'],
    ['a property without a value', form(9, 1, 2, 0x61), START + 4, 'ends before'],
    ['a property twice', form(9, 2, 2, 0x61, 0, 2, 0x61, 0), START + 5, 'a property twice'],
    ['a prototype twice', form(9, 2, ...proto(), 0, ...proto(), 0), START + 13, 'a property twice'],
    ['an array of 2^32 - 1 elements', form(10, ...UINT32_MAX, 0, 0), START, 'longer than so few bytes'],
    ['an array cut off', form(10, 3, 0, 0, 0), START + 5, 'ends before'],
    ['holes beyond the array', form(10, 2, 0, 11, 3), START + 3, 'holes of a number'],
    ['no holes', form(10, 2, 0, 11, 0), START + 3, 'holes of a number'],
    [
      'holes beyond the value',
      form(10, 0x84, 0xa0, 5, 0, 11, 0x84, 0xa0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      START + 5,
      'more holes',
    ],
    ['an element as a property', form(10, 0, 1, 2, 0x30, 0), START + 3, 'an element among'],
    ['the length of an array as a property', form(10, 0, 1, 12, ...ascii('length'), 0), START + 3, 'a property twice'],
    ['a map of 2^31 entries', form(12, 0x80, 0x80, 0x80, 0x80, 8), START + 1, 'more parts'],
    ['a key twice', form(12, 2, 4, 2, 0, 4, 2, 0), START, 'twice'],
    ['a key twice, 0 and -0', form(12, 2, 4, 0, 0, 5, 0x80, 0, 0, 0, 0, 0, 0, 0, 0), START, 'twice'],
    ['a member twice', form(13, 2, 4, 2, 4, 2), START, 'twice'],
    ['a date beyond all dates', form(14, 0x7f, 0xe0, 0, 0, 0, 0, 0, 0), START + 1, 'a date beyond'],
    ['a date of half a millisecond', form(14, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0), START + 1, 'a date beyond'],
    ['a pattern that cannot be', form(15, 2, 0x28, 0), START + 1, 'that cannot be'],
    ['flags that there are not', form(15, 2, 0x61, 2, 0x78), START + 1, 'that cannot be'],
    ['an error of an unknown kind', form(16, 7, 0), START + 1, 'no known kind'],
    ['an error with unknown parts', form(16, 0, 8), START + 1, 'no known kind'],
    ['a cause cut off', form(16, 0, 4), START + 3, 'ends before'],
    ['a wrapper of null', form(17, 1), START, 'wrapper'],
    ['a wrapper of an object', form(17, 9, 0), START, 'wrapper'],
    ['a buffer longer than the bytes', form(18, 0x80, 0x80, 4), START + 1, 'more parts'],
    ['a view of an unknown kind', form(19, 14, 0), START + 1, 'a view of no known kind'],
    ['a view of half an element', form(19, 8, 3, 0, 0, 0), START + 1, 'Int32Array of a length'],
    ['a reference to nothing', form(20, 0), START, 'a reference'],
    ['a reference ahead', form(10, 2, 0, 20, 1, 9, 0), START + 3, 'a reference'],
    ['bytes behind the value', form(1, 0), START + 1, 'behind the end'],
    ['1001 objects in one another', nestedForm(1001), START + 3 * 1000, 'deeper than 1000'],
  ])('are refused: %s', (_, bytes, position, reason) => {
    const failure = failureOf(() => generic.decode(bytes));
    expect(failure).toMatchObject({ code: 'ERR_CORRUPT_DATA', position });
    expect(failure['reason']).toContain(reason);
  });

  it('are refused with a position that counts from the start of what holds them', () => {
    const row = types.row({ a: types.long(), b: generic });
    const bytes = row.encode({ a: 1n, b: 'x' });
    const tag = bytes.length - 3;
    bytes[tag] = 99;
    expect(failureOf(() => row.decode(bytes))).toMatchObject({ code: 'ERR_CORRUPT_DATA', position: tag });
  });

  it('are refused when they are keys that fall on one another', () => {
    // Bigints of ten bytes, of which V8 looks at the lowest eight.
    const members = Array.from({ length: 4000 }, (_, i) => [7, 0, 10, 1 + (i >> 8), i & 255, 0, 0, 0, 0, 0, 0, 0, 0]);
    const bytes = bodyOf([13, 0xa0, 0x1f, ...members.flat()]);
    expect(failureOf(() => generic.decode(bytes))).toMatchObject({
      code: 'ERR_CORRUPT_DATA',
      reason: 'keys that fall on one another',
    });
  });

  it('are read where Float16Array is known, and refused elsewhere', () => {
    const bytes = form(19, 7, 2, 0, 0x3c);
    if ('Float16Array' in globalThis) expect(Array.from(generic.decode(bytes) as Iterable<number>)).toEqual([1]);
    else expect(failureOf(() => generic.decode(bytes))['reason']).toContain('this version of Node does not have');
  });

  it('are refused before a million objects in one another are made', () => {
    expect(failureOf(() => generic.decode(nestedForm(1_000_000)))).toMatchObject({ code: 'ERR_CORRUPT_DATA' });
  });

  it('do not reach prototypes', () => {
    const read = generic.decode(form(9, 1, ...proto(), 9, 1, 2, 0x61, 3)) as Record<string, unknown>;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.keys(read)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });
});

/** As `form`, of any length. */
function bodyOf(body: readonly number[]): Uint8Array {
  const bytes = Uint8Array.of(0, 0, 0, 0, 1, ...body);
  new DataView(bytes.buffer).setInt32(0, body.length + 1);
  return bytes;
}

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

/** The key `__proto__`, ten bytes. */
function proto(): number[] {
  return [18, ...ascii('__proto__')];
}

/** Arrays of one array each. */
function nestedForm(depth: number): Uint8Array {
  const bytes = new Uint8Array(5 + 3 * depth);
  new DataView(bytes.buffer).setInt32(0, bytes.length - 4);
  bytes[4] = 1;
  for (let i = 0; i < depth; i++) bytes.set([10, i === depth - 1 ? 0 : 1, 0], 5 + 3 * i);
  return bytes;
}
