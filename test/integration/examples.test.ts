import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { promisedOutput } from '../fixtures/promised-output.ts';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const examples = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

describe('examples/', () => {
  it('has programs', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('%s prints what its comments promise', (name) => {
    const promised = promisedOutput(readFileSync(`${folder}${name}`, 'utf8'));
    expect(promised.length).toBeGreaterThan(0);

    const { status, stdout, stderr } = spawnSync(process.execPath, [`${folder}${name}`], { encoding: 'utf8' });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => promised.includes(line))).toEqual(promised);
  });
});
