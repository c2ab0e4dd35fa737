import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

interface Report {
  readonly attacked: readonly {
    readonly name: string;
    readonly count: number;
    readonly bytes: number;
    readonly grownBytes: number;
  }[];
  readonly claimed: readonly { readonly name: string; readonly code: string }[];
}

/** The promise of docs/guides/types.md. The most that was measured is 472, of rows of 200 null fields with their kind. */
const MOST_PER_BYTE = 640;
/** What grows beside the values: code that is compiled, caches. */
const SLACK_BYTES = 2 ** 20;
/** A heap that what is claimed does not fit into. */
const HEAP_MEBIBYTES = 160;

const script = fileURLToPath(new URL('../fixtures/hostile-typed-values.mjs', import.meta.url));

it('makes a multiple of the bytes of them, of whatever type, and nothing of what they only claim', async () => {
  // The time limit ends a hang; reading all of it takes a fraction.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', `--max-old-space-size=${HEAP_MEBIBYTES}`, script],
    { timeout: 55_000, killSignal: 'SIGKILL' },
  );
  const { attacked, claimed } = JSON.parse(stdout) as Report;
  expect(attacked.length).toBeGreaterThan(20);
  expect(attacked.filter(({ count }) => count === 0)).toEqual([]);
  expect(attacked.filter(({ bytes, grownBytes }) => grownBytes > MOST_PER_BYTE * bytes + SLACK_BYTES)).toEqual([]);
  expect(claimed.filter(({ code }) => code !== 'ERR_END_OF_DATA')).toEqual([]);
}, 60_000);
