import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { enginesUnderTest } from '../fixtures/engines.ts';

const script = fileURLToPath(new URL('../../scripts/soak.mjs', import.meta.url));
const library = new URL('../../dist/index.js', import.meta.url);
const load = (name: string) => import(new URL(`../../scripts/soak/${name}.mjs`, import.meta.url).href);

describe.each(enginesUnderTest)('the soak on the $name engine$missing', ({ name, engine }) => {
  it.skipIf(engine === undefined || !existsSync(library))(
    'leaves nothing, and tells too few operations from a verdict',
    () => {
      const options = ['--minutes', '0.001', '--operations', '20000', '--print'];
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
        encoding: 'utf8',
        env: { ...process.env, OFFHEAP_ENGINE: name, OFFHEAP_CHECKED: '0' },
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const {
        engine: used,
        operations,
        left,
        verdict,
        samples,
        sampleColumns,
        eventLoopStallMillis,
      } = JSON.parse(stdout);
      expect(used).toBe(name);
      expect(operations.total).toBeGreaterThanOrEqual(20_000);
      expect(operations.pooled + operations.unpooled + operations.large).toBe(operations.total);
      expect(Math.min(operations.pooled, operations.unpooled, operations.views, operations.pins)).toBeGreaterThan(0);
      expect(left).toEqual({ chunks: 0, bytes: 0, pagesInUse: 0 });
      expect(verdict).toEqual({ leaks: false, sentences: [expect.stringMatching(/^Too short to tell/)] });
      expect(samples).toHaveLength(100);
      expect(sampleColumns).toMatch(/^millions rss v8Heap /);
      expect(eventLoopStallMillis.longest).toBeGreaterThan(0);
      expect(eventLoopStallMillis.cause).not.toBe('');
    },
  );
});

describe('the verdict of the soak', () => {
  const nothing = { chunks: 0, bytes: 0, pagesInUse: 0 };
  const flat = { rss: { slope: 0.01, marginOf95Percent: 0.02 } };
  const rising = { rss: { slope: 0.05, marginOf95Percent: 0.02 } };

  async function verdict({
    before = [90, 90.2, 90.1],
    after = [90, 90.2, 90.1],
    left = nothing,
    underLoad = flat,
  } = {}) {
    const [{ verdictOf }, { differenceOf }] = await Promise.all([load('verdict'), load('difference')]);
    const atRest = { ...differenceOf(before, after), millionsBetween: 40 };
    return verdictOf({ operations: 50e6, left, atRest, underLoad });
  }

  it('is no leak when the process is as large at rest as before, also when it grows under load', async () => {
    expect(await verdict()).toEqual({
      leaks: false,
      sentences: [
        expect.stringMatching(/^No leak: /),
        expect.stringMatching(/ does not grow, within noise: \+0\.01 ± 0\.02 MB/),
      ],
    });
    expect(await verdict({ underLoad: rising })).toEqual({
      leaks: false,
      sentences: [
        expect.stringMatching(/^No leak: /),
        expect.stringMatching(/ grows: .* nothing of it is in use at rest/),
      ],
    });
  });

  it('is a leak when the process is surely larger at rest', async () => {
    expect(await verdict({ after: [92, 92.2, 92.1], underLoad: rising })).toEqual({
      leaks: true,
      sentences: [
        expect.stringMatching(/^Leak: at rest the process grows: 90\.1 MB .* \+2 ± /),
        expect.stringMatching(/ grows: [^;]*\.$/),
      ],
    });
  });

  it('is no leak when the rests differ as much among themselves', async () => {
    expect(await verdict({ before: [88, 92, 90], after: [94, 89, 92] })).toMatchObject({ leaks: false });
  });

  it('is a leak when anything is left in the ledger', async () => {
    const { leaks, sentences } = await verdict({ left: { chunks: 1, bytes: 4096, pagesInUse: 0 } });
    expect({ leaks, first: sentences[0] }).toEqual({
      leaks: true,
      first: 'Leak: in the ledger are 1 chunks, 4096 bytes, 0 pages in use.',
    });
  });
});

describe('the slope of the soak', () => {
  it('is that of the line, with a margin that holds it', async () => {
    const { slopeOf } = await load('slope');
    const x = Array.from({ length: 50 }, (_, i) => i);
    expect(
      slopeOf(
        x,
        x.map((value) => 3 + 2 * value),
      ),
    ).toEqual({ slope: 2, marginOf95Percent: 0 });
    const { slope, marginOf95Percent } = slopeOf(
      x,
      x.map((value) => 3 + 2 * value + (value % 2 === 0 ? 5 : -5)),
    );
    expect(marginOf95Percent).toBeGreaterThan(0);
    expect(Math.abs(slope - 2)).toBeLessThan(marginOf95Percent);
  });
});
