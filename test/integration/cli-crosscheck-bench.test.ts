import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { planBench } from '../../lib/cli/crosscheck/bench/bench-plan.ts';
import type { BenchResult } from '../../lib/cli/crosscheck/bench/bench-result.ts';
import { measurePlan } from '../../lib/cli/crosscheck/bench/measure-plan.ts';
import { type CrosscheckBenchOptions, runCrosscheckBench } from '../../lib/cli/crosscheck/bench/run-bench.ts';
import { engine } from '../../lib/engine/current-engine.ts';
import { OutputUnwritableError, UsageError } from '../../lib/errors/index.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

const TINY: CrosscheckBenchOptions = {
  quick: true,
  operations: ['compare'],
  sizes: [8, 512],
  seconds: 0.1,
  progress: 'never',
};

describe('the performance cross-check', () => {
  let folder: string;
  let printed: string[];
  let complained: string[];

  beforeEach(() => {
    folder = scratchFolder();
    printed = record(vi.spyOn(process.stdout, 'write'));
    complained = record(vi.spyOn(process.stderr, 'write'));
  });

  afterEach(() => vi.restoreAllMocks());

  it('prints the table and writes the numbers and the page', async () => {
    const [json, html] = [join(folder, 'bench.json'), join(folder, 'bench.html')];
    await runCrosscheckBench({ ...TINY, json, html });
    const result = JSON.parse(readFileSync(json, 'utf8')) as BenchResult;
    expect(result).toMatchObject({
      format: 'offheap-crosscheck-bench',
      version: 1,
      complete: true,
      machine: { node: process.versions.node, engine: engine().name },
      method: { quick: true, budgetSeconds: 0.1 },
      operations: [{ name: 'compare', group: 'bulk', cases: [{ sizeBytes: 8 }, { sizeBytes: 512 }] }],
    });
    for (const { js, native, node, nodeWays } of result.operations[0]?.cases ?? []) {
      expect([js?.path, node?.path]).toEqual(['js', 'node']);
      expect(native?.path).toBe(engine().name === 'js' ? undefined : 'native');
      expect(node?.median).toBe(Math.min(...nodeWays.map(({ median }) => median)));
    }
    const page = readFileSync(html, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('id="numbers-compare"');
    expect(printed.join('')).toContain('compare  Compare two ranges');
    expect(complained).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['bench.html', 'bench.json']);
  });

  it('refuses a place that cannot be written before it measures', async () => {
    const json = join(folder, 'missing', 'bench.json');
    await expect(runCrosscheckBench({ ...TINY, seconds: 1e6, json })).rejects.toThrow(OutputUnwritableError);
    expect(printed).toEqual([]);
  });

  it('refuses one place for both reports', async () => {
    const file = join(folder, 'bench');
    await expect(runCrosscheckBench({ ...TINY, json: '-', html: '-' })).rejects.toThrow(UsageError);
    await expect(runCrosscheckBench({ ...TINY, json: file, html: file })).rejects.toThrow('both go to');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses operations that it does not know', async () => {
    await expect(runCrosscheckBench({ ...TINY, operations: ['sort'] })).rejects.toThrow("no operation 'sort'");
  });

  it('reports what it has when it is interrupted', async () => {
    const controller = new AbortController();
    const plan = planBench({ ...TINY, sizes: [8, 16, 32, 64] });
    const result = await measurePlan(plan, {
      signal: controller.signal,
      onCase: (_next, done) => {
        if (done === 2) controller.abort();
      },
    });
    expect(result.complete).toBe(false);
    expect(result.operations[0]?.cases.map(({ sizeBytes }) => sizeBytes)).toEqual([8, 16]);
  });

  it('fails with the reason of an abort that left nothing to report', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    const json = join(folder, 'bench.json');
    await expect(runCrosscheckBench({ ...TINY, json, signal })).rejects.toThrow('stopped');
    expect(readdirSync(folder)).toEqual([]);
  });
});

function record(spy: MockInstance<typeof process.stdout.write>): string[] {
  const texts: string[] = [];
  spy.mockImplementation((text) => {
    texts.push(String(text));
    return true;
  });
  return texts;
}
