import { describe, expect, it } from 'vitest';
import { failureOf } from '../../contracts/failure.ts';
import { scalarAccessors } from '../../contracts/scalar-accessors.ts';
import { loadMemoryModules } from '../../contracts/segment-kinds.ts';

const { MemorySegment: Checked } = await loadMemoryModules('checked');
const { MemorySegment: Unchecked } = await loadMemoryModules('unchecked');

const scalarNames = Object.getOwnPropertyNames(Unchecked.prototype).filter((name) =>
  /^(get|put)(?!Ascii)[A-Z]/.test(name),
);

describe('checked mode', () => {
  it('knows every scalar accessor of the class', () => {
    expect(new Set(scalarNames)).toEqual(new Set(scalarAccessors.flatMap(({ methods }) => methods)));
  });

  it.each(scalarNames)('%s names the method and the offset that is no integer', (name) => {
    using segment = Checked.allocateHeap(16);
    const access = (segment as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
    for (const [offset, description] of [
      [Number.NaN, 'NaN'],
      [0.5, '0.5'],
      ['0', '"0"'],
      [undefined, 'undefined'],
      [null, 'null'],
      [0n, '0'],
      [{}, 'Object'],
    ]) {
      expect(failureOf(() => access?.call(segment, offset, 0))).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        method: name,
        offset: description,
      });
    }
  });

  it.each(scalarNames.filter((name) => /^getLong(High|Low)/.test(name)))(
    '%s refuses a long that lies outside in part',
    (name) => {
      using checked = Checked.allocateHeap(16);
      const access = (checked as unknown as Record<string, (offset: number) => unknown>)[name];
      for (const offset of [-4, -1, 9, 12]) {
        expect(failureOf(() => access?.call(checked, offset))).toEqual({
          code: 'ERR_INDEX_OUT_OF_BOUNDS',
          offset,
          width: 8,
          size: 16,
        });
      }
      expect([access?.call(checked, 0), access?.call(checked, 8)]).toEqual([0, 0]);
    },
  );

  it('leaves the class otherwise as it is', () => {
    const names = (segmentClass: object) => Object.getOwnPropertyNames(segmentClass).toSorted();
    expect(names(Checked.prototype)).toEqual(names(Unchecked.prototype));
    using segment = Checked.allocateHeap(16);
    expect(Reflect.ownKeys(segment)).toEqual([]);
    expect(Object.keys(Checked.prototype)).toEqual([]);
  });

  it('is off unless it is switched on', () => {
    using segment = Unchecked.allocateHeap(16);
    segment.putByte(1.5, 7);
    expect(segment.getByte(1)).toBe(7);
  });
});
