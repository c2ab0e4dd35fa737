import { arch, availableParallelism, cpus, platform, release, tmpdir } from 'node:os';
import { checkedMode } from '../../engine/checked-mode.ts';
import { engine } from '../../engine/current-engine.ts';
import type { EngineName } from '../../engine/engine.ts';
import { EngineUnavailableError } from '../../errors/engine-errors.ts';
import { systemReason } from '../../errors/system-reason.ts';
import { type MemoryReport, memoryReport } from '../../observability/memory-report.ts';
import { freeDiskBytes, type ProcessLimits, processLimits } from '../../observability/process-limits.ts';
import { packageVersion } from '../version.ts';

/** What `offheap doctor --json` prints. A value that does not apply, or that the system does not tell, is null. */
export interface Diagnosis {
  /** null: none runs, as when OFFHEAP_ENGINE asks for one that does not load. */
  readonly engine: EngineName | null;
  readonly engineReason: string;
  readonly addonPath: string | null;
  /** What checked mode looks for: `0`, `1` or `1/N`. */
  readonly checked: string;
  /** Why the addon did not load, when the JS engine runs instead. */
  readonly nativeError: string | null;
  readonly versions: {
    readonly offheap: string;
    readonly node: string;
    readonly v8: string;
    /** The newest version of Node-API that this Node has. */
    readonly napi: string;
  };
  readonly platform: { readonly system: string; readonly release: string; readonly architecture: string };
  readonly cpus: { readonly available: number; readonly total: number; readonly model: string | null };
  readonly limits: {
    readonly [limit in keyof ProcessLimits]: undefined extends ProcessLimits[limit] ? number | null : number;
  };
  /** null: no engine runs. A limit that is none is null in it. */
  readonly memory: MemoryReport | null;
  readonly temporaryDirectory: {
    readonly path: string;
    readonly freeBytes: number | null;
    readonly error: string | null;
  };
}

export async function diagnose(): Promise<Diagnosis> {
  const processors = cpus();
  const limits = processLimits();
  const described = describeEngine();
  return {
    ...described,
    versions: {
      offheap: packageVersion(),
      node: process.versions.node,
      v8: process.versions.v8,
      napi: process.versions['napi'] ?? 'unknown',
    },
    platform: { system: platform(), release: release(), architecture: arch() },
    cpus: { available: availableParallelism(), total: processors.length, model: processors[0]?.model.trim() ?? null },
    limits: {
      totalMemoryBytes: limits.totalMemoryBytes,
      constrainedMemoryBytes: limits.constrainedMemoryBytes ?? null,
      heapLimitBytes: limits.heapLimitBytes,
      openFilesSoft: limits.openFilesSoft ?? null,
      openFilesHard: limits.openFilesHard ?? null,
    },
    memory: described.engine === null ? null : memoryReport(),
    temporaryDirectory: await describeTemporaryDirectory(tmpdir()),
  };
}

function describeEngine(): Pick<Diagnosis, 'engine' | 'engineReason' | 'addonPath' | 'checked' | 'nativeError'> {
  try {
    const { name, reason, addonPath, checked, nativeError } = engine();
    return {
      engine: name,
      engineReason: reason,
      addonPath: addonPath ?? null,
      checked,
      nativeError: nativeError?.message ?? null,
    };
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    return {
      engine: null,
      engineReason: error.message,
      addonPath: null,
      checked: checkedMode.setting,
      nativeError: null,
    };
  }
}

async function describeTemporaryDirectory(path: string): Promise<Diagnosis['temporaryDirectory']> {
  try {
    return { path, freeBytes: await freeDiskBytes(path), error: null };
  } catch (error) {
    return { path, freeBytes: null, error: systemReason(error) };
  }
}
