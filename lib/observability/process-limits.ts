import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/** What the process may use. `undefined`: no limit, or the system does not say. */
export interface ProcessLimits {
  readonly totalMemoryBytes: number;
  /** The limit of the container (cgroup). */
  readonly constrainedMemoryBytes: number | undefined;
  readonly heapLimitBytes: number;
  readonly openFilesSoft: number | undefined;
  readonly openFilesHard: number | undefined;
}

export function processLimits(): ProcessLimits {
  const totalMemoryBytes = totalmem();
  const openFiles = openFileLimits();
  return {
    totalMemoryBytes,
    constrainedMemoryBytes: constrainedMemory(process.constrainedMemory(), totalMemoryBytes),
    heapLimitBytes: getHeapStatistics().heap_size_limit,
    openFilesSoft: openFiles.soft,
    openFilesHard: openFiles.hard,
  };
}

/**
 * A container without limit reports 0 or close to 2^64, depending on the version of its interface; a limit above what the
 * machine has is none either.
 */
export function constrainedMemory(reportedBytes: number, totalMemoryBytes: number): number | undefined {
  return reportedBytes > 0 && reportedBytes < totalMemoryBytes ? reportedBytes : undefined;
}

/** Bytes that this user may still write below `directory`. */
export async function freeDiskBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

interface OpenFileLimits {
  readonly soft: number | undefined;
  readonly hard: number | undefined;
}

/** `excludeNetwork` is younger than Node 20.19's types. */
type Report = NodeJS.ProcessReport & { excludeNetwork?: boolean };

/** Node tells its resource limits in its diagnostic report only, and on Windows not at all. */
function openFileLimits(): OpenFileLimits {
  const report = process.report as Report | undefined;
  if (report === undefined) return { soft: undefined, hard: undefined };
  const { excludeNetwork = false } = report;
  try {
    // Otherwise the report asks for the host names of all peers.
    report.excludeNetwork = true;
    const { userLimits } = report.getReport() as { userLimits?: { open_files?: Record<'soft' | 'hard', unknown> } };
    return { soft: limitOf(userLimits?.open_files?.soft), hard: limitOf(userLimits?.open_files?.hard) };
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}

function limitOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
