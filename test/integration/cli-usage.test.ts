import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { offheap } from '../fixtures/offheap-command.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

describe('offheap', () => {
  it('prints its version', () => {
    const { status, stdout, stderr } = offheap(['--version']);
    expect({ status, stdout: stdout.toString(), stderr }).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([[['--help']], [['-h']], [['sort', '--help']], [['doctor', '--help']]])('prints help for %j', (args) => {
    const { status, stdout, stderr } = offheap(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.toString()).toMatch(/^Usage: offheap /);
  });

  it.each<[string[], string]>([
    [[], "offheap: a command is missing (see 'offheap --help')"],
    [['srot'], "offheap: unknown command 'srot'"],
    [['--verbose'], "offheap: unknown option '--verbose'"],
    [['doctor', '--xml'], "offheap doctor: unknown option '--xml'"],
    [['sort', '--nope'], "offheap sort: unknown option '--nope'"],
    [['sort', '-z'], "offheap sort: unknown option '-z' (sort(1) has it, offheap does not)"],
    [['sort', '-rz'], "offheap sort: unknown option '-z' (sort(1) has it, offheap does not)"],
    [['sort', '-h'], "offheap sort: unknown option '-h' (sort(1) has it, offheap does not; help is --help)"],
    [['sort', '-S1g'], "offheap sort: unknown option '-S1g' (sort(1) has it, offheap does not; use --memory)"],
    [
      ['sort', '--parallel=2'],
      "offheap sort: unknown option '--parallel=2' (sort(1) has it, offheap does not; all cores are used)",
    ],
    [['sort', '-5'], "offheap sort: unknown option '-5'"],
    [['sort', '-n5'], "offheap sort: unknown option '-5'"],
    [['sort', '-n0'], "offheap sort: unknown option '-0'"],
    [['sort', '-0'], "offheap sort: unknown option '-0'"],
    [['sort', '-k'], "offheap sort: option '-k, --key <position>' argument missing"],
    [['sort', '-k0'], 'offheap sort: Sort key is not valid: key=0, reason=the field number at the start is zero'],
    [
      ['sort', '-k2g'],
      "offheap sort: Sort key is not valid: key=2g, reason=ordering 'g' (general numeric) is not supported",
    ],
    [['sort', '-nd'], "offheap sort: Sort key is not valid: key=-dn, reason=the orderings 'dn' exclude each other"],
    [['sort', '-t', ''], 'offheap sort: Line order is not valid: separator=, reason=it is empty'],
    [['sort', '-t', '::'], 'offheap sort: Line order is not valid: separator=::, reason=it is longer than one byte'],
    [
      ['sort', '-t:', '-t,'],
      "offheap sort: option '-t, --field-separator <character>' argument ',' is invalid. It was given before as ':'.",
    ],
    [
      ['sort', '-o', 'a', '--output=b'],
      "offheap sort: option '-o, --output <file>' argument 'b' is invalid. It was given before as 'a'.",
    ],
    [
      ['sort', '-T', 'a', '--temporary-directory=b'],
      'offheap sort: --temp-dir and --temporary-directory name different directories',
    ],
    [['sort', '--memory', '1.5gb'], 'offheap sort: --memory 1.5gb is not a whole number with a unit, such as 1536mb'],
    [['sort', '--memory', 'much'], 'offheap sort: --memory: Memory size does not start with a number: text=much'],
    [
      ['sort', '--memory', '1 potato'],
      'offheap sort: --memory: Memory size has an unknown unit: text=1 potato, units=bytes kb mb gb tb',
    ],
    [
      ['sort', '--engine', 'steam'],
      "offheap sort: option '--engine <name>' argument 'steam' is invalid. Allowed choices are native, in-cage, js, auto.",
    ],
    [
      ['sort', '--progress', 'maybe'],
      "offheap sort: option '--progress <when>' argument 'maybe' is invalid. Allowed choices are auto, always, never.",
    ],
    [['sort', '--stats', '-'], 'offheap sort: --stats - needs -o: standard output takes the sorted lines'],
  ])('refuses %j in one line', (args, message) => {
    const { status, stdout, stderr } = offheap(args);
    expect({ status, stdout: stdout.toString(), stderr }).toEqual({ status: 1, stdout: '', stderr: `${message}\n` });
  });

  it('fails loudly when OFFHEAP_ENGINE names no engine', () => {
    const { status, stderr } = offheap(['sort'], { env: { OFFHEAP_ENGINE: 'steam' } });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^offheap sort: Engine is unavailable: [^\n]*steam[^\n]*\n$/);
  });
});
