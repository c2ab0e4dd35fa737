import { Buffer } from 'node:buffer';
import type { Engine } from '../../engine/engine.ts';
import { AccessPath } from './access-path.ts';
import type { Step } from './operation.ts';
import { isForeseen, isSameValue, type Outcome, outcomeOf } from './outcome.ts';
import { hasCounterpart, plausibleCodes } from './path-rules.ts';
import { SegmentModel } from './segment-model.ts';
import { SegmentPath } from './segment-path.ts';

/** Bytes on each side of a range that a step must have left alone, as far as it is looked at after the step. */
const MARGIN = 16;

export interface DifferingBytes {
  /** Handle of the root. */
  readonly segment: number;
  readonly offset: number;
  /** By path: the bytes around. */
  readonly around: readonly { readonly label: string; readonly start: number; readonly bytes: Uint8Array }[];
}

/** The first thing that was not the same. */
export interface Divergence {
  readonly kind: 'result' | 'error' | 'bytes' | 'leak';
  readonly outcomes: readonly Outcome[];
  readonly bytes: DifferingBytes | undefined;
  /** The path that stands alone, as far as that can be told; otherwise one of those that differ. */
  readonly suspect: string;
}

export interface NamedEngine {
  readonly name: string;
  readonly engine: Engine;
}

/** The engines' names, told apart when they are the same. */
export function nameEngines(engines: readonly [Engine, Engine]): readonly [NamedEngine, NamedEngine] {
  const [a, b] = engines;
  const isSame = a.name === b.name;
  return [
    { name: isSame ? `${a.name} 1` : a.name, engine: a },
    { name: isSame ? `${b.name} 2` : b.name, engine: b },
  ];
}

/**
 * Four paths through the same steps: the segments of two engines and their accesses, each on memory of its own.
 *
 * Owns what the steps allocate; disposing frees it.
 */
export class SideBySide {
  readonly model = new SegmentModel();
  readonly #segments: readonly [SegmentPath, SegmentPath];
  readonly #accesses: readonly [AccessPath, AccessPath];
  readonly #paths: readonly (SegmentPath | AccessPath)[];
  /** Whether the last step failed, where it ran. */
  lastFailed = false;

  /** `record` is told what the access with this label is called with, as lines of TypeScript. */
  constructor(
    engines: readonly [NamedEngine, NamedEngine],
    record?: { readonly label: string; readonly line: (line: string) => void },
  ) {
    const [a, b] = engines;
    const access = ({ engine, name }: NamedEngine) =>
      new AccessPath(engine, name, this.model, record?.label === `${name}, access` ? record.line : undefined);
    this.#segments = [new SegmentPath(a.engine, a.name), new SegmentPath(b.engine, b.name)];
    this.#accesses = [access(a), access(b)];
    this.#paths = [...this.#segments, ...this.#accesses];
  }

  /** Whether the segments that a step is given were made, and the one that it makes was not. */
  canRun({ operation, given }: Step): boolean {
    const { takes } = operation;
    if (given.made > 0 && this.model.find(given.made) !== undefined) return false;
    if (takes > 0 && this.model.find(given.segment) === undefined) return false;
    return takes < 2 || this.model.find(given.other) !== undefined;
  }

  /** Runs a step on every path; the first difference. With `thorough` all bytes are compared. */
  run(step: Step, thorough: boolean): Divergence | undefined {
    const { operation, given } = step;
    const ends = this.#rootEndedBy(step);
    if (ends !== undefined) {
      const before = this.#compareRange(ends, 0, Number.POSITIVE_INFINITY, []);
      if (before !== undefined) return before;
      for (const path of this.#paths) path.forget(ends);
    }

    const [a, b] = this.#segments;
    const outcomes = [
      outcomeOf(a.label, () => operation.onSegment(a, given)),
      outcomeOf(b.label, () => operation.onSegment(b, given)),
    ];
    const { onAccess } = operation;
    if (onAccess !== undefined && hasCounterpart(operation, given, this.model)) {
      for (const path of this.#accesses) outcomes.push(outcomeOf(path.label, () => onAccess(path, given)));
    }
    const different = this.#compareOutcomes(step, outcomes);
    if (different !== undefined) return different;

    this.lastFailed = outcomes[0]?.code !== undefined;
    if (!this.lastFailed) operation.effect?.(this.model, given);
    return thorough ? this.compareAll(outcomes) : this.#compareTouched(step, outcomes);
  }

  /** All bytes of all live segments. */
  compareAll(outcomes: readonly Outcome[] = []): Divergence | undefined {
    for (const segment of this.model.live) {
      if (segment.root !== segment) continue;
      const different = this.#compareRange(segment.handle, 0, Number.POSITIVE_INFINITY, outcomes);
      if (different !== undefined) return different;
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    for (const path of this.#paths) path[Symbol.dispose]();
  }

  #rootEndedBy({ operation, given }: Step): number | undefined {
    if (operation.ends !== true) return undefined;
    const { root, freed } = this.model.at(given.segment);
    return root.handle === given.segment && !freed ? root.handle : undefined;
  }

  #compareOutcomes(step: Step, outcomes: readonly Outcome[]): Divergence | undefined {
    const [first, second, ...accesses] = outcomes as [Outcome, Outcome, ...Outcome[]];
    const strange = outcomes.find((outcome) => !isForeseen(outcome));
    if (strange !== undefined) return differing('error', outcomes, strange.label);
    if (!isSame(first, second)) {
      const judge = accesses.length > 0 && isSame(first, accesses[0] as Outcome);
      return differing(kindOf(first, second), outcomes, judge ? second.label : first.label);
    }
    const [third, fourth] = accesses;
    if (third === undefined || fourth === undefined) return undefined;
    if (!isSame(third, fourth)) {
      const odd = this.#agree(step, first, third) ? fourth : third;
      return differing(kindOf(third, fourth), outcomes, odd.label);
    }
    if (this.#agree(step, first, third)) return undefined;
    return differing(kindOf(first, third), outcomes, third.label);
  }

  /** A segment and an access: the same, or different in the way that the rules allow. */
  #agree({ operation, given }: Step, segment: Outcome, access: Outcome): boolean {
    if (segment.code === access.code) return segment.code !== undefined || isSameValue(segment.value, access.value);
    if (segment.code === undefined || access.code === undefined) return false;
    const plausible = plausibleCodes(operation, given, this.model);
    return plausible.has(segment.code) && plausible.has(access.code);
  }

  #compareTouched({ operation, given }: Step, outcomes: readonly Outcome[]): Divergence | undefined {
    if (operation.takes === 0 && given.made > 0) {
      return this.#compareRange(given.made, 0, Number.POSITIVE_INFINITY, outcomes);
    }
    if (!operation.writes) return undefined;
    for (const { segment, offset, length } of operation.ranges(given, this.model)) {
      const { root, start, freed } = this.model.at(segment);
      if (freed) continue;
      const from = start + (Number.isInteger(offset) ? offset : 0);
      const to = from + (Number.isInteger(length) ? length : 0);
      const different = this.#compareRange(root.handle, from - MARGIN, to + MARGIN, outcomes);
      if (different !== undefined) return different;
    }
    return undefined;
  }

  /** The bounds may lie outside of the segment. */
  #compareRange(root: number, from: number, to: number, outcomes: readonly Outcome[]): Divergence | undefined {
    const reference = this.#paths[0]?.bytesOf(root);
    if (reference === undefined) return undefined;
    const begin = Math.max(0, Math.min(from, reference.length));
    const end = Math.max(begin, Math.min(to, reference.length));
    for (let index = 1; index < this.#paths.length; index++) {
      const bytes = this.#paths[index]?.bytesOf(root);
      if (bytes === undefined || isEqual(reference, bytes, begin, end)) continue;
      const offset = firstDifference(reference, bytes, begin, end);
      const around = this.#paths.map((path) => excerpt(path.label, path.bytesOf(root), offset));
      const suspect = this.#oddOneOut(root, offset);
      return { kind: 'bytes', outcomes, bytes: { segment: root, offset, around }, suspect };
    }
    return undefined;
  }

  /** The path whose byte no other path has; the last one when they split evenly. */
  #oddOneOut(root: number, offset: number): string {
    const values = this.#paths.map((path) => path.bytesOf(root)?.[offset]);
    const alone = this.#paths.find((_, index) => values.filter((value) => value === values[index]).length === 1);
    return (alone ?? (this.#paths.at(-1) as AccessPath)).label;
  }
}

function differing(kind: Divergence['kind'], outcomes: readonly Outcome[], suspect: string): Divergence {
  return { kind, outcomes, bytes: undefined, suspect };
}

function kindOf(a: Outcome, b: Outcome): 'result' | 'error' {
  return a.code === undefined && b.code === undefined ? 'result' : 'error';
}

function isSame(a: Outcome, b: Outcome): boolean {
  return a.code === b.code && isSameValue(a.value, b.value);
}

/** A loop is faster than Buffer.compare on a few bytes. */
const LOOP_BYTES = 64;
const { compare } = Buffer.prototype;

function isEqual(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  if (a.length !== b.length) return false;
  if (to - from > LOOP_BYTES) return compare.call(a, b, from, to, from, to) === 0;
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return false;
  return true;
}

function firstDifference(a: Uint8Array, b: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return i;
  return from;
}

function excerpt(label: string, bytes: Uint8Array | undefined, offset: number): DifferingBytes['around'][number] {
  const start = Math.max(0, offset - (offset % 16) - 16);
  return { label, start, bytes: bytes?.slice(start, start + 48) ?? new Uint8Array(0) };
}
