import { inspect } from 'node:util';
import { SegmentFreedError } from '../../errors/memory-errors.ts';
import type { AccessPath } from './access-path.ts';
import type { ArgumentChoice } from './argument-choice.ts';
import { patternBytes, patternSource } from './array-pattern.ts';
import { type Arguments, NO_ARGUMENTS, type Operation } from './operation.ts';
import { FREED, isInside, PathRule, refused } from './path-rules.ts';
import type { SegmentModel } from './segment-model.ts';
import { callSource, literal } from './source-text.ts';

/** Enough for copies between them; each lives in every path. */
const MAX_ROOTS = 5;
const MAX_SEGMENTS = 12;
/** Nothing is allocated for these sizes, on any engine. */
const BAD_SIZES: readonly unknown[] = [-1, 0.5, Number.NaN, '16', undefined, null, 2 ** 53, Infinity];
/** More than any system has. Now and then, as the runtime collects all its garbage before it refuses. */
const TOO_LARGE = 2 ** 52;
const TOO_LARGE_PERCENT = 2;

const OWNER = 'crosscheck';

function newRoot(choice: ArgumentChoice): Arguments | undefined {
  if (choice.model.liveRoots >= MAX_ROOTS) return undefined;
  return { ...NO_ARGUMENTS, made: choice.model.nextHandle(), size: choice.size(), value: choice.random.below(256) };
}

function anySegment(choice: ArgumentChoice): Arguments | undefined {
  const segment = choice.segment();
  return segment && { ...NO_ARGUMENTS, segment: segment.handle };
}

/** Roots seldom, for all their views go with them. */
export function segmentToFree(choice: ArgumentChoice): Arguments | undefined {
  const segment = choice.segment();
  if (segment === undefined) return undefined;
  if (segment.root === segment && !segment.freed && choice.model.liveRoots < 3) return undefined;
  return { ...NO_ARGUMENTS, segment: segment.handle };
}

/** A view has no memory of its own: on an access nothing happens. */
export function freeOnAccess(path: AccessPath, model: SegmentModel, handle: number, isExplicit: boolean): void {
  const { root, freed } = model.at(handle);
  if (root.handle !== handle) {
    if (freed && isExplicit && PathRule.refusesSecondFree) throw new SegmentFreedError();
    return;
  }
  const { chunk } = path.at(handle);
  if (!freed) {
    path.free(chunk);
  } else if (isExplicit) {
    // Rule 6.
    const refusal = refused(FREED, () => chunk.free());
    if (PathRule.refusesSecondFree) throw refusal;
  }
}

/** Versions of Node differ in it. */
function nameOf(symbol: symbol): string {
  return symbol.description ?? '';
}

const root = {
  takes: 0,
  writes: false,
  choose: newRoot,
  ranges: () => [],
} as const;

const one = {
  takes: 1,
  writes: false,
  choose: anySegment,
  ranges: () => [],
} as const;

export const lifetimeOperations: readonly Operation[] = [
  {
    ...root,
    name: 'allocate',
    covers: ['static allocate'],
    weight: 20,
    onSegment: (path, { made, size }) => void path.allocate(made, size, { owner: OWNER }),
    onAccess: (path, { made, size }) => path.allocate(made, size),
    effect: (model, { made, size }) => model.addRoot(made, size, 'off-heap'),
    source: ({ made, size }) => `const s${made} = MemorySegment.allocate(${size}, { engine })`,
  },
  {
    ...root,
    name: 'allocate, not zeroed',
    covers: ['static allocate', 'fill'],
    weight: 10,
    onSegment: (path, { made, size, value }) =>
      path.allocate(made, size, { zeroed: false, owner: OWNER }).fill(value as number),
    onAccess: (path, { made, size, value }) => {
      path.allocate(made, size, false);
      path.access.fillBytes(path.chunkOf(made), 0, size, value as number);
    },
    effect: (model, { made, size }) => model.addRoot(made, size, 'off-heap'),
    source: ({ made, size, value }) =>
      `const s${made} = MemorySegment.allocate(${size}, { engine, zeroed: false }); s${made}.fill(${literal(value)})`,
  },
  {
    ...root,
    name: 'allocateHeap',
    covers: ['static allocateHeap'],
    weight: 6,
    onSegment: (path, { made, size }) => void path.allocateHeap(made, size, { owner: OWNER }),
    onAccess: (path, { made, size }) => path.allocate(made, size),
    effect: (model, { made, size }) => model.addRoot(made, size, 'heap'),
    source: ({ made, size }) => `const s${made} = MemorySegment.allocateHeap(${size})`,
  },
  {
    ...root,
    name: 'wrap an array',
    covers: ['static wrap'],
    weight: 6,
    choose: (choice) => {
      const given = newRoot(choice);
      return given && { ...given, pattern: choice.random.below(2 ** 16) };
    },
    onSegment: (path, { made, size, pattern }) => void path.wrapArray(made, patternBytes(pattern, size)),
    onAccess: (path, { made, size, pattern }) => path.allocateFrom(made, size, pattern),
    effect: (model, { made, size }) => model.addRoot(made, size, 'wrapped'),
    source: ({ made, size, pattern }) => `const s${made} = MemorySegment.wrap(${patternSource(pattern, size)})`,
  },
  {
    ...root,
    name: 'allocate a bad size',
    covers: ['static allocate', 'static allocateHeap'],
    weight: 1,
    choose: ({ random }) => ({
      ...NO_ARGUMENTS,
      size: random.chance(TOO_LARGE_PERCENT) ? TOO_LARGE : (random.pick(BAD_SIZES) as number),
      value: random.chance(50),
    }),
    onSegment: (path, { size, value }) => path.allocateBad(value === true, size),
    onAccess: undefined,
    source: ({ size, value }) =>
      value === true
        ? `MemorySegment.allocate(${literal(size)}, { engine })`
        : `MemorySegment.allocateHeap(${literal(size)})`,
  },
  {
    name: 'wrap',
    covers: ['wrap'],
    weight: 20,
    takes: 1,
    writes: false,
    choose: (choice) => {
      const segment = choice.segment();
      if (segment === undefined || choice.model.live.length >= MAX_SEGMENTS) return undefined;
      const { random } = choice;
      const length = random.chance(50) ? random.below(segment.size + 1) : choice.length(segment.size);
      const offset = choice.offset(
        segment.size,
        isInside(0, length, segment.size) && Number.isInteger(length) ? length : 0,
      );
      return { ...NO_ARGUMENTS, segment: segment.handle, made: choice.model.nextHandle(), offset, length };
    },
    ranges: ({ segment, offset, length }) => [{ segment, offset, length }],
    onSegment: (path, { segment, made, offset, length }) => path.addView(made, path.at(segment).wrap(offset, length)),
    onAccess: undefined,
    effect: (model, { segment, made, offset, length }) => model.addView(made, segment, offset, length),
    source: ({ segment, made, offset, length }) =>
      `const s${made} = s${segment}.${callSource('wrap', [offset, length]).slice(0, -1)}`,
  },
  {
    name: 'pin',
    covers: ['pin'],
    weight: 5,
    takes: 1,
    writes: false,
    choose: (choice) => {
      const segment = choice.segment();
      return segment && { ...NO_ARGUMENTS, segment: segment.handle, ...choice.range(segment.size) };
    },
    ranges: ({ segment, offset = 0, length }, model) => [
      { segment, offset, length: length === undefined ? model.at(segment).size - offset : length },
    ],
    onSegment: (path, { segment, offset, length }) => {
      using pin = path.at(segment).pin(offset, length);
      return pin.bytes.slice();
    },
    onAccess: undefined,
    source: ({ segment, offset, length }) =>
      `s${segment}.${callSource('pin', [offset, length]).slice(0, -1)}.release()`,
  },
  {
    ...one,
    name: 'free',
    covers: ['free'],
    weight: 16,
    ends: true,
    choose: segmentToFree,
    onSegment: (path, { segment }) => path.at(segment).free(),
    onAccess: (path, { segment }) => freeOnAccess(path, path.model, segment, true),
    effect: (model, { segment }) => model.free(segment),
    source: ({ segment }) => `s${segment}.free()`,
  },
  {
    ...one,
    name: 'dispose',
    covers: [nameOf(Symbol.dispose)],
    weight: 4,
    ends: true,
    choose: segmentToFree,
    onSegment: (path, { segment }) => path.at(segment)[Symbol.dispose](),
    onAccess: (path, { segment }) => freeOnAccess(path, path.model, segment, false),
    effect: (model, { segment }) => model.free(segment),
    source: ({ segment }) => `s${segment}[Symbol.dispose]()`,
  },
  {
    ...one,
    name: 'properties',
    covers: ['size', 'owner', 'isOffHeap', 'isFreed'],
    weight: 5,
    onSegment: (path, { segment: handle }) => {
      const segment = path.at(handle);
      return `size ${segment.size}, owner ${String(segment.owner)}, off-heap ${segment.isOffHeap}, freed ${segment.isFreed}`;
    },
    onAccess: undefined,
    source: ({ segment }) => `[s${segment}.size, s${segment}.owner, s${segment}.isOffHeap, s${segment}.isFreed]`,
  },
  {
    ...one,
    name: 'inspect',
    covers: [nameOf(inspect.custom)],
    weight: 1,
    onSegment: (path, { segment }) => inspect(path.at(segment)),
    onAccess: undefined,
    source: ({ segment }) => `s${segment}`,
  },
];
