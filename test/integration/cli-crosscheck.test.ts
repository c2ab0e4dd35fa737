import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ended, offheap, startOffheap } from '../fixtures/offheap-command.ts';

interface Report {
  readonly engines: string[];
  readonly checkedMode: boolean;
  readonly seed: number;
  readonly segmentSizeBytes: number | null;
  readonly operations: number;
  readonly interrupted: boolean;
  readonly byOperation: Record<string, { runs: number; refusals: number }>;
  readonly divergence: unknown;
}

describe('offheap crosscheck', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'crosscheck-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['0', '1'])('prints seed, engines and result, and exits with 0 (OFFHEAP_CHECKED=%s)', (checked) => {
    const args = ['crosscheck', '--seed', '11', '--operations', '5000', '--engines', 'js,js'];
    const { status, stdout, stderr } = offheap(args, { env: { OFFHEAP_CHECKED: checked } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'offheap crosscheck: js and js, seed 11\n' });
    const facts = new Map(
      stdout
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/) as [string, string]),
    );
    expect(facts.get('engines')).toBe(checked === '1' ? 'js and js, checked mode' : 'js and js');
    expect(facts.get('seed')).toBe('11');
    expect(facts.get('operations')).toMatch(/^5,000 in 3 rounds, [\d,]+ of them refused$/);
    expect(facts.get('result')).toBe('no divergence');
  });

  it('chooses the best two engines and a new seed, and says so', () => {
    const runs = [0, 1].map(() => offheap(['crosscheck', '--operations', '2000', '--json', '-']));
    const seeds = runs.map(({ status, stdout, stderr }) => {
      const { engines, seed } = JSON.parse(stdout.toString()) as Report;
      expect(status).toBe(0);
      expect(engines).toHaveLength(2);
      expect(engines[1]).toBe('js');
      expect(stderr).toBe(`offheap crosscheck: ${engines.join(' and ')}, seed ${seed}\n`);
      return seed;
    });
    expect(seeds[0]).not.toBe(seeds[1]);
  });

  it('does the same for the same seed', () => {
    const run = () => {
      const args = ['crosscheck', '--seed', '5', '--operations', '3000', '--segment-size', '1kb', '--json', '-'];
      const { stdout } = offheap([...args, '--engines', 'js,js']);
      return JSON.parse(stdout.toString()) as Report;
    };
    const [first, second] = [run(), run()];
    expect(first).toMatchObject({ seed: 5, operations: 3000, segmentSizeBytes: 1024, divergence: null });
    expect(first.byOperation).toEqual(second.byOperation);
    expect(first.byOperation['getInt']?.runs).toBeGreaterThan(0);
  });

  it('writes its JSON to a file, beside the text', () => {
    const file = path.join(folder, 'report.json');
    const { status, stdout } = offheap(['crosscheck', '--operations', '100', '--engines', 'js,js', '--json', file]);
    expect(status).toBe(0);
    expect(stdout.toString()).toMatch(/no divergence/);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ operations: 100, interrupted: false });
  });

  it('shows progress when it is asked to', () => {
    const args = ['crosscheck', '--operations', '100', '--engines', 'js,js', '--progress', 'always'];
    expect(offheap(args).stderr).toMatch(/Checking/);
  });

  it('ends with what it has when it is interrupted', async () => {
    const args = [
      'crosscheck',
      '--operations',
      '1000000000',
      '--engines',
      'js,js',
      '--progress',
      'always',
      '--json',
      '-',
    ];
    const child = startOffheap(args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout?.on('data', (part: Buffer) => {
      stdout += part.toString();
    });
    const end = ended(child);
    // The bar appears when the signals are handled already.
    while (!String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]).includes('Checking'));
    child.kill('SIGINT');
    expect((await end).status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, divergence: null });
  });

  it.each<[string[], string]>([
    [['--seed', '-1'], '--seed -1 is not an integer from 0 to 9007199254740991'],
    [['--seed', '9007199254740992'], '--seed 9007199254740992 is not an integer from 0 to 9007199254740991'],
    [['--operations', '0'], '--operations 0 is not an integer from 1 to 9007199254740991'],
    [['--operations', '1e6'], '--operations 1e6 is not an integer from 1 to 9007199254740991'],
    [['--engines', 'js'], '--engines js does not name two engines, such as native,js'],
    [['--engines', 'js,js,js'], '--engines js,js,js does not name two engines, such as native,js'],
    [['--segment-size', 'much'], '--segment-size: Memory size does not start with a number: text=much'],
    [['--segment-size', '65mb'], '--segment-size 65mb is more than 67108864 bytes'],
    [['--segment-size', '1tb'], '--segment-size 1tb is more than 67108864 bytes'],
    [['--nope'], "unknown option '--nope'"],
  ])('refuses %j in one line', (args, message) => {
    const { status, stdout, stderr } = offheap(['crosscheck', ...args]);
    expect({ status, stdout: stdout.toString(), stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `offheap crosscheck: ${message}\n`,
    });
  });

  it('refuses an engine that it does not know, and names those that it knows', () => {
    const { status, stderr } = offheap(['crosscheck', '--engines', 'js,steam']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^offheap crosscheck: --engines js,steam: there is no engine 'steam' \(known: .*js.*\)\n$/);
  });

  it('prints help', () => {
    const { status, stdout } = offheap(['crosscheck', '--help']);
    expect(status).toBe(0);
    expect(stdout.toString()).toMatch(/^Usage: offheap crosscheck [\s\S]*--seed[\s\S]*--engines/);
  });
});
