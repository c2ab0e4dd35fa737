import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../lib/cli/doctor/diagnosis.ts';
import { offheap } from '../fixtures/offheap-command.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

function diagnose(engine: string): { status: number | null; diagnosis: Diagnosis } {
  const { status, stdout, stderr } = offheap(['doctor', '--json'], { env: { OFFHEAP_ENGINE: engine } });
  expect(stderr).toBe('');
  return { status, diagnosis: JSON.parse(stdout.toString()) as Diagnosis };
}

describe('offheap doctor', () => {
  it('names the engine that was chosen', () => {
    const { status, diagnosis } = diagnose('js');
    expect(status).toBe(0);
    expect(diagnosis).toMatchObject({
      engine: 'js',
      engineReason: 'chosen by OFFHEAP_ENGINE',
      addonPath: null,
      nativeError: null,
    });
  });

  it('names an engine, why it runs, and where the addon is or why it is not', () => {
    const { status, diagnosis } = diagnose('auto');
    expect(status).toBe(0);
    if (diagnosis.engine === 'native') {
      expect(diagnosis).toMatchObject({ engineReason: 'the addon loaded', nativeError: null });
      expect(existsSync(diagnosis.addonPath ?? '')).toBe(true);
    } else {
      expect(diagnosis).toMatchObject({ engine: 'js', addonPath: null, nativeError: expect.stringMatching(/./) });
    }
  });

  it('fails, and still tells the rest, when the chosen engine does not run', () => {
    const { status, diagnosis } = diagnose('no-such-engine');
    expect(status).toBe(2);
    expect(diagnosis.engine).toBeNull();
    expect(diagnosis.engineReason).toContain('no-such-engine');
    expect(diagnosis.memory).toBeNull();
    expect(diagnosis.versions.offheap).toBe(version);
  });

  it.each([
    ['0', 'off'],
    ['1', 'everything'],
    ['1/1000', '1/1000 of the chunks'],
  ])('says what checked mode %s looks for', (setting, text) => {
    const env = { OFFHEAP_CHECKED: setting };
    expect(JSON.parse(offheap(['doctor', '--json'], { env }).stdout.toString())).toMatchObject({ checked: setting });
    expect(offheap(['doctor'], { env }).stdout.toString()).toMatch(new RegExp(`^checked +${text}$`, 'm'));
  });

  it('refuses a checked mode that there is not, with what is allowed', () => {
    const { status, stderr } = offheap(['doctor'], { env: { OFFHEAP_CHECKED: 'yes' } });
    expect(status).toBe(2);
    expect(stderr).toBe(
      'offheap doctor: Environment variable has a value that is not known: ' +
        'variable=OFFHEAP_CHECKED, value=yes, allowed=0, 1, or 1/N with N from 2 to 1000000000\n',
    );
  });

  it('names versions and limits', () => {
    const { diagnosis } = diagnose('auto');
    expect(diagnosis.versions).toMatchObject({
      offheap: version,
      node: process.versions.node,
      v8: process.versions.v8,
    });
    expect(diagnosis.platform).toMatchObject({ system: process.platform, architecture: process.arch });
    expect(diagnosis.cpus.available).toBeGreaterThan(0);
    expect(diagnosis.limits.totalMemoryBytes).toBeGreaterThan(1e8);
    expect(diagnosis.limits.constrainedMemoryBytes ?? 1).toBeLessThan(diagnosis.limits.totalMemoryBytes);
    expect(diagnosis.temporaryDirectory).toMatchObject({ path: tmpdir(), error: null });
    expect(diagnosis.temporaryDirectory.freeBytes).toBeGreaterThan(0);
    if (process.platform === 'linux') expect(diagnosis.limits.openFilesSoft).toBeGreaterThan(0);
  });

  it.each(['js', 'auto'])('reports the memory, on %s', (engine) => {
    const { memory } = diagnose(engine).diagnosis;
    expect(memory).toMatchObject({ live: { chunks: 0, bytes: 0 }, spareBytes: 0, threads: [] });
    expect(memory?.residentBytes).toBeGreaterThan(1e6);
    // Infinity has no JSON.
    expect(memory?.budgets).toMatchObject({ name: 'process', usedBytes: 0, limitBytes: null, children: [] });
  });

  it('says why the temporary directory is no use', () => {
    const { stdout } = offheap(['doctor', '--json'], {
      env: { TMPDIR: '/no/such', TMP: '/no/such', TEMP: '/no/such' },
    });
    const { temporaryDirectory } = JSON.parse(stdout.toString()) as Diagnosis;
    expect(temporaryDirectory).toEqual({ path: '/no/such', freeBytes: null, error: 'no such file or directory' });
  });

  it('prints two columns for people', () => {
    const { status, stdout, stderr } = offheap(['doctor'], { env: { OFFHEAP_ENGINE: 'js' } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const facts = new Map(
      stdout
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/) as [string, string]),
    );
    expect(facts.get('engine')).toBe('js');
    expect(facts.get('why')).toBe('chosen by OFFHEAP_ENGINE');
    expect(facts.get('offheap')).toBe(version);
    expect(facts.get('off-heap')).toBe('0 bytes live in 0 chunks, 0 pinned, 0 pooled, 0 spare');
    expect(facts.get('budget')).toBe('0 bytes reserved, no limit');
    expect(facts.get('resident')).toMatch(/mb .* available$/);
  });
});
