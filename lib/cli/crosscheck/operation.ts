import type { AccessPath } from './access-path.ts';
import type { ArgumentChoice } from './argument-choice.ts';
import type { SegmentModel } from './segment-model.ts';
import type { SegmentPath } from './segment-path.ts';

export type Scalar = number | bigint | boolean;

/**
 * What a step is given, as plain data; an operation uses some of it. Segments appear as handles, which the step that makes
 * one chooses, so that a step means the same when others are taken away. Values may be of other types than declared: that
 * is what is tried.
 */
export interface Arguments {
  readonly segment: number;
  readonly other: number;
  /** The handle of the segment that the step makes. */
  readonly made: number;
  readonly offset: number;
  readonly otherOffset: number;
  /** undefined where a parameter has a default: that. */
  readonly length: number;
  readonly otherLength: number | undefined;
  readonly value: Scalar;
  readonly otherValue: Scalar;
  /** Of the segment that the step makes, or of the array that it brings. */
  readonly size: number;
  /** The content of that array: see patternBytes. */
  readonly pattern: number;
}

export const NO_ARGUMENTS: Arguments = {
  segment: 0,
  other: 0,
  made: 0,
  offset: 0,
  otherOffset: 0,
  length: 0,
  otherLength: 0,
  value: 0,
  otherValue: 0,
  size: 0,
  pattern: 0,
};

/** `length` bytes from `offset` of a segment, by its handle. */
export interface Range {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

/** One thing to do, on every path. */
export interface Operation {
  readonly name: string;
  /** The members of MemorySegment that it calls; static ones as `static allocate`, symbols by their description. */
  readonly covers: readonly string[];
  /** How often, compared with the others. */
  readonly weight: number;
  /** How many segments it is given: `segment`, or that and `other`. */
  readonly takes: 0 | 1 | 2;
  /** undefined: not now. */
  choose(choice: ArgumentChoice): Arguments | undefined;
  /** The ranges that must be inside of their segments. */
  ranges(given: Arguments, model: SegmentModel): readonly Range[];
  /** Whether it changes the bytes of its ranges. */
  readonly writes: boolean;
  /** Whether it ends `segment` when it succeeds; with a root all its views. */
  readonly ends?: boolean;
  /** The codes of what is wrong beside the ranges, if anything. */
  faults?(given: Arguments): readonly string[];
  onSegment(path: SegmentPath, given: Arguments): unknown;
  /** undefined: an engine's access has no counterpart. */
  readonly onAccess: ((path: AccessPath, given: Arguments) => unknown) | undefined;
  /** What becomes of the segments when it succeeds. */
  effect?(model: SegmentModel, given: Arguments): void;
  /** The call on a MemorySegment as TypeScript, without a semicolon. */
  source(given: Arguments): string;
}

export interface Step {
  readonly operation: Operation;
  readonly given: Arguments;
}
