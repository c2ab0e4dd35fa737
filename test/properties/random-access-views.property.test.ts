import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { RandomAccessInputView } from '../../lib/views/random-access-input-view.ts';
import { RandomAccessOutputView } from '../../lib/views/random-access-output-view.ts';

/** Random access views over segments of any size, beside one plain array: bytes and positions, also where a call is refused. */

/** One call, with the bytes it means; more than there are, now and then. */
type Step =
  | { readonly kind: 'seek'; readonly position: number }
  | { readonly kind: 'boundary'; readonly segment: number; readonly distance: number }
  | { readonly kind: 'scalar'; readonly scalar: (typeof scalars)[number]; readonly seed: number }
  | { readonly kind: 'bytes'; readonly length: number; readonly seed: number }
  | { readonly kind: 'skip'; readonly length: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'advance' }
  | { readonly kind: 'clear' };

const scalars = [
  {
    bytes: 1,
    write: (output: RandomAccessOutputView, from: DataView) => output.writeByte(from.getInt8(0)),
    read: (input: RandomAccessInputView, into: DataView) => into.setInt8(0, input.readByte()),
  },
  {
    bytes: 2,
    write: (output: RandomAccessOutputView, from: DataView) => output.writeShort(from.getInt16(0)),
    read: (input: RandomAccessInputView, into: DataView) => into.setInt16(0, input.readShort()),
  },
  {
    bytes: 4,
    write: (output: RandomAccessOutputView, from: DataView) => output.writeInt(from.getInt32(0)),
    read: (input: RandomAccessInputView, into: DataView) => into.setInt32(0, input.readInt()),
  },
  {
    bytes: 8,
    write: (output: RandomAccessOutputView, from: DataView) => output.writeLong(from.getBigInt64(0)),
    read: (input: RandomAccessInputView, into: DataView) => into.setBigInt64(0, input.readLong()),
  },
  {
    bytes: 8,
    write: (output: RandomAccessOutputView, from: DataView) =>
      output.writeLongHighLow(from.getInt32(0), from.getInt32(4)),
    read: (input: RandomAccessInputView, into: DataView) => {
      const halves = input.readLongHighLow({ high: 0, low: 0 });
      into.setInt32(0, halves.high);
      into.setUint32(4, halves.low);
    },
  },
] as const;

const seed = fc.integer({ min: 1, max: 250 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('seek' as const), position: fc.integer({ min: -3, max: 300 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('boundary' as const),
      segment: fc.integer({ min: 0, max: 6 }),
      distance: fc.integer({ min: -3, max: 1 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('scalar' as const), scalar: fc.constantFrom(...scalars), seed }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('bytes' as const), length: fc.nat({ max: 100 }), seed }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('skip' as const), length: fc.nat({ max: 100 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('text' as const), text: fc.string({ maxLength: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
);

const layout = fc.record({
  segmentSizeBytes: fc.constantFrom(1, 2, 4, 8, 16, 64),
  count: fc.integer({ min: 0, max: 5 }),
  /** Of a segment, the last one's data. */
  lastPart: fc.constantFrom(0, 0.3, 1),
  steps: fc.array(step, { maxLength: 60 }),
});

/** Where both views are to be. */
class Place {
  readonly #segmentSizeBytes: number;
  readonly #count: number;
  readonly sizeBytes: number;
  position = 0;
  /** Of the segment that the view is in, -1 before the first. At its end it is still in it. */
  index = -1;

  constructor(segmentSizeBytes: number, count: number, sizeBytes: number) {
    this.#segmentSizeBytes = segmentSizeBytes;
    this.#count = count;
    this.sizeBytes = sizeBytes;
  }

  get rest(): number {
    return this.sizeBytes - this.position;
  }

  get canAdvance(): boolean {
    return this.index < this.#count - 1;
  }

  seek(position: number): void {
    this.position = position;
    this.index = this.#count === 0 ? -1 : Math.min(Math.floor(position / this.#segmentSizeBytes), this.#count - 1);
  }

  /** Goes on only when there is a byte to take from the next segment. */
  move(bytes: number): void {
    if (bytes === 0) return;
    this.position += bytes;
    this.index = Math.ceil(this.position / this.#segmentSizeBytes) - 1;
  }

  advance(): void {
    this.index += 1;
    this.position = this.index * this.#segmentSizeBytes;
  }

  clear(): void {
    this.index = -1;
    this.position = 0;
  }
}

function pattern(length: number, from: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => from + 7 * i);
}

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function segmentsOf(count: number, segmentSizeBytes: number): { segments: MemorySegment[]; all(): number[] } {
  const arrays = Array.from({ length: count }, () => new Uint8Array(segmentSizeBytes));
  return {
    segments: arrays.map((array) => MemorySegment.wrap(array)),
    all: () => arrays.flatMap((array) => [...array]),
  };
}

const targetOf = (each: Extract<Step, { kind: 'seek' | 'boundary' }>, segmentSizeBytes: number): number =>
  each.kind === 'seek' ? each.position : each.segment * segmentSizeBytes + each.distance;

describe('RandomAccessOutputView', () => {
  it('writes what an array holds then, at any position, and stays where a scalar does not fit', () => {
    fc.assert(
      fc.property(layout, ({ segmentSizeBytes, count, steps }) => {
        const { segments, all } = segmentsOf(count, segmentSizeBytes);
        const view = new RandomAccessOutputView(segments, segmentSizeBytes);
        const model = new Uint8Array(count * segmentSizeBytes);
        const place = new Place(segmentSizeBytes, count, model.length);
        expect(view.sizeBytes).toBe(model.length);

        /** Writes as much as fits; all of it, or `ERR_OUTPUT_FULL`. */
        const put = (bytes: Uint8Array, isWhole: boolean, call: () => void) => {
          const fits = bytes.length <= place.rest;
          expect(codeOf(call)).toBe(fits ? undefined : 'ERR_OUTPUT_FULL');
          if (!fits && isWhole) return;
          const written = bytes.subarray(0, Math.min(bytes.length, place.rest));
          model.set(written, place.position);
          place.move(written.length);
        };

        for (const each of steps) {
          switch (each.kind) {
            case 'seek':
            case 'boundary': {
              const position = targetOf(each, segmentSizeBytes);
              const isInside = position >= 0 && position <= model.length;
              expect(codeOf(() => view.setWritePosition(position))).toBe(
                isInside ? undefined : 'ERR_INDEX_OUT_OF_BOUNDS',
              );
              if (isInside) place.seek(position);
              break;
            }
            case 'scalar': {
              // Smaller segments leave the beginning of a scalar that does not fit.
              if (segmentSizeBytes < 8 && each.scalar.bytes > place.rest) break;
              const bytes = pattern(each.scalar.bytes, each.seed);
              put(bytes, true, () => each.scalar.write(view, new DataView(bytes.buffer)));
              break;
            }
            case 'bytes': {
              const bytes = pattern(each.length, each.seed);
              put(bytes, false, () => view.write(bytes));
              break;
            }
            case 'skip': {
              const old = model.slice(place.position, place.position + Math.min(each.length, place.rest));
              const skipped = new Uint8Array(each.length);
              skipped.set(old);
              put(skipped, false, () => view.skipBytesToWrite(each.length));
              break;
            }
            case 'text': {
              const text = new TextEncoder().encode(each.text);
              put(Uint8Array.of(0, text.length, ...text), false, () => view.writeUTF(each.text));
              break;
            }
            case 'advance': {
              const can = place.canAdvance;
              expect(codeOf(() => view.advance())).toBe(can ? undefined : 'ERR_OUTPUT_FULL');
              if (can) place.advance();
              break;
            }
            case 'clear':
              view.clear();
              place.clear();
          }
          expect(view.bytesWritten).toBe(place.position);
          expect(view.currentSegment).toBe(segments[place.index]);
          expect(all()).toEqual([...model]);
        }
      }),
    );
  });
});

describe('RandomAccessInputView', () => {
  it('reads what an array holds, at any position, and stays where there is too little', () => {
    fc.assert(
      fc.property(layout, ({ segmentSizeBytes, count, lastPart, steps }) => {
        const { segments, all } = segmentsOf(count, segmentSizeBytes);
        const limitInLastSegment = Math.floor(lastPart * segmentSizeBytes);
        const sizeBytes = count === 0 ? 0 : (count - 1) * segmentSizeBytes + limitInLastSegment;
        const view = new RandomAccessInputView(segments, segmentSizeBytes, { limitInLastSegment });
        const place = new Place(segmentSizeBytes, count, sizeBytes);
        expect(view.sizeBytes).toBe(sizeBytes);
        segments.forEach((segment, index) => {
          // Short lengths of texts among them.
          for (let i = 0; i < segmentSizeBytes; i++) segment.putByte(i, (index * segmentSizeBytes + i) % 5);
        });
        const model = Uint8Array.from(all());

        /** All of it, or `ERR_END_OF_DATA`. */
        const take = (length: number, call: () => Uint8Array) => {
          const expected = [...model.subarray(place.position, place.position + length)];
          if (length > place.rest) {
            expect(codeOf(call)).toBe('ERR_END_OF_DATA');
            return;
          }
          expect([...call()]).toEqual(expected);
          place.move(length);
        };

        for (const each of steps) {
          switch (each.kind) {
            case 'seek':
            case 'boundary': {
              const position = targetOf(each, segmentSizeBytes);
              const isInside = position >= 0 && position <= sizeBytes;
              expect(codeOf(() => view.setReadPosition(position))).toBe(
                isInside ? undefined : 'ERR_INDEX_OUT_OF_BOUNDS',
              );
              if (isInside) place.seek(position);
              break;
            }
            case 'scalar': {
              const refused = each.scalar.bytes > place.rest;
              take(each.scalar.bytes, () => {
                const bytes = new Uint8Array(each.scalar.bytes);
                each.scalar.read(view, new DataView(bytes.buffer));
                return bytes;
              });
              // It has looked for the byte as far as there are segments.
              if (refused && each.scalar.bytes === 1) place.index = count - 1;
              break;
            }
            case 'bytes':
              take(each.length, () => {
                const bytes = new Uint8Array(each.length);
                view.readFully(bytes);
                return bytes;
              });
              break;
            case 'skip': {
              const skipped = Math.min(each.length, place.rest);
              expect(view.skipBytes(each.length)).toBe(skipped);
              place.move(skipped);
              // It has looked for more as far as there are segments.
              if (skipped < each.length) place.index = count - 1;
              break;
            }
            case 'text': {
              const at = place.position;
              const length = place.rest < 2 ? 2 : 2 + 256 * (model[at] as number) + (model[at + 1] as number);
              take(length, () => {
                const text = view.readUTF();
                return Uint8Array.of(...model.subarray(at, at + 2), ...new TextEncoder().encode(text));
              });
              break;
            }
            case 'advance': {
              const can = place.canAdvance;
              expect(codeOf(() => view.advance())).toBe(can ? undefined : 'ERR_END_OF_DATA');
              if (can) place.advance();
              break;
            }
            case 'clear':
              view.clear();
              place.clear();
          }
          expect([view.position, view.available]).toEqual([place.position, place.rest]);
        }
      }),
    );
  });
});
