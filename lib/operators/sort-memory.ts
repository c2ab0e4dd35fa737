import { InsufficientMemoryError } from '../errors/index.ts';

/**
 * How a sort of lines divides its memory. All in bytes.
 *
 * While runs are made:   builders x (region + 2 spill pages) + 2 input pages
 * While they are merged: workspace + runs x 2 x merge page + 2 output pages
 */
export interface SortMemory {
  readonly totalBytes: number;
  /** Runs under construction: one fills while the others are sorted and spilled. */
  readonly builders: number;
  /** Memory of one run: its records and their index. */
  readonly regionBytes: number;
  readonly inputPageBytes: number;
  readonly spillPageBytes: number;
  readonly outputPageBytes: number;
}

/** Two kernels sort and spill while the third run fills: enough for two cores, and runs stay long. */
const BUILDERS = 3;
/** Below this the index entry of each line dwarfs what a run holds. */
export const MIN_SORT_MEMORY_BYTES = 448 * 1024;
/** Reading and spilling gain nothing from larger pages; a kernel call on one takes well under a millisecond. */
const MAX_PAGE_BYTES = 256 * 1024;
const MAX_OUTPUT_PAGE_BYTES = 1024 * 1024;
const MIN_PAGE_BYTES = 16 * 1024;
/** Offsets in a run have 32 bits; see RunBuilder. */
const MAX_REGION_BYTES = 0xffff_0000;
/** An empty line is one byte of input: 1 byte of record, 16 of index, and with keys 4 for their length. */
const WORST_BYTES_PER_INPUT_BYTE = 21;
/** A NUL, or an empty key: its escape and the end of the key. */
const WORST_KEY_BYTES_PER_INPUT_BYTE = 4;

export interface SortDemand {
  /** All that the sort may take. */
  readonly memoryBytes: number;
  /** Of that, what sources hold in buffers of their own. */
  readonly sourceBytes: number;
  /** All input that will come, when that is known: small inputs take less than the budget. */
  readonly inputBytes: number | undefined;
  /** Sort keys beside the line. */
  readonly keys: number;
}

export function planSortMemory({ memoryBytes, sourceBytes, inputBytes, keys }: SortDemand): SortMemory {
  const totalBytes = memoryBytes - sourceBytes;
  if (!(totalBytes >= MIN_SORT_MEMORY_BYTES)) {
    const minimumBytes = MIN_SORT_MEMORY_BYTES + sourceBytes;
    throw new InsufficientMemoryError({ operator: 'sort', memoryBytes, minimumBytes });
  }
  const pageBytes = clamp(alignDown(totalBytes / 64, 4096), MIN_PAGE_BYTES, MAX_PAGE_BYTES);
  const buffers = 2 * pageBytes + BUILDERS * 2 * pageBytes;
  const largestRegion = Math.min(alignDown((totalBytes - buffers) / BUILDERS, 4096), MAX_REGION_BYTES);
  const worstCase =
    inputBytes === undefined
      ? Number.POSITIVE_INFINITY
      : inputBytes * (WORST_BYTES_PER_INPUT_BYTE + keys * WORST_KEY_BYTES_PER_INPUT_BYTE);
  return {
    totalBytes,
    builders: BUILDERS,
    regionBytes: Math.min(largestRegion, alignUp(worstCase + MIN_PAGE_BYTES, 4096)),
    inputPageBytes: pageBytes,
    spillPageBytes: pageBytes,
    outputPageBytes: clamp(alignDown(totalBytes / 64, 4096), MIN_PAGE_BYTES, MAX_OUTPUT_PAGE_BYTES),
  };
}

export interface MergeMemory {
  readonly workspaceBytes: number;
  readonly pageBytes: number;
  readonly outputPageBytes: number;
}

/** Open files at a time; also keeps the loser tree and its records in the caches. */
export const MAX_FAN_IN = 256;
/** Pages a run needs so that reading and merging overlap. */
const PAGES_PER_RUN = 2;
const OUTPUT_PAGES = 2;

/** The memory of a merge of these runs, or undefined when they are too many, or their records too long, for one merge. */
export function planMergeMemory(
  memory: SortMemory,
  runs: number,
  workspaceBytes: number,
  availableBytes: number,
): MergeMemory | undefined {
  const alignedWorkspace = alignUp(workspaceBytes, 4096);
  for (const outputPageBytes of [memory.outputPageBytes, MIN_PAGE_BYTES]) {
    const forPages = availableBytes - alignedWorkspace - OUTPUT_PAGES * outputPageBytes;
    const pageBytes = Math.min(alignDown(forPages / (runs * PAGES_PER_RUN), 4096), MAX_PAGE_BYTES);
    if (pageBytes >= MIN_PAGE_BYTES) return { workspaceBytes: alignedWorkspace, pageBytes, outputPageBytes };
  }
  return undefined;
}

function alignDown(bytes: number, alignment: number): number {
  return Math.floor(bytes / alignment) * alignment;
}

function alignUp(bytes: number, alignment: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
