import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import { loadEngine } from '../../lib/engine/load-engine.ts';
import { EngineUnavailableError } from '../../lib/errors/index.ts';
import { type EncodedRun, makeRuns, mergeRuns } from '../fixtures/kernel-driver.ts';
import { linesArbitrary, orderArbitrary } from '../fixtures/line-arbitraries.ts';
import { joinLines, sortedByOracle } from '../fixtures/line-order-oracle.ts';

const js = loadEngine('js').engine;
const { native, missing } = loadNative();

function loadNative(): { native: Engine; missing: string | undefined } {
  try {
    return { native: loadEngine('native').engine, missing: undefined };
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    return { native: js, missing: error.message };
  }
}

const smallest = Math.max(js.sorting.minRunBuilderBytes, native.sorting.minRunBuilderBytes);

const pageBytes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 5000 }));
const layouts = fc.record({
  regionBytes: fc.integer({ min: smallest, max: 4 * smallest }),
  inputPageBytes: pageBytes,
  runPageBytes: pageBytes,
  outputPageBytes: pageBytes,
  fanIn: fc.constant(2),
  eager: fc.boolean(),
  emptyLastPage: fc.boolean(),
});

function readable(runs: readonly EncodedRun[]) {
  return runs.map(({ bytes, maxRecordBytes, lines }) => ({ bytes: bytes.toString('hex'), maxRecordBytes, lines }));
}

describe.skipIf(missing !== undefined)(`two engines${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  it('cut the same text into the same runs, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(linesArbitrary(500), orderArbitrary, layouts, layouts, async (lines, order, layout, other) => {
        const text = joinLines(lines);
        const nativeRuns = await makeRuns(native, text, order, layout);
        // The runs depend on the size of the region only.
        const jsRuns = await makeRuns(js, text, order, { ...other, regionBytes: layout.regionBytes });
        expect(readable(jsRuns)).toEqual(readable(nativeRuns));
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('read each other’s runs and merge them to the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(linesArbitrary(400), orderArbitrary, layouts, layouts, async (lines, order, layout, other) => {
        const text = joinLines(lines);
        const runs = await makeRuns(native, text, order, layout);
        const byNative = await mergeRuns(native, runs, order, 'run', layout);
        const byJs = await mergeRuns(js, runs, order, 'run', other);
        expect(readable([byJs])).toEqual(readable([byNative]));
        const sorted = await mergeRuns(js, [byNative], order, 'text', other);
        expect(sorted.bytes.toString('latin1')).toBe(joinLines(sortedByOracle(lines, order)).toString('latin1'));
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
