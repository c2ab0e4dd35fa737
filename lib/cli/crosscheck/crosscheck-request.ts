import { randomInt } from 'node:crypto';
import type { EngineName } from '../../engine/engine.ts';
import { ENGINE_NAMES } from '../../engine/engine-names.ts';
import { UsageError } from '../../errors/command-errors.ts';
import { OffheapError } from '../../errors/offheap-error.ts';
import { mebibytes, parseMemorySize } from '../../memory/memory-size.ts';
import { MAX_SEED } from './random-source.ts';

/** What the parser makes of the options of `offheap crosscheck`. */
export interface CrosscheckFlags {
  readonly seed?: string;
  readonly operations?: string;
  readonly engines?: string;
  readonly segmentSize?: string;
  readonly progress: 'auto' | 'always' | 'never';
  readonly json?: string;
}

/** A command line that makes sense. */
export interface CrosscheckRequest {
  readonly seed: number;
  readonly operations: number;
  /** undefined: the fastest that loads, and the last one. */
  readonly engines: readonly [EngineName, EngineName] | undefined;
  readonly segmentSize: number | undefined;
  readonly progress: 'auto' | 'always' | 'never';
  /** `-` is standard output. */
  readonly json: string | undefined;
}

export const DEFAULT_OPERATIONS = 1_000_000;
/** There are up to five segments at a time in four places each, and a loop over all bytes of one is a fraction of a second. */
const MAX_SEGMENT_BYTES = mebibytes(64);
/** The largest limit of randomInt. */
const MAX_RANDOM = 2 ** 48 - 1;

/** Throws UsageError. */
export function readCrosscheckRequest(flags: CrosscheckFlags): CrosscheckRequest {
  const { seed, operations, engines, segmentSize, progress, json } = flags;
  return {
    seed: seed === undefined ? randomInt(MAX_RANDOM) : readInteger('--seed', seed, 0),
    operations: operations === undefined ? DEFAULT_OPERATIONS : readInteger('--operations', operations, 1),
    engines: engines === undefined ? undefined : readEngines(engines),
    segmentSize: segmentSize === undefined ? undefined : readSize(segmentSize),
    progress,
    json,
  };
}

function readInteger(option: string, text: string, least: number): number {
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= MAX_SEED) return value;
  throw new UsageError(`${option} ${text} is not an integer from ${least} to ${MAX_SEED}`);
}

function readEngines(text: string): readonly [EngineName, EngineName] {
  const names = text.split(',');
  const known = ENGINE_NAMES.join(', ');
  const [a, b] = names.map((name) => {
    const found = ENGINE_NAMES.find((candidate) => candidate === name);
    if (found === undefined) throw new UsageError(`--engines ${text}: there is no engine '${name}' (known: ${known})`);
    return found;
  });
  if (a === undefined || b === undefined || names.length !== 2) {
    throw new UsageError(`--engines ${text} does not name two engines, such as native,js`);
  }
  return [a, b];
}

function readSize(text: string): number {
  const sizeBytes = parseSize(text);
  if (sizeBytes <= MAX_SEGMENT_BYTES) return sizeBytes;
  throw new UsageError(`--segment-size ${text} is more than ${MAX_SEGMENT_BYTES} bytes`);
}

function parseSize(text: string): number {
  try {
    return parseMemorySize(text);
  } catch (error) {
    if (!(error instanceof OffheapError)) throw error;
    throw new UsageError(`--segment-size: ${error.message}`, { cause: error });
  }
}
