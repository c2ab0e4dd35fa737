import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TypeInformation, types } from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';
import { typedValues } from '../fixtures/typed-values.ts';

const CODES = /^ERR_(END_OF_DATA|CORRUPT_DATA|UNSAFE_INTEGER|MALFORMED_UTF)$/;

/** Reads whatever comes, and passes when the failure, if there is one, has a code of hostile data. */
function readOrRefused(type: TypeInformation<unknown>, bytes: Uint8Array): void {
  try {
    type.decode(bytes);
  } catch (error) {
    const failure = failureOf(() => {
      throw error;
    });
    expect(failure.code).toMatch(CODES);
  }
}

const withValue = typedValues.chain(({ type, values }) => fc.tuple(fc.constant(type), values));

describe('types of any shape', () => {
  it('read what they have written', () => {
    fc.assert(
      fc.property(withValue, ([type, value]) => {
        expect(type.decode(type.encode(value))).toEqual(value);
      }),
    );
  });

  it('read random bytes, or say why not', () => {
    fc.assert(
      fc.property(typedValues, fc.uint8Array({ maxLength: 80 }), ({ type }, bytes) => readOrRefused(type, bytes)),
    );
  });

  it('refuse their own bytes once they are cut off', () => {
    fc.assert(
      fc.property(withValue, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), ([type, value], part) => {
        const bytes = type.encode(value);
        const cut = bytes.subarray(0, Math.floor(bytes.length * part));
        expect(failureOf(() => type.decode(cut)).code).toMatch(CODES);
      }),
    );
  });

  it('read their own bytes with bits flipped, or say why not', () => {
    fc.assert(
      fc.property(withValue, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), ([type, value], flips) => {
        const bytes = type.encode(value);
        for (const flip of flips) {
          const at = (flip >> 3) % bytes.length;
          bytes[at] = (bytes[at] as number) ^ (1 << (flip & 7));
        }
        readOrRefused(type, bytes);
      }),
    );
  });
});

describe('a count of 2^31 - 1 elements in eight bytes', () => {
  const claimed = Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0);
  const counted: readonly TypeInformation<unknown>[] = [
    types.list(types.void()),
    types.list(types.boolean()),
    types.list(types.nullable(types.int())),
    types.array(types.nullable(types.int())),
    types.array(types.string()),
    types.map(types.byte(), types.nullable(types.int())),
    types.primitiveArray('boolean'),
    types.primitiveArray('byte'),
    types.primitiveArray('double'),
    types.primitiveArray('long', { as: 'number' }),
    types.generic(),
    types.list(types.row({})),
  ];

  it.each(counted.map((type) => [type.toString(), type] as const))(
    'is refused by %s before an element is read',
    (_, type) => {
      const failure = failureOf(() => type.decode(claimed));
      expect(failure).toMatchObject({ code: 'ERR_END_OF_DATA', position: 4, available: 4 });
    },
  );

  it.each(counted.map((type) => [type.toString(), type] as const))(
    'is refused when it is negative by %s',
    (_, type) => {
      expect(failureOf(() => type.decode(Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0))).code).toBe('ERR_CORRUPT_DATA');
    },
  );
});
