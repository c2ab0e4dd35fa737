import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';
import { loadMemoryModules, rootKinds } from './segment-kinds.ts';

/** Paged views on every kind of memory: what they refuse, and what they say of segments that are freed. */

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

const modules = await loadMemoryModules('checked');
const { PagedInputView } = await import('../../lib/views/paged-input-view.ts');
const { PagedOutputView } = await import('../../lib/views/paged-output-view.ts');
const { RandomAccessInputView } = await import('../../lib/views/random-access-input-view.ts');
const { RandomAccessOutputView } = await import('../../lib/views/random-access-output-view.ts');

const invalid = 'ERR_INVALID_ARGUMENT';
const outOfBounds = 'ERR_INDEX_OUT_OF_BOUNDS';
const notIntegers = [0.5, Number.NaN, '1', null, 1n] as unknown as number[];
const nextSegment = () => undefined;
const heap = (sizeBytes: number) => modules.MemorySegment.wrap(new Uint8Array(sizeBytes));

describe.each(rootKinds(modules))('paged views on memory that is $name', (kind) => {
  const pages = (count: number, sizeBytes: number) =>
    Array.from({ length: count }, () => kind.make(sizeBytes, cleanUp));

  it('write and read values that lie in several segments, and nothing around them', () => {
    const made = pages(5, 8);
    const segments = made.map(({ segment }) => segment);
    const output = new RandomAccessOutputView(segments, 8);
    const input = new RandomAccessInputView(segments, 8);
    output.setWritePosition(5);
    output.writeLong(0x0102030405060708n);
    output.writeUTF('über die Seiten');
    input.setReadPosition(5);
    expect([input.readLong(), input.readUTF()]).toEqual([0x0102030405060708n, 'über die Seiten']);
    expect(input.position).toBe(output.bytesWritten);
    expect(made.map((page) => page.surroundingsAreIntact())).toEqual([true, true, true, true, true]);
  });

  it('say of a freed segment that it is freed, when they come to it', () => {
    const made = pages(2, 8);
    const segments = made.map(({ segment }) => segment);
    const output = new RandomAccessOutputView(segments, 8);
    const input = new RandomAccessInputView(segments, 8);
    output.writeInt(1);
    input.readInt();
    (made[1] as (typeof made)[0]).root.free();
    for (const access of [() => output.writeLong(1n), () => input.readLong(), () => input.readUTF()]) {
      expect(failureOf(access).code).toBe('ERR_SEGMENT_FREED');
    }
  });

  it('leave memory and position alone where a scalar finds no next segment, or a text the end of the data', () => {
    const { segment } = kind.make(16, cleanUp);
    segment.putLong(8, -1n);
    const failing = () => {
      throw new TypeError('of the owner');
    };
    for (const nextSegment of [() => undefined, failing]) {
      const output = new PagedOutputView({ segmentSizeBytes: 16, initialSegment: segment, nextSegment });
      output.skipBytesToWrite(13);
      for (const write of [
        () => output.writeInt(0),
        () => output.writeLong(0n),
        () => output.writeDouble(0),
        () => output.writeLongHighLow(0, 0),
      ]) {
        expect(write).toThrow(nextSegment === failing ? 'of the owner' : 'Output has no room');
        expect([output.positionInSegment, segment.getLong(8)]).toEqual([13, -1n]);
      }
    }

    const input = new PagedInputView({ initialPage: { segment, limit: 14 }, nextSegment });
    input.skipBytesToRead(8);
    for (const read of [
      () => input.readUTF(),
      () => input.readLong(),
      () => input.readLongHighLow({ high: 0, low: 0 }),
      () => input.readFully(new Uint8Array(7)),
    ]) {
      expect(failureOf(read).code).toBe('ERR_END_OF_DATA');
      expect(input.position).toBe(8);
    }
  });

  it('take no segment that is smaller than theirs, and no limit outside of it', () => {
    const { segment } = kind.make(8, cleanUp);
    const small = new PagedOutputView({ segmentSizeBytes: 9, nextSegment: () => segment });
    expect(failureOf(() => small.writeByte(1)).code).toBe(invalid);
    expect(small.bytesWritten).toBe(0);
    for (const limit of [-1, 1, 9, ...notIntegers]) {
      const input = new PagedInputView({ headerLengthBytes: 2, nextSegment: () => ({ segment, limit }) });
      expect(failureOf(() => input.readByte()).code).toBe(invalid);
    }
  });
});

describe('paged views', () => {
  it('refuse sizes and functions that make no sense', () => {
    for (const segmentSizeBytes of [0, -1, ...notIntegers]) {
      expect(failureOf(() => new PagedOutputView({ segmentSizeBytes, nextSegment })).code).toBe(invalid);
      expect(failureOf(() => new RandomAccessOutputView([heap(8)], segmentSizeBytes)).code).toBe(invalid);
      expect(failureOf(() => new RandomAccessInputView([heap(8)], segmentSizeBytes)).code).toBe(invalid);
    }
    for (const headerLengthBytes of [-1, ...notIntegers]) {
      const options = { segmentSizeBytes: 8, headerLengthBytes, nextSegment };
      if (headerLengthBytes !== null) expect(failureOf(() => new PagedInputView(options)).code).toBe(invalid);
      expect(failureOf(() => new PagedOutputView(options)).code).toBe(invalid);
    }
    const none = { segmentSizeBytes: 8 } as never;
    expect(failureOf(() => new PagedOutputView({ segmentSizeBytes: 8, headerLengthBytes: 8, nextSegment })).code).toBe(
      invalid,
    );
    for (const View of [PagedOutputView, PagedInputView]) {
      expect(failureOf(() => new View(none)).code).toBe(invalid);
      expect(failureOf(() => new View(undefined as never)).code).toBe(invalid);
    }
    for (const segments of [null, {}, [new Uint8Array(8)], [heap(4)]] as never[]) {
      expect(failureOf(() => new RandomAccessOutputView(segments, 8)).code).toBe(invalid);
    }
    expect(failureOf(() => new RandomAccessOutputView([heap(24)], 12)).code).toBe(invalid);
    expect(failureOf(() => new RandomAccessInputView([heap(8)], 8, { limitInLastSegment: 9 })).code).toBe(outOfBounds);
  });

  it('refuse arguments that make no sense, and stay where they were', () => {
    const output = new RandomAccessOutputView([heap(8), heap(8)], 8);
    const input = new RandomAccessInputView([heap(8), heap(8)], 8);
    output.writeInt(1);
    input.readInt();
    const bytes = new Uint8Array(4);
    for (const wrong of notIntegers) {
      const calls: (() => unknown)[] = [
        () => output.write(bytes, wrong),
        () => output.write(bytes, 0, wrong),
        () => output.writeSegment(heap(4), wrong, 1),
        () => output.skipBytesToWrite(wrong),
        () => output.setWritePosition(wrong),
        () => input.read(bytes, wrong, 1),
        () => input.readFully(bytes, 0, wrong),
        () => input.readSegment(heap(4), 0, wrong),
        () => input.skipBytes(wrong),
        () => input.skipBytesToRead(wrong),
        () => input.setReadPosition(wrong),
      ];
      for (const call of calls) expect(failureOf(call).code, `${call} ${String(wrong)}`).toBe(invalid);
    }
    for (const call of [
      () => output.write(bytes, 0, 5),
      () => output.write(bytes, -1, 1),
      () => output.writeSegment(heap(4), 2, 3),
      () => input.readFully(bytes, 3, 2),
      () => input.readSegment(heap(4), 4, 1),
    ]) {
      expect(failureOf(call).code).toBe(outOfBounds);
    }
    for (const call of [
      () => output.write('text' as never),
      () => output.writeSegment(bytes as never, 0, 1),
      () => output.writeUTF(1 as never),
      () => output.skipBytesToWrite(-1),
      () => input.skipBytes(-1),
      () => input.readFully([] as never),
      () => input.readSegment(bytes as never, 0, 1),
    ]) {
      expect(failureOf(call).code).toBe(invalid);
    }
    expect([output.bytesWritten, input.position]).toEqual([4, 4]);
  });

  it('begin anew after clear, and go on where they are told', () => {
    const taken: unknown[] = [];
    const output = new PagedOutputView({
      segmentSizeBytes: 4,
      initialSegment: heap(4),
      nextSegment(full, position) {
        taken.push([full !== undefined, position]);
        return heap(4);
      },
    });
    output.writeShort(1);
    output.advance();
    expect([output.positionInSegment, output.bytesWritten]).toEqual([0, 2]);
    output.writeInt(1);
    output.clear();
    expect([output.currentSegment, output.bytesWritten]).toEqual([undefined, 0]);
    output.writeByte(1);
    expect(taken).toEqual([
      [true, 2],
      [false, 0],
    ]);
  });
});
