import { arch, cpus, platform, release } from 'node:os';
import type { EngineDescription } from '../../../engine/load-engine.ts';
import { CHECKED } from '../../../memory/checked-mode.ts';
import { packageVersion } from '../../version.ts';
import type { Machine } from './bench-result.ts';

/** What the numbers depend on. */
export function describeMachine({ name, reason }: Pick<EngineDescription, 'name' | 'reason'>): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    system: `${platform()} ${release()}`,
    architecture: arch(),
    node: process.versions.node,
    v8: process.versions.v8,
    offheap: packageVersion(),
    engine: name,
    engineReason: reason,
    checked: CHECKED,
  };
}
