import { UsageError } from '../../../errors/command-errors.ts';
import { allocationOperations } from './allocation-operations.ts';
import { batchOperations } from './batch-operations.ts';
import { bulkOperations } from './bulk-operations.ts';
import type { Operation } from './operation.ts';
import { scalarOperations } from './scalar-operations.ts';

export interface PlanOptions {
  /** Names of operations, or of groups. Default: all. */
  readonly operations?: readonly string[] | undefined;
  /** Bytes. Default: from 4 bytes to 1 MiB. */
  readonly sizes?: readonly number[] | undefined;
  /** Seconds for everything. Default: 48, quick 8; less for few cases. */
  readonly seconds?: number | undefined;
  /** Fewer sizes, fewer rounds, less time. */
  readonly quick?: boolean | undefined;
}

export interface PlannedCase {
  readonly operation: Operation;
  readonly sizeBytes: number;
  /** Its share of the time, in relation to the others. */
  readonly weight: number;
  readonly rounds: number;
}

export interface BenchPlan {
  readonly cases: readonly PlannedCase[];
  readonly rounds: number;
  readonly budgetSeconds: number;
  readonly quick: boolean;
}

export const allOperations: readonly Operation[] = [
  ...scalarOperations,
  ...bulkOperations,
  ...batchOperations,
  ...allocationOperations,
];

const KIB = 1024;
const SIZES = [4, 8, 16, 32, 64, 128, 256, 512, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, KIB * KIB];
const QUICK_SIZES = [8, 64, 512, 4 * KIB, 64 * KIB, KIB * KIB];
/** Two segments and two Buffers of this size are held at once. */
const LARGEST_SIZE_BYTES = 256 * KIB * KIB;

/** A few cases need not take the time of all. */
const DEFAULTS = { seconds: 48, secondsPerCase: 0.6, rounds: 15 } as const;
const QUICK = { seconds: 8, secondsPerCase: 0.25, rounds: 9 } as const;

/** Rounds that must be long enough for some garbage collections each: more time for fewer of them. */
const GARBAGE = { weight: 3, roundShare: 0.5 } as const;

/** Throws UsageError. */
export function planBench(options: PlanOptions): BenchPlan {
  const { quick = false } = options;
  const defaults = quick ? QUICK : DEFAULTS;
  const operations = chosenOperations(options.operations);
  const sweep = checkedSizes(options.sizes) ?? (quick ? QUICK_SIZES : SIZES);
  const cases = operations.flatMap((operation) =>
    operation.sizesOf(sweep).map((sizeBytes) => ({ operation, sizeBytes })),
  );
  if (cases.length === 0) throw new UsageError('none of these operations can be measured at these sizes');
  const { seconds = Math.min(defaults.seconds, defaults.secondsPerCase * cases.length) } = options;
  if (!(Number.isFinite(seconds) && seconds > 0)) throw new UsageError(`--seconds ${seconds} is not a time`);
  const { rounds } = defaults;
  return {
    cases: cases.map(({ operation, sizeBytes }) => ({
      operation,
      sizeBytes,
      weight: operation.countsGarbage === true ? GARBAGE.weight : 1,
      rounds: operation.countsGarbage === true ? Math.ceil(rounds * GARBAGE.roundShare) : rounds,
    })),
    rounds,
    budgetSeconds: seconds,
    quick,
  };
}

function chosenOperations(names: readonly string[] | undefined): readonly Operation[] {
  if (names === undefined || names.length === 0) return allOperations;
  for (const name of names) {
    if (allOperations.some((operation) => operation.name === name || operation.group === name)) continue;
    const known = [...new Set(allOperations.map(({ group }) => group)), ...allOperations.map((known) => known.name)];
    throw new UsageError(`there is no operation '${name}' to measure (there are ${known.join(' ')})`);
  }
  return allOperations.filter(({ name, group }) => names.includes(name) || names.includes(group));
}

function checkedSizes(sizes: readonly number[] | undefined): readonly number[] | undefined {
  if (sizes === undefined || sizes.length === 0) return undefined;
  for (const size of sizes) {
    if (Number.isInteger(size) && size >= 1 && size <= LARGEST_SIZE_BYTES) continue;
    throw new UsageError(`size ${size} is not a whole number of bytes from 1 to ${LARGEST_SIZE_BYTES}`);
  }
  return [...new Set(sizes)].sort((a, b) => a - b);
}
