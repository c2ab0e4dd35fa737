import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { AccessPath } from './access-path.ts';
import type { ArgumentChoice } from './argument-choice.ts';
import { patternBytes, patternSource } from './array-pattern.ts';
import { freeOnAccess, segmentToFree } from './lifetime-operations.ts';
import { type Arguments, NO_ARGUMENTS, type Operation, type Range } from './operation.ts';
import { INVALID } from './path-rules.ts';
import type { SegmentModel } from './segment-model.ts';

/** Callbacks that read and change `length` bytes from `offset` of what `MemorySegment.process` lends them. */
function rangeToProcess(choice: ArgumentChoice): Arguments | undefined {
  const segment = choice.segment();
  if (segment === undefined) return undefined;
  const { random } = choice;
  const most = random.chance(20) ? segment.size : Math.min(segment.size, 64);
  const length = random.below(most + 1);
  const offset = random.below(segment.size - length + 1);
  return { ...NO_ARGUMENTS, segment: segment.handle, offset, length, pattern: random.below(2 ** 16) };
}

/** The part of it that lies inside, as `subarray` takes it. */
function rangeOf({ segment, offset, length }: Arguments, model: SegmentModel): Range {
  const { size } = model.at(segment);
  const from = Math.min(offset, size);
  return { segment, offset: from, length: Math.min(length, size - from) };
}

/** Processes, and asserts that nothing can be reached through the array afterwards. */
function lent<T>(segment: MemorySegment, callback: (bytes: Uint8Array) => T): T {
  let kept: Uint8Array | undefined;
  const requireDead = () => {
    if (kept !== undefined && kept.buffer.byteLength > 0) throw new Error('The array is alive after the callback');
  };
  let result: T;
  try {
    result = segment.process((bytes) => {
      kept = bytes;
      if (bytes.length !== segment.size) throw new Error(`${bytes.length} bytes were lent`);
      return callback(bytes);
    });
  } catch (error) {
    requireDead();
    throw error;
  }
  requireDead();
  return result;
}

/** Changes the range; what it held before. */
function replace(bytes: Uint8Array, { offset, length, pattern }: Arguments): Uint8Array {
  const range = bytes.subarray(offset, offset + length);
  const before = range.slice();
  range.set(patternBytes(pattern, range.length));
  return before;
}

function readOnAccess(path: AccessPath, given: Arguments): Uint8Array {
  const { chunk, start } = path.at(given.segment);
  const { offset, length } = rangeOf(given, path.model);
  return path.withArray(0, length, false, (array) => path.access.copyBytes(chunk, start + offset, array, 0, length));
}

function replaceOnAccess(path: AccessPath, given: Arguments): Uint8Array {
  const before = readOnAccess(path, given);
  const { chunk, start } = path.at(given.segment);
  const { offset, length } = rangeOf(given, path.model);
  path.withArray(given.pattern, length, false, (array) =>
    path.access.copyBytes(array, 0, chunk, start + offset, length),
  );
  return before;
}

const range = ({ offset, length }: Arguments) => `bytes.subarray(${offset}, ${offset + length})`;
const change = (given: Arguments) =>
  `const range = ${range(given)}; range.set(${patternSource(given.pattern, given.length)}.subarray(0, range.length));`;

const processing = {
  covers: ['process'],
  takes: 1,
  writes: true,
  choose: rangeToProcess,
  ranges: (given: Arguments, model: SegmentModel) => [rangeOf(given, model)],
} as const;

export const processOperations: readonly Operation[] = [
  {
    ...processing,
    name: 'process',
    weight: 10,
    onSegment: (path, given) => lent(path.at(given.segment), (bytes) => replace(bytes, given)),
    onAccess: replaceOnAccess,
    source: (given) =>
      `s${given.segment}.process((bytes) => { const before = ${range(given)}.slice(); ${change(given)} return before; })`,
  },
  {
    ...processing,
    name: 'process, throwing',
    weight: 5,
    onSegment: (path, given) => {
      const reason = new Error('thrown by the callback');
      let before: Uint8Array | undefined;
      try {
        lent(path.at(given.segment), (bytes) => {
          before = replace(bytes, given);
          throw reason;
        });
      } catch (error) {
        if (error !== reason) throw error;
      }
      return before;
    },
    onAccess: replaceOnAccess,
    source: (given) =>
      `((reason, before) => { try { s${given.segment}.process((bytes) => { before = ${range(given)}.slice(); ${change(given)} throw reason; }); } catch (error) { if (error !== reason) throw error; } return before; })(new Error('on purpose'))`,
  },
  {
    ...processing,
    name: 'process, asynchronous',
    weight: 2,
    faults: () => [INVALID],
    // Not an async function, which is refused before it runs: this one has changed the bytes when it is refused.
    onSegment: (path, given) =>
      lent(path.at(given.segment), (bytes) => {
        replace(bytes, given);
        return Promise.resolve();
      }),
    onAccess: (path, given) => {
      replaceOnAccess(path, given);
      throw new InvalidArgumentError('Callback is asynchronous');
    },
    source: (given) => `s${given.segment}.process((bytes) => { ${change(given)} return Promise.resolve(); })`,
  },
  {
    ...processing,
    name: 'process, freeing',
    weight: 2,
    ends: true,
    writes: false,
    choose: (choice) => {
      const free = segmentToFree(choice);
      const size = free === undefined ? 0 : choice.model.at(free.segment).size;
      return free && { ...free, length: Math.min(size, 64) };
    },
    // What was lent stays until the callback returns.
    onSegment: (path, { segment: handle, length }) => {
      const segment = path.at(handle);
      return lent(segment, (bytes) => {
        segment.free();
        return bytes.slice(0, length);
      });
    },
    onAccess: (path, given) => {
      const bytes = readOnAccess(path, given);
      freeOnAccess(path, path.model, given.segment, true);
      return bytes;
    },
    effect: (model, { segment }) => model.free(segment),
    source: (given) =>
      `s${given.segment}.process((bytes) => { s${given.segment}.free(); return ${range(given)}.slice(); })`,
  },
];
