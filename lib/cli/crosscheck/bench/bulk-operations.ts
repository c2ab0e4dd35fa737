import { Buffer } from 'node:buffer';
import { compileLoop } from './compiled-loop.ts';
import type { Contestants, Operation, Path, PreparedCase, Rival } from './operation.ts';
import { allocateMemory, type CaseMemory, freeMemory } from './shared-memory.ts';

/** Ranges lie inside of their memory, as records in pages do: plain Node has to name a range as well. */
const MARGIN_BYTES = 16;
/** A loop over bytes is nobody's best way beyond. */
const LOOP_BYTES = 64;

/**
 * A rival as text. Its variables: `segment1`, `segment2`, `buffer1`, `buffer2` (and `held`, a Buffer for swaps), `addon` with
 * `id1`, `generation1`, `id2`, `generation2`; `start` and `end` of the range and its `length`.
 */
interface BulkWay {
  readonly path: Path;
  readonly name: string;
  readonly call: string;
  readonly upToBytes?: number;
}

interface BulkText {
  readonly name: string;
  readonly description: string;
  readonly ways: readonly BulkWay[];
  /** The call gives a number (or boolean) that is to be summed. Otherwise a byte of each range is read after the loop. */
  readonly gives?: boolean;
  /** The JS path writes to the second Buffer. Otherwise it writes to segments, and only plain Node to Buffers. */
  readonly toBuffer?: boolean;
  /** Both ranges are in the first memory, one behind the other: `end` is the start of the second. */
  readonly withinOne?: boolean;
}

/** What the loop has written, wherever that is. */
const READ_SEGMENTS = 'sum = 256 * (segment1.getByte(end) & 255) + (segment2.getByte(start) & 255);';
const READ_BUFFERS = 'sum = 256 * buffer1[end] + buffer2[start];';

const copyWays: readonly BulkWay[] = [
  { path: 'node', name: 'Buffer.copy', call: 'buffer1.copy(buffer2, start, start, end)' },
  { path: 'node', name: 'set(subarray)', call: 'buffer2.set(buffer1.subarray(start, end), start)' },
  {
    path: 'node',
    name: 'byte loop',
    call: 'for (let k = start; k < end; k++) buffer2[k] = buffer1[k]',
    upToBytes: LOOP_BYTES,
  },
];

const texts: readonly BulkText[] = [
  {
    name: 'copyTo',
    description: 'Copy between two segments',
    ways: [
      { path: 'js', name: 'MemorySegment.copyTo', call: 'segment1.copyTo(start, segment2, start, length)' },
      {
        path: 'native',
        name: 'addon.copyBytes',
        call: 'addon.copyBytes(id1, generation1, start, id2, generation2, start, length)',
      },
      ...copyWays,
    ],
  },
  {
    name: 'copyWithin',
    description: 'Copy inside one segment',
    withinOne: true,
    ways: [
      { path: 'js', name: 'MemorySegment.copyTo', call: 'segment1.copyTo(start, segment1, end, length)' },
      {
        path: 'native',
        name: 'addon.copyBytes',
        call: 'addon.copyBytes(id1, generation1, start, id1, generation1, end, length)',
      },
      { path: 'node', name: 'copyWithin', call: 'buffer1.copyWithin(end, start, end)' },
      { path: 'node', name: 'Buffer.copy', call: 'buffer1.copy(buffer1, end, start, end)' },
    ],
  },
  {
    name: 'get',
    description: 'Copy from a segment to a Uint8Array',
    toBuffer: true,
    ways: [{ path: 'js', name: 'MemorySegment.get', call: 'segment1.get(start, buffer2, start, length)' }, ...copyWays],
  },
  {
    name: 'put',
    description: 'Copy from a Uint8Array to a segment',
    ways: [{ path: 'js', name: 'MemorySegment.put', call: 'segment2.put(start, buffer1, start, length)' }, ...copyWays],
  },
  {
    name: 'compare',
    description: 'Compare two ranges that are equal, so to the end',
    gives: true,
    ways: [
      { path: 'js', name: 'MemorySegment.compare', call: 'segment1.compare(segment2, start, start, length)' },
      {
        path: 'native',
        name: 'addon.compareBytes',
        call: 'addon.compareBytes(id1, generation1, start, length, id2, generation2, start, length)',
      },
      { path: 'node', name: 'buffer.compare', call: 'buffer1.compare(buffer2, start, end, start, end)' },
      {
        path: 'node',
        name: 'Buffer.compare',
        call: 'Buffer.compare(buffer1.subarray(start, end), buffer2.subarray(start, end))',
      },
    ],
  },
  {
    name: 'equalTo',
    description: 'Find out that two ranges are equal',
    gives: true,
    ways: [
      { path: 'js', name: 'MemorySegment.equalTo', call: 'segment1.equalTo(segment2, start, start, length)' },
      {
        path: 'native',
        name: 'addon.equalBytes',
        call: 'addon.equalBytes(id1, generation1, start, id2, generation2, start, length)',
      },
      {
        path: 'node',
        name: 'buffer.equals',
        call: 'buffer1.subarray(start, end).equals(buffer2.subarray(start, end))',
      },
      { path: 'node', name: 'buffer.compare', call: '(buffer1.compare(buffer2, start, end, start, end) === 0)' },
    ],
  },
  {
    name: 'fill',
    description: 'Set every byte to one value',
    ways: [
      { path: 'js', name: 'MemorySegment.fill', call: 'segment2.fill(i & 255, start, length)' },
      {
        path: 'native',
        name: 'addon.fillBytes',
        call: 'addon.fillBytes(id2, generation2, start, length, i & 255)',
      },
      { path: 'node', name: 'Buffer.fill', call: 'buffer2.fill(i & 255, start, end)' },
      { path: 'node', name: 'Uint8Array.fill', call: 'uint8Fill.call(buffer2, i & 255, start, end)' },
    ],
  },
  {
    name: 'swapBytes',
    description: 'Exchange the bytes of two ranges',
    ways: [
      { path: 'js', name: 'MemorySegment.swapBytes', call: 'segment1.swapBytes(segment2, start, start, length)' },
      {
        path: 'native',
        name: 'addon.swapBytes',
        call: 'addon.swapBytes(id1, generation1, start, id2, generation2, start, length)',
      },
      {
        path: 'node',
        name: '3 x Buffer.copy',
        call: 'buffer1.copy(held, 0, start, end); buffer2.copy(buffer1, start, start, end); held.copy(buffer2, start)',
      },
      {
        path: 'node',
        name: 'byte loop',
        call: 'for (let k = start; k < end; k++) { const byte = buffer1[k]; buffer1[k] = buffer2[k]; buffer2[k] = byte; }',
        upToBytes: LOOP_BYTES,
      },
    ],
  },
];

export const bulkOperations: readonly Operation[] = texts.map((text) => ({
  name: text.name,
  group: 'bulk',
  description: text.description,
  sizesOf: (sweep) => sweep,
  prepare: (sizeBytes, contestants) => prepare(text, sizeBytes, contestants),
}));

function prepare(text: BulkText, length: number, contestants: Contestants): PreparedCase {
  const memoryBytes = (text.withinOne === true ? 2 * length : length) + 2 * MARGIN_BYTES;
  const memories = [allocateMemory(memoryBytes, contestants), allocateMemory(memoryBytes, contestants)] as const;
  fillWithPattern(memories[0], 0);
  fillWithPattern(memories[1], text.gives === true ? 0 : 7);
  const [first, second] = memories;
  const { addon } = contestants;
  const values = {
    segment1: first.segment,
    id1: first.id,
    generation1: first.generation,
    buffer1: first.buffer,
    segment2: second.segment,
    id2: second.id,
    generation2: second.generation,
    buffer2: second.buffer,
    start: MARGIN_BYTES,
    end: MARGIN_BYTES + length,
    length,
    held: Buffer.alloc(length),
    uint8Fill: Uint8Array.prototype.fill,
    Buffer,
    addon,
  };
  const rivals: Rival[] = text.ways
    .filter(({ path }) => path !== 'native' || addon !== undefined)
    .filter(({ upToBytes = Number.POSITIVE_INFINITY }) => length <= upToBytes)
    .map(({ path, name, call }) => ({
      path,
      name,
      run: compileLoop(
        `${text.name} of ${length}, ${name}`,
        text.gives === true
          ? { body: `sum += Number(${call});` }
          : { body: `${call};`, after: path === 'node' || text.toBuffer === true ? READ_BUFFERS : READ_SEGMENTS },
        values,
      ),
      callsPerIteration: 1,
    }));
  return { rivals, [Symbol.dispose]: () => freeMemory(memories) };
}

/** Segment and Buffer alike. */
function fillWithPattern({ segment, buffer }: CaseMemory, first: number): void {
  for (let i = 0; i < buffer.length; i++) buffer[i] = (first + i * 31) & 255;
  segment.put(0, buffer);
}
