import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../lib/engine/engine.ts';
import { registerCleaner } from '../../../lib/memory/budget/memory-cleaners.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { trim } from '../../../lib/memory/trim.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

const library = new URL('../../../dist/index.js', import.meta.url);
const native = enginesUnderTest.find(({ name }) => name === 'native')?.engine;

/** glibc keeps what lies below the last chunk that is in use; others give memory back, or keep it, by rules of their own. */
const isGlibc =
  process.platform === 'linux' &&
  (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header.glibcVersionRuntime !== undefined;

/** Prints by how much the process has grown: with all chunks, after their free, after the trim. */
const SCRIPT = `
  const { MemorySegment, trim } = await import(${JSON.stringify(library.href)});
  const before = process.memoryUsage.rss();
  const growth = () => process.memoryUsage.rss() - before;
  const segments = Array.from({ length: 4096 }, () => MemorySegment.allocate(32 * 1024, { zeroed: false }));
  for (const segment of segments) segment.fill(1);
  const last = MemorySegment.allocate(32 * 1024);
  const full = growth();
  for (const segment of segments) segment.free();
  const freed = growth();
  trim();
  console.log(JSON.stringify({ full, freed, trimmed: growth() }));
  last.free();
`;

describe.each(enginesUnderTest)('trim() on the $name engine$missing', ({ engine: loaded }) => {
  const engine = loaded as Engine;

  it.skipIf(loaded === undefined)('tells what engine and cleaners gave back, and gives nothing back twice', () => {
    trim(engine);
    for (let i = 0; i < 3; i++) MemorySegment.allocate(1000 * (i + 1), { engine }).free();
    // In checked mode the native engine keeps none.
    const { spareBytes } = engine.statistics();
    expect(trim(engine)).toBe(spareBytes);
    let hoard = 77;
    const unregister = registerCleaner(() => {
      const bytes = hoard;
      hoard = 0;
      return bytes;
    });
    expect([trim(engine), trim(engine)]).toEqual([77, 0]);
    unregister();
    hoard = 5;
    expect(trim(engine)).toBe(0);
    expect(engine.statistics().spareBytes).toBe(0);
  });
});

describe('a process that has freed many small chunks', () => {
  it.skipIf(native === undefined || !isGlibc || !existsSync(library))('is smaller after trim()', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      encoding: 'utf8',
      env: { ...process.env, OFFHEAP_ENGINE: 'native', OFFHEAP_CHECKED: '' },
    });
    expect(stderr).toBe('');
    const { full, freed, trimmed } = JSON.parse(stdout) as Record<'full' | 'freed' | 'trimmed', number>;
    const chunkBytes = 4096 * 32 * 1024;
    expect(full).toBeGreaterThan(chunkBytes);
    expect(freed).toBeGreaterThan(chunkBytes * 0.7);
    expect(trimmed).toBeLessThan(chunkBytes * 0.3);
  });
});
