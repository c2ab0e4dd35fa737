import { describe, expect, it } from 'vitest';
import { crosscheck, replay } from '../../lib/cli/crosscheck/crosscheck.ts';
import { reproduce } from '../../lib/cli/crosscheck/reproduction.ts';
import { nameEngines } from '../../lib/cli/crosscheck/side-by-side.ts';
import type { Engine } from '../../lib/engine/engine.ts';
import { loadEngine } from '../../lib/engine/load-engine.ts';
import { derived, misnaming, misreading, overrunning, unclean } from '../fixtures/defective-engine.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';

const js = () => loadEngine('js').engine;
const SEED = Number(process.env.FAST_CHECK_SEED);
/** The rarest defect shows after 17,000 operations on average, so a run of this many never misses it. */
const UNTIL_FOUND = 2_000_000;

async function check(engines: readonly [Engine, Engine], operations: number, seed = SEED) {
  return crosscheck({ engines: nameEngines(engines), seed, operations });
}

describe('engines side by side', () => {
  for (const { name, engine, missing } of enginesUnderTest) {
    it.skipIf(engine === undefined)(`do not differ: ${name} and js${missing}`, { timeout: 60_000 }, async () => {
      const result = await check([engine as Engine, js()], 20_000);
      expect({ seed: SEED, found: result.found?.divergence }).toEqual({ seed: SEED, found: undefined });
      expect(result).toMatchObject({ operations: 20_000, interrupted: false });
      expect([...result.counts].filter(([, { runs }]) => runs === 0)).toEqual([]);
    });
  }

  it('stop after the round in which the signal came', async () => {
    const controller = new AbortController();
    const result = await crosscheck({
      engines: nameEngines([js(), js()]),
      seed: SEED,
      operations: 1_000_000,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(result).toMatchObject({ operations: 2000, rounds: 1, interrupted: true, found: undefined });
  });

  it('stop in the middle of a round that takes long', async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const result = await crosscheck({
      engines: nameEngines([js(), js()]),
      seed: SEED,
      operations: 2000,
      segmentSize: 2 ** 20,
      signal: controller.signal,
    });
    expect(result).toMatchObject({ rounds: 1, interrupted: true, found: undefined });
    expect(result.operations).toBeLessThan(2000);
  });
});

describe('a defect', { timeout: 60_000 }, () => {
  const defects = [
    { defect: misreading, kind: 'result', operation: /^getInt/, steps: 2, program: /getIntBigEndian\(s\d+, 13\)/ },
    { defect: overrunning, kind: 'bytes', operation: /^fill$|^allocate, not zeroed$/, steps: 3, program: /fillBytes/ },
    { defect: misnaming, kind: 'error', operation: /^getDouble/, steps: 2, program: /getDoubleLittleEndian/ },
  ];

  it.each(defects)('that is $defect.name is found, shrunk, and shown again by its seed', async (expected) => {
    const engines = [js(), expected.defect(js())] as const;
    const result = await check(engines, UNTIL_FOUND);
    const found = result.found;
    if (found === undefined) throw new Error(`not found with seed ${SEED}`);

    const again = await check(engines, found.steps.length, found.seed);
    expect(again.found?.steps.at(-1)?.operation.name).toBe(found.steps.at(-1)?.operation.name);
    expect(again.rounds).toBe(1);

    const shortest = await reproduce(nameEngines(engines), found);
    expect(shortest.repeatable).toBe(true);
    expect(shortest.steps.length).toBeLessThanOrEqual(expected.steps);
    expect(shortest.steps.at(-1)?.operation.name).toMatch(expected.operation);
    expect(shortest.divergence).toMatchObject({ kind: expected.kind, suspect: 'js 2, access' });
    expect(shortest.program.join('\n')).toMatch(expected.program);
    expect(await replay(nameEngines([js(), js()]), shortest.steps)).toBeUndefined();
  });

  it('under the segments is found in the bytes', async () => {
    const engines = [unclean(js()), js()] as const;
    const found = (await check(engines, UNTIL_FOUND)).found;
    if (found === undefined) throw new Error(`not found with seed ${SEED}`);
    const { steps, divergence } = await reproduce(nameEngines(engines), found);
    expect(steps).toHaveLength(1);
    expect(divergence).toMatchObject({ kind: 'bytes', bytes: { offset: 7 } });
    // The first path has memory of the engine too, unless the segment is on the heap.
    expect(divergence.bytes?.around.map(({ bytes }) => bytes[7]).slice(1)).toEqual([0, 0xee, 0]);
  });

  it('that forgets to free is found in the ledger', async () => {
    const engine = js();
    const forgotten: ReturnType<Engine['allocate']>[] = [];
    const forgetful = derived(engine, {
      allocate: (...args) => {
        if (args[0] === 64) forgotten.push(engine.allocate(1));
        return engine.allocate(...args);
      },
    });
    const found = (await check([js(), forgetful], UNTIL_FOUND)).found;
    if (found === undefined) throw new Error(`not found with seed ${SEED}`);
    const { steps, divergence } = await reproduce(nameEngines([js(), forgetful]), found);
    for (const chunk of forgotten) chunk.free();
    // The allocation, or one that another operation makes of its own and the segment that it needs.
    expect(steps.length).toBeLessThanOrEqual(2);
    expect(divergence.kind).toBe('leak');
  });
});
