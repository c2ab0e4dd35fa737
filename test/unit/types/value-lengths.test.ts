import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import type { TypeInformation } from '../../../lib/types/type-information.ts';
import { types } from '../../../lib/types/types.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import type { DataInputView } from '../../../lib/views/data-input-view.ts';
import { DataOutputSerializer } from '../../../lib/views/data-output-serializer.ts';
import type { DataOutputView } from '../../../lib/views/data-output-view.ts';
import { PagedOutputView } from '../../../lib/views/paged-output-view.ts';
import { RandomAccessOutputView } from '../../../lib/views/random-access-output-view.ts';
import { failureOf } from '../../contracts/failure.ts';

/** User-defined types whose functions do not keep to the lengths that they were defined with. */

/** Writes and reads as many bytes as the value says. */
function sizedBy(name: string, lengths: { length?: number; minLength?: number }): TypeInformation<number> {
  return types.value<number>(`value-lengths/${name}`, {
    ...lengths,
    serialize: (count, target) => target.write(new Uint8Array(count)),
    deserialize(source) {
      let count = 0;
      while (source.read(new Uint8Array(1)) === 1) count += 1;
      return count;
    },
  });
}

const long = sizedBy('long', { length: 8 });
const some = sizedBy('some', {});
const atLeast4 = sizedBy('at least 4', { minLength: 4 });

/** Views that say how many bytes they have taken: in the middle of a page, so that values cross over to the next. */
function views(): readonly { readonly name: string; readonly view: DataOutputView; written(): number }[] {
  const pages = Array.from({ length: 4 }, () => MemorySegment.wrap(new Uint8Array(16)));
  const growing = new DataOutputSerializer(1);
  const paged = new PagedOutputView({ segmentSizeBytes: 16, headerLengthBytes: 3, nextSegment: () => pages.shift() });
  const random = new RandomAccessOutputView(
    Array.from({ length: 4 }, () => MemorySegment.wrap(new Uint8Array(16))),
    16,
  );
  const all = [
    { name: 'growing', view: growing, written: () => growing.length },
    { name: 'paged', view: paged, written: () => paged.bytesWritten },
    { name: 'random', view: random, written: () => random.bytesWritten },
  ];
  for (const { view } of all) view.write(new Uint8Array(10));
  return all;
}

describe('serialize of a user-defined type', () => {
  it.each([
    ['nothing', some, 0, { minLength: 1 }],
    ['fewer bytes than the shortest value', atLeast4, 3, { minLength: 4 }],
    ['fewer bytes than each value', long, 7, { length: 8 }],
    ['more bytes than each value', long, 9, { length: 8 }],
    ['nothing where all values are as long', long, 0, { length: 8 }],
  ] as const)('is refused when it writes %s', (_, type, bytes, lengths) => {
    const serializer = type.createSerializer();
    for (const { name, view, written } of views()) {
      const failure = failureOf(() => serializer.serialize(bytes, view));
      expect(failure).toMatchObject({ code: 'ERR_TYPE_DEFINITION', bytes, ...lengths });
      expect(failure['name']).toMatch(/^value-lengths\//);
      expect(failure['reason']).toMatch(/^serialize /);
      expect({ name, written: written() }).toEqual({ name, written: name === 'paged' ? 10 + bytes : 10 });
    }
    expect(failureOf(() => serializer.copy(bytes)).code).toBe('ERR_TYPE_DEFINITION');
    expect(failureOf(() => types.list(type).encode([bytes])).code).toBe('ERR_TYPE_DEFINITION');
  });

  it('may write any number of bytes that the type allows', () => {
    for (const { view, written } of views()) {
      for (const [type, bytes] of [
        [long, 8],
        [some, 1],
        [some, 12],
        [atLeast4, 4],
      ] as const) {
        const before = written();
        type.createSerializer().serialize(bytes, view);
        expect(written() - before).toBe(bytes);
      }
    }
  });

  it('is not checked where the view does not say what it took', () => {
    let calls = 0;
    const own = { write: () => calls++ } as unknown as DataOutputView;
    long.createSerializer().serialize(5, own);
    expect(calls).toBe(1);
  });
});

describe('deserialize of a user-defined type', () => {
  it('is refused when it reads another number of bytes than the type says', () => {
    const read = (type: TypeInformation<number>, bytes: number) => {
      return failureOf(() => type.createSerializer().deserialize(new DataInputDeserializer(new Uint8Array(bytes))));
    };
    expect(read(long, 7)).toMatchObject({ code: 'ERR_TYPE_DEFINITION', bytes: 7, length: 8 });
    expect(read(some, 0)).toMatchObject({ code: 'ERR_TYPE_DEFINITION', bytes: 0, minLength: 1 });
    expect(long.decode(new Uint8Array(8))).toBe(8);
    expect(some.decode(new Uint8Array(3))).toBe(3);
  });

  it('cannot make many values of few bytes', () => {
    const empty = types.value<number>('value-lengths/empty', { serialize: () => {}, deserialize: () => 1 });
    const source: DataInputView = new DataInputDeserializer(Uint8Array.of(0, 0, 0, 3, 1, 1, 1));
    expect(failureOf(() => types.list(empty).createSerializer().deserialize(source)).code).toBe('ERR_TYPE_DEFINITION');
  });
});
