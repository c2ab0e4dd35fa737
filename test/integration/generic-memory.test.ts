import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

interface Measured {
  readonly name: string;
  readonly bytes: number;
  readonly grownBytes: number;
  readonly codes: readonly string[];
}

interface Report {
  readonly attacked: readonly Measured[];
  readonly fuzzed: readonly Measured[];
  readonly peakMebibytes: number;
}

/** The promise of docs/formats/generic-values.md. */
const MOST_PER_BYTE = 128;
/** What grows beside the values: code that is compiled, caches. */
const SLACK_BYTES = 2 ** 20;
/** A heap that what is claimed does not fit into. */
const HEAP_MEBIBYTES = 96;
/** That heap, the young one and the pieces that malloc keeps. Claims are of gigabytes. */
const MOST_PEAK_MEBIBYTES = 256;

const script = fileURLToPath(new URL('../fixtures/hostile-generic-values.mjs', import.meta.url));

describe('generic values that claim too much', () => {
  let report: Report;

  beforeAll(async () => {
    const flags = ['--expose-gc', `--max-old-space-size=${HEAP_MEBIBYTES}`];
    // The time limit ends a hang; reading all of it takes a fraction.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...flags, script, String(process.env['FAST_CHECK_SEED'])],
      { timeout: 55_000, killSignal: 'SIGKILL' },
    );
    report = JSON.parse(stdout) as Report;
  }, 60_000);

  it('are decoded in memory of a multiple of their bytes', () => {
    const beyond = [...report.attacked, ...report.fuzzed].filter(
      ({ bytes, grownBytes }) => grownBytes > MOST_PER_BYTE * bytes + SLACK_BYTES,
    );
    expect(beyond).toEqual([]);
    expect(report.peakMebibytes).toBeLessThan(MOST_PEAK_MEBIBYTES);
  });

  it('are refused where they are of no form, and read where they are', () => {
    const refused = report.attacked.filter(({ codes }) => !codes.includes('read')).map(({ name }) => name);
    expect(refused).toEqual([
      'an array of 2^32 - 1 holes',
      'an array with the last index',
      'a regular expression of classes',
      'a regular expression of emoji',
      'a regular expression of a class',
      'a deep regular expression',
      'a buffer of 4 GiB',
      'a bigint of 4 GiB',
      'a text of 2 GiB',
      'arrays in arrays',
    ]);
    const codes = new Set([...report.attacked, ...report.fuzzed].flatMap((measured) => measured.codes));
    expect([...codes].sort()).toEqual(['ERR_CORRUPT_DATA', 'read']);
  });
});
