import type { TestProject } from 'vitest/node';

/** Says once per run what is needed to repeat it. */
export default function announceRun(project: TestProject): void {
  const engine = process.env.OFFHEAP_ENGINE ?? 'auto';
  process.stderr.write(`OFFHEAP_ENGINE=${engine} FAST_CHECK_SEED=${project.config.env.FAST_CHECK_SEED}\n`);
}
