import type { EngineChoice } from '../../engine/engine-names.ts';
import type { LineOrder } from '../../engine/sort-kernels.ts';
import { UsageError } from '../../errors/command-errors.ts';
import { OffheapError } from '../../errors/offheap-error.ts';
import { parseMemorySize } from '../../memory/memory-size.ts';
import { lineOrder } from '../../operators/line-order.ts';

/** What the parser makes of the options of `offheap sort`. */
export interface SortFlags {
  readonly output?: string;
  readonly memory?: string;
  readonly tempDir?: string;
  readonly temporaryDirectory?: string;
  readonly reverse?: boolean;
  readonly unique?: boolean;
  readonly numericSort?: boolean;
  readonly stable?: boolean;
  readonly ignoreLeadingBlanks?: boolean;
  readonly ignoreCase?: boolean;
  readonly dictionaryOrder?: boolean;
  readonly ignoreNonprinting?: boolean;
  readonly fieldSeparator?: string;
  readonly key?: readonly string[];
  readonly engine?: EngineChoice;
  readonly stats?: string;
  readonly progress: ProgressMode;
}

export type ProgressMode = 'auto' | 'always' | 'never';

/** Where the statistics go. */
export type StatisticsTarget = { readonly kind: 'standard output' } | { readonly kind: 'file'; readonly path: string };

/** A command line that makes sense. */
export interface SortRequest {
  /** `-` is standard input; never empty. */
  readonly files: readonly string[];
  /** undefined: standard output. */
  readonly output: string | undefined;
  /** undefined: the default of the operator. */
  readonly memoryBytes: number | undefined;
  readonly temporaryDirectory: string | undefined;
  readonly order: LineOrder;
  readonly engine: EngineChoice | undefined;
  readonly statistics: StatisticsTarget | undefined;
  readonly progress: ProgressMode;
}

/** Throws UsageError. */
export function readSortRequest(files: readonly string[], flags: SortFlags): SortRequest {
  return {
    files: files.length === 0 ? ['-'] : files,
    output: flags.output,
    memoryBytes: flags.memory === undefined ? undefined : readMemory(flags.memory),
    temporaryDirectory: temporaryDirectory(flags),
    order: readOrder(flags),
    engine: flags.engine,
    statistics: statisticsTarget(flags),
    progress: flags.progress,
  };
}

function readMemory(size: string): number {
  if (/^\s*\d+[.,]\d/.test(size)) {
    throw new UsageError(`--memory ${size} is not a whole number with a unit, such as 1536mb`);
  }
  return usage('--memory', () => parseMemorySize(size));
}

function readOrder(flags: SortFlags): LineOrder {
  return usage(undefined, () =>
    lineOrder({
      keys: flags.key ?? [],
      separator: flags.fieldSeparator,
      stable: flags.stable ?? false,
      unique: flags.unique ?? false,
      descending: flags.reverse ?? false,
      numeric: flags.numericSort ?? false,
      skipBlanks: flags.ignoreLeadingBlanks ?? false,
      foldCase: flags.ignoreCase ?? false,
      dictionary: flags.dictionaryOrder ?? false,
      ignoreNonprinting: flags.ignoreNonprinting ?? false,
    }),
  );
}

function temporaryDirectory({ tempDir, temporaryDirectory }: SortFlags): string | undefined {
  if (tempDir !== undefined && temporaryDirectory !== undefined && tempDir !== temporaryDirectory) {
    throw new UsageError('--temp-dir and --temporary-directory name different directories');
  }
  return tempDir ?? temporaryDirectory;
}

function statisticsTarget({ stats, output }: SortFlags): StatisticsTarget | undefined {
  if (stats === undefined) return undefined;
  if (stats !== '-') return { kind: 'file', path: stats };
  if (output === undefined) throw new UsageError('--stats - needs -o: standard output takes the sorted lines');
  return { kind: 'standard output' };
}

/** Runs a parser of the library; what it refuses is the fault of the command line. */
function usage<T>(option: string | undefined, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof OffheapError)) throw error;
    throw new UsageError(option === undefined ? error.message : `${option}: ${error.message}`, { cause: error });
  }
}
