import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { LeakError, SegmentFreedError } from '../../../lib/errors/index.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { describeOwner, type SegmentOwner } from '../../../lib/memory/segment-owner.ts';
import { leakScope } from '../../../lib/testing.ts';

class Sort {}

class Hostile {
  get ['constructor'](): never {
    throw new Error('mine');
  }
}

const hostileName = Object.create({
  constructor: {
    get name(): never {
      throw new Error('mine');
    },
  },
}) as object;
const noClass = Object.create(null) as object;
const oddName = Object.create({ constructor: { name: 5 } }) as object;

const OWNERS: [string, SegmentOwner | undefined, string | undefined][] = [
  ['a string', 'reader', 'reader'],
  ['a symbol', Symbol('reader'), 'reader'],
  ['an object', new Sort(), 'Sort'],
  ['none', undefined, undefined],
  ['null', null as unknown as undefined, undefined],
  ['an object without a class', noClass, 'object'],
  ['an object whose constructor throws', new Hostile(), 'object'],
  ['an object whose class throws at its name', hostileName, 'object'],
  ['an object whose class has a number for a name', oddName, 'object'],
];

describe.each(OWNERS)('a segment with %s for its owner', (_, owner, text) => {
  it('is described by what there is to say', () => {
    expect(describeOwner(owner)).toBe(text);
  });

  it('says that it is freed, and who had it', () => {
    const segment = MemorySegment.allocate(8, { owner });
    segment.free();
    const error = failure(() => segment.getInt(0)) as SegmentFreedError;
    expect(error).toBeInstanceOf(SegmentFreedError);
    expect(error.fields.owner).toBe(text);
    expect(() => segment.wrap(0, 4)).toThrow(SegmentFreedError);
  });

  it('can be inspected', () => {
    using segment = MemorySegment.allocate(8, { owner });
    expect(inspect(segment)).toBe(`MemorySegment { 8 bytes, off-heap${text === undefined ? '' : `, owner ${text}`} }`);
  });

  it('is named by a leak scope', () => {
    let open: MemorySegment | undefined;
    const error = failure(() =>
      leakScope(() => {
        open = MemorySegment.allocate(8, { owner });
      }),
    );
    open?.free();
    expect(error).toBeInstanceOf(LeakError);
    expect((error as Error).message.includes('owner=')).toBe(text !== undefined);
  });
});

function failure(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
