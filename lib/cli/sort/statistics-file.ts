import { fstatSync, type Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { UsageError } from '../../errors/command-errors.ts';
import type { OutputTarget } from '../../views/files/output-target.ts';

const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;

/** Throws UsageError when the statistics would replace an input or the output, by whatever name. */
export async function requireFileOfItsOwn(
  statistics: OutputTarget,
  inputs: readonly string[],
  output: OutputTarget | undefined,
): Promise<void> {
  if (statistics.kind !== 'file') return;
  if (await isOutput(statistics, output)) throw new UsageError(`--stats ${statistics.name} is the output as well`);
  const { existing } = statistics;
  if (existing === undefined) return;
  for (const input of inputs) {
    const found = input === '-' ? fstatSync(STANDARD_INPUT) : await stat(input);
    if (isSame(existing, found)) throw new UsageError(`--stats ${statistics.name} is an input as well`);
  }
}

async function isOutput({ path, existing }: OutputTarget, output: OutputTarget | undefined): Promise<boolean> {
  if (output === undefined) return existing !== undefined && isSame(existing, fstatSync(STANDARD_OUTPUT));
  if (existing !== undefined && output.existing !== undefined) return isSame(existing, output.existing);
  return (
    basename(path) === basename(output.path) &&
    (await realpath(dirname(path))) === (await realpath(dirname(output.path)))
  );
}

function isSame(a: Stats, b: Stats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}
