import type { AccessPath } from './access-path.ts';
import type { ArgumentChoice } from './argument-choice.ts';
import { patternBytes, patternSource } from './array-pattern.ts';
import { type Arguments, NO_ARGUMENTS, type Operation, type Range } from './operation.ts';
import { INVALID, isInside, OUT_OF_BOUNDS, placed, refused } from './path-rules.ts';
import type { SegmentPath } from './segment-path.ts';
import { callSource } from './source-text.ts';

const call = (callee: string, ...args: unknown[]) => callSource(callee, args).slice(0, -1);
/** A name in an argument list, which would be a string otherwise. */
const name = (text: string) => ({ toString: () => text });
const ref = (handle: number) => name(`s${handle}`);

/** The length that a parameter has by default. */
const DEFAULT = undefined as unknown as number;

/** An array and a range of it that a segment is to fill or to take. */
function withArray(choice: ArgumentChoice): Arguments | undefined {
  const segment = choice.segment();
  if (segment === undefined) return undefined;
  const { random } = choice;
  const arrayOffset = random.chance(60) ? 0 : random.below(9);
  const { offset, length } = choice.range(segment.size);
  // Sometimes longer than the range, sometimes too short.
  const size = Math.max(
    0,
    (isLength(length) ? length : 5) + arrayOffset + (random.chance(80) ? 0 : random.below(5) - 2),
  );
  return {
    ...NO_ARGUMENTS,
    segment: segment.handle,
    offset,
    size,
    pattern: random.below(random.chance(20) ? 16 : 2 ** 16),
    otherOffset: random.chance(98) ? arrayOffset : random.pick([-1, size, size + 1, 0.5, 2 ** 32]),
    length: random.chance(30) ? DEFAULT : length,
  };
}

export function isLength(length: number): boolean {
  return Number.isSafeInteger(length) && length >= 0 && length <= 2 ** 24;
}

/** The length that get and put have by default. */
const arrayLength = ({ size, otherOffset, length }: Arguments) => (length === DEFAULT ? size - otherOffset : length);

/** Ranges of two segments, which overlap now and then. */
function onTwo(choice: ArgumentChoice): Arguments | undefined {
  const segment = choice.segment();
  const other = choice.random.chance(30) ? segment : choice.segment();
  if (segment === undefined || other === undefined) return undefined;
  const length = choice.length(Math.min(segment.size, other.size));
  const width = isLength(length) && length <= Math.min(segment.size, other.size) ? length : 0;
  const offset = choice.offset(segment.size, width);
  const near = other === segment && choice.random.chance(50);
  const otherOffset = near ? offset + choice.random.below(9) - 4 : choice.offset(other.size, width);
  return { ...NO_ARGUMENTS, segment: segment.handle, other: other.handle, offset, otherOffset, length };
}

const bothRanges = ({ segment, other, offset, otherOffset, length }: Arguments): Range[] => [
  { segment, offset, length },
  { segment: other, offset: otherOffset, length },
];

/** Rule 7: what overlaps is refused by the access and goes through a third place instead. */
function swapOnAccess(path: AccessPath, { segment, other, offset, otherOffset, length }: Arguments): void {
  const [a, b] = [path.at(segment), path.at(other)];
  const { access } = path;
  const [from, to] = [placed(a.start, offset), placed(b.start, otherOffset)];
  const swap = () => access.swapBytes(a.chunk, from, b.chunk, to, length);
  if (
    a.chunk !== b.chunk ||
    from === to ||
    !(Math.abs(from - to) < length) ||
    !fitsBoth(path, from, to, length, segment)
  ) {
    swap();
    return;
  }
  refused(INVALID, swap);
  path.withArray(0, length, false, (array) => {
    access.copyBytes(a.chunk, from, array, 0, length);
    access.copyBytes(b.chunk, to, a.chunk, from, length);
    access.copyBytes(array, 0, b.chunk, to, length);
  });
}

/** Other faults come before the question whether the ranges overlap. */
function fitsBoth(path: AccessPath, from: number, to: number, length: number, segment: number): boolean {
  const { chunk } = path.at(segment);
  const isIn = (offset: number) => Number.isInteger(offset) && offset >= 0 && offset + length <= chunk.sizeBytes;
  return Number.isInteger(length) && isIn(from) && isIn(to) && chunk.buffer.byteLength > 0;
}

const ofArray = {
  takes: 1,
  choose: withArray,
  ranges: (given: Arguments) => [{ segment: given.segment, offset: given.offset, length: arrayLength(given) }],
  faults: arrayFaults,
} as const;

/** A method that is given the other segment, both offsets and one length. */
function ofBothRanges(method: 'equalTo' | 'swapBytes') {
  return {
    name: method,
    covers: [method],
    takes: 2,
    choose: onTwo,
    ranges: bothRanges,
    onSegment: (path: SegmentPath, { segment, other, offset, otherOffset, length }: Arguments) =>
      path.at(segment)[method](path.at(other), offset, otherOffset, length),
    source: ({ segment, other, offset, otherOffset, length }: Arguments) =>
      call(`s${segment}.${method}`, ref(other), offset, otherOffset, length),
  } as const;
}

export const rangeOperations: readonly Operation[] = [
  {
    ...ofArray,
    name: 'get',
    covers: ['get'],
    weight: 20,
    writes: false,
    onSegment: (path, { segment, offset, pattern, size, otherOffset, length }) => {
      const array = patternBytes(pattern, size);
      path.at(segment).get(offset, array, otherOffset, length);
      return array;
    },
    onAccess: (path, given) => {
      const { chunk, start } = path.at(given.segment);
      return path.withArray(given.pattern, given.size, arrayFaults(given).length > 0, (array) =>
        path.access.copyBytes(chunk, placed(start, given.offset), array, given.otherOffset, arrayLength(given)),
      );
    },
    source: (given) =>
      `((array) => { ${call(`s${given.segment}.get`, given.offset, name('array'), given.otherOffset, given.length)}; return array; })(${source(given)})`,
  },
  {
    ...ofArray,
    name: 'put',
    covers: ['put'],
    weight: 30,
    writes: true,
    onSegment: (path, { segment, offset, pattern, size, otherOffset, length }) =>
      path.at(segment).put(offset, patternBytes(pattern, size), otherOffset, length),
    onAccess: (path, given) => {
      const { chunk, start } = path.at(given.segment);
      path.withArray(given.pattern, given.size, arrayFaults(given).length > 0, (array) =>
        path.access.copyBytes(array, given.otherOffset, chunk, placed(start, given.offset), arrayLength(given)),
      );
    },
    source: (given) => call(`s${given.segment}.put`, given.offset, source(given), given.otherOffset, given.length),
  },
  {
    name: 'copyTo',
    covers: ['copyTo'],
    weight: 30,
    takes: 2,
    writes: true,
    choose: onTwo,
    ranges: bothRanges,
    onSegment: (path, { segment, other, offset, otherOffset, length }) =>
      path.at(segment).copyTo(offset, path.at(other), otherOffset, length),
    onAccess: (path, { segment, other, offset, otherOffset, length }) => {
      const [from, to] = [path.at(segment), path.at(other)];
      path.access.copyBytes(from.chunk, placed(from.start, offset), to.chunk, placed(to.start, otherOffset), length);
    },
    source: ({ segment, other, offset, otherOffset, length }) =>
      call(`s${segment}.copyTo`, offset, ref(other), otherOffset, length),
  },
  {
    name: 'compare',
    covers: ['compare'],
    weight: 30,
    takes: 2,
    writes: false,
    choose: (choice) => {
      const given = onTwo(choice);
      if (given === undefined || choice.random.chance(40)) return given && { ...given, otherLength: undefined };
      return { ...given, otherLength: choice.length(choice.model.at(given.other).size) };
    },
    ranges: ({ segment, other, offset, otherOffset, length, otherLength = length }) => [
      { segment, offset, length },
      { segment: other, offset: otherOffset, length: otherLength },
    ],
    onSegment: (path, { segment, other, offset, otherOffset, length, otherLength }) =>
      path.at(segment).compare(path.at(other), offset, otherOffset, length, otherLength),
    // Rule 8.
    onAccess: (path, { segment, other, offset, otherOffset, length, otherLength = length }) => {
      const [a, b] = [path.at(segment), path.at(other)];
      const { access } = path;
      return Math.sign(
        access.compareBytes(
          a.chunk,
          placed(a.start, offset),
          length,
          b.chunk,
          placed(b.start, otherOffset),
          otherLength,
        ),
      );
    },
    source: ({ segment, other, offset, otherOffset, length, otherLength }) =>
      call(`s${segment}.compare`, ref(other), offset, otherOffset, length, otherLength),
  },
  {
    ...ofBothRanges('equalTo'),
    weight: 20,
    writes: false,
    onAccess: (path, { segment, other, offset, otherOffset, length }) => {
      const [a, b] = [path.at(segment), path.at(other)];
      return path.access.equalBytes(a.chunk, placed(a.start, offset), b.chunk, placed(b.start, otherOffset), length);
    },
  },
  {
    ...ofBothRanges('swapBytes'),
    weight: 30,
    writes: true,
    onAccess: swapOnAccess,
  },
  {
    name: 'fill',
    covers: ['fill'],
    weight: 15,
    takes: 1,
    writes: true,
    choose: (choice) => {
      const segment = choice.segment();
      if (segment === undefined) return undefined;
      const { random } = choice;
      const value = random.chance(95) ? random.below(384) - 128 : random.pick([256, -129, 0.5, Number.NaN, 2 ** 32]);
      const { offset, length } = choice.range(segment.size);
      const isWhole = random.chance(10) && segment.size < 2 ** 16;
      return { ...NO_ARGUMENTS, segment: segment.handle, value, offset, length: isWhole ? DEFAULT : length };
    },
    ranges: ({ segment, offset = 0, length }, model) => [
      { segment, offset, length: length === DEFAULT ? model.at(segment).size - offset : length },
    ],
    faults: ({ value }) => (Number.isInteger(value) && isInside(Number(value) + 128, 0, 383) ? [] : [INVALID]),
    onSegment: (path, { segment, value, offset, length }) => path.at(segment).fill(value as number, offset, length),
    onAccess: (path, { segment, value: given, offset = 0, length }) => {
      const { chunk, start, size } = path.at(segment);
      const value = given as number;
      const fill = (byte: number) =>
        path.access.fillBytes(chunk, placed(start, offset), length === DEFAULT ? size - offset : length, byte);
      // Rule 9.
      if (!(value >= -128 && value < 0) || !Number.isInteger(value)) return fill(value);
      refused(INVALID, () => fill(value));
      fill(value & 0xff);
    },
    source: ({ segment, value, offset, length }) => call(`s${segment}.fill`, value, offset, length),
  },
];

/** The array's own range. */
function arrayFaults(given: Arguments): readonly string[] {
  const { size, otherOffset } = given;
  const length = arrayLength(given);
  return Number.isInteger(otherOffset) && isInside(otherOffset, length, size) ? [] : [INVALID, OUT_OF_BOUNDS];
}

function source({ pattern, size }: Arguments): { toString(): string } {
  return name(patternSource(pattern, size));
}
