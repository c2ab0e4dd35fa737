import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  DataInputDeserializer,
  DataInputStream,
  DataOutputSerializer,
  DataOutputStream,
  MemorySegment,
  PagedInputView,
  PagedOutputView,
  RandomAccessInputView,
  RandomAccessOutputView,
  readableOf,
  writableTo,
} from '../../../lib/index.ts';
import { type HostileCall, memberNames, methodCalls, misbehavior } from '../../fixtures/hostile-arguments.ts';

/** Every public method of views and streams, with what nobody should pass: errors have codes, and nothing has changed. */

const page = () => MemorySegment.wrap(new Uint8Array(64));
const pages = () => [page(), page()];
const data = () => new Uint8Array(64);

const input = {
  readBoolean: [],
  readByte: [],
  readUnsignedByte: [],
  readShort: [],
  readUnsignedShort: [],
  readChar: [],
  readInt: [],
  readUnsignedInt: [],
  readLong: [],
  readLongAsNumber: [],
  readLongHighLow: [{ high: 0, low: 0 }],
  readFloat: [],
  readDouble: [],
  readFully: [new Uint8Array(4), 1, 2],
  read: [new Uint8Array(4), 1, 2],
  readSegment: [page(), 1, 2],
  readLine: [],
  readUTF: [],
  tryReadAsciiString: [],
  skipBytes: [1],
  skipBytesToRead: [1],
};
const output = {
  write: [new Uint8Array(4), 1, 2],
  writeSegment: [page(), 1, 2],
  writeBoolean: [true],
  writeByte: [1],
  writeShort: [1],
  writeChar: [1],
  writeInt: [1],
  writeLong: [1n],
  writeLongAsNumber: [1],
  writeLongHighLow: [1, 2],
  writeFloat: [1],
  writeDouble: [1],
  writeBytes: ['a'],
  writeChars: ['a'],
  writeUTF: ['a'],
  tryWriteAsciiString: ['a'],
  skipBytesToWrite: [1],
};

interface View {
  readonly name: string;
  readonly make: () => object;
  readonly methods: Readonly<Record<string, readonly unknown[]>>;
  readonly state: (view: never) => unknown;
}

const views: readonly View[] = [
  {
    name: 'DataInputDeserializer',
    make: () => new DataInputDeserializer(data()),
    methods: { ...input, setBuffer: [data(), 1, 2], release: [], readLongUTF: [] },
    state: (view: DataInputDeserializer) => [view.position, view.available],
  },
  {
    name: 'PagedInputView',
    make: () => {
      const left = pages();
      const initialPage = { segment: page(), limit: 64 };
      const next = () => left.pop();
      return new PagedInputView({
        initialPage,
        nextSegment() {
          const segment = next();
          return segment && { segment, limit: 64 };
        },
      });
    },
    methods: { ...input, advance: [], clear: [] },
    state: (view: PagedInputView) => view.position,
  },
  {
    name: 'RandomAccessInputView',
    make: () => new RandomAccessInputView(pages(), 64),
    methods: { ...input, advance: [], clear: [], setReadPosition: [1] },
    state: (view: RandomAccessInputView) => view.position,
  },
  {
    name: 'DataOutputSerializer',
    make: () => new DataOutputSerializer(64),
    methods: {
      ...output,
      wrapAsBytes: [],
      copyOfBuffer: [],
      clear: [],
      setPosition: [0],
      setPositionUnsafe: [1],
      writeIntUnsafe: [1, 2],
      writeLongUTF: ['a'],
      toString: [],
    },
    state: (view: DataOutputSerializer) => [view.length, ...view.copyOfBuffer()],
  },
  {
    name: 'PagedOutputView',
    make: () => {
      const left = pages();
      return new PagedOutputView({ segmentSizeBytes: 64, initialSegment: page(), nextSegment: () => left.pop() });
    },
    methods: { ...output, advance: [], clear: [] },
    state: (view: PagedOutputView) => view.bytesWritten,
  },
  {
    name: 'RandomAccessOutputView',
    make: () => new RandomAccessOutputView(pages(), 64),
    methods: { ...output, advance: [], clear: [], setWritePosition: [1] },
    state: (view: RandomAccessOutputView) => view.bytesWritten,
  },
];

describe.each(views)('$name', ({ make, methods, state }) => {
  it('throws errors with codes for hostile arguments, and stays where it is then', async () => {
    const found = await misbehavior(() => methodCalls(make, methods, state as never)());
    // Views that get their segments one by one leave the beginning of what is longer than all of them.
    expect(
      found.filter((line) => !/^skipBytesTo(Read|Write)\(#0 = 2 \*\* 40\) throws and changes$/.test(line)),
    ).toEqual([]);
  });

  it('has no method that is left out above', () => {
    const known = new Set([...Object.keys(methods), 'seekInput', 'seekOutput']);
    expect(memberNames(make()).filter((member) => !known.has(member))).toEqual([]);
  });
});

describe('a Uint8Array that says another length', () => {
  class Lying extends Uint8Array {
    override get length(): number {
      return 1000;
    }
  }
  const outOfBounds = expect.objectContaining({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });

  it.each(views.map((view) => [view.name, view] as const))('is refused by %s, which stays where it is', (_, view) => {
    const made = view.make();
    const before = view.state(made as never);
    for (const name of ['write', 'readFully', 'read']) {
      const method = (made as Record<string, (bytes: Uint8Array) => unknown>)[name];
      if (method !== undefined) expect(() => method.call(made, new Lying(4))).toThrowError(outOfBounds);
    }
    expect(view.state(made as never)).toEqual(before);
  });
});

describe('a function of views and streams', () => {
  const make = (): Record<string, HostileCall> => ({
    DataInputDeserializer: {
      good: [data(), 1, 2],
      call: (of, at, length) => new DataInputDeserializer(of, at, length),
    },
    DataOutputSerializer: { good: [64, { maxSizeBytes: 100 }], call: (size, of) => new DataOutputSerializer(size, of) },
    PagedInputView: { good: [{ nextSegment: () => undefined }], call: (options) => new PagedInputView(options) },
    PagedOutputView: {
      good: [{ segmentSizeBytes: 64, nextSegment: page }],
      call: (options) => new PagedOutputView(options),
    },
    'PagedInputView of options': {
      good: [0, { segment: page(), limit: 64 }, () => undefined],
      call: (headerLengthBytes, initialPage, nextSegment) =>
        new PagedInputView({ headerLengthBytes, initialPage, nextSegment }),
    },
    'PagedInputView of pages': {
      good: [{ segment: page(), limit: 64 }],
      call: (next) => new PagedInputView({ nextSegment: () => next }).readInt(),
    },
    'PagedOutputView of options': {
      good: [64, 0, page(), page],
      call: (segmentSizeBytes, headerLengthBytes, initialSegment, nextSegment) =>
        new PagedOutputView({ segmentSizeBytes, headerLengthBytes, initialSegment, nextSegment }),
    },
    'PagedOutputView of pages': {
      good: [page()],
      call: (next) => new PagedOutputView({ segmentSizeBytes: 64, nextSegment: () => next }).writeInt(1),
    },
    RandomAccessInputView: {
      good: [pages(), 64, { limitInLastSegment: 8 }],
      call: (segments, size, options) => new RandomAccessInputView(segments, size, options),
    },
    RandomAccessOutputView: {
      good: [pages(), 64],
      call: (segments, size) => new RandomAccessOutputView(segments, size),
    },
    DataInputStream: { good: [[], {}], call: (source, options) => new DataInputStream(source, options) },
    DataOutputStream: {
      good: [new PassThrough(), { bufferBytes: 4 }],
      call: (target, options) => new DataOutputStream(target, options),
    },
    'signal of DataInputStream': {
      good: [new AbortController().signal],
      call: (signal) => new DataInputStream(PassThrough.from([data()]), { signal }),
    },
    'signal of DataOutputStream': {
      good: [new AbortController().signal],
      call: (signal) => new DataOutputStream(new PassThrough(), { signal }),
    },
    'DataOutputStream.write': {
      good: [() => undefined],
      call: (write) => new DataOutputStream(new PassThrough()).write(write),
    },
    'DataInputStream.read': {
      good: [(view: DataInputDeserializer) => view.readByte()],
      call: (read) => new DataInputStream(PassThrough.from([data()])).read(read),
    },
    'DataInputStream.values': {
      good: [(view: DataInputDeserializer) => view.readByte()],
      call: (read) => new DataInputStream(PassThrough.from([data()])).values(read).next(),
    },
    bytesOf: { good: [new DataInputDeserializer(data()), {}], call: (view, options) => bytesOf(view, options) },
    readableOf: { good: [new DataInputDeserializer(data()), {}], call: (view, options) => readableOf(view, options) },
    writableTo: { good: [new DataOutputSerializer(4)], call: (view) => writableTo(view) },
  });

  it('throws errors with codes for hostile arguments', async () => {
    const { DataInputStream: stream, ...others } = make();
    const good = PassThrough.from([data()]);
    expect(
      await misbehavior(() => ({ ...others, DataInputStream: { ...stream, good: [good, {}] } as HostileCall })),
    ).toEqual([]);
  });
});

describe('a stream', () => {
  it('goes on after an argument that it refused', async () => {
    const invalid = expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' });
    const source = new DataInputStream(PassThrough.from([Uint8Array.of(7)]));
    await expect(source.read(null as never)).rejects.toThrowError(invalid);
    expect(() => source.values(undefined as never)).toThrowError(invalid);
    expect(await source.read((view) => view.readByte())).toBe(7);
    await source.close();
    const target = new DataOutputStream(new PassThrough());
    await expect(target.write({} as never)).rejects.toThrowError(invalid);
    await target.write((view) => view.writeByte(7));
    expect(target.bufferedBytes).toBe(1);
    await target.close();
  });
});
