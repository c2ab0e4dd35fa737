import { Buffer } from 'node:buffer';
import { arch, platform } from 'node:os';
import { CHECKED } from '../../memory/checked-mode.ts';
import { formatMemorySize } from '../../memory/memory-size.ts';
import { packageVersion } from '../version.ts';
import type { CrosscheckResult } from './crosscheck.ts';
import { outcomeText } from './outcome.ts';
import type { Reproduction } from './reproduction.ts';
import type { DifferingBytes } from './side-by-side.ts';

export interface CrosscheckReport {
  readonly result: CrosscheckResult;
  readonly reproduction: Reproduction | undefined;
  /** As in `--engines`. */
  readonly engines: readonly [string, string];
  readonly segmentSize: number | undefined;
}

/** For people. */
export function crosscheckText(report: CrosscheckReport): string {
  const { result, reproduction, engines } = report;
  const refusals = [...result.counts.values()].reduce((sum, count) => sum + count.refusals, 0);
  const rate = Math.round(result.operations / Math.max(result.seconds, 1e-3));
  const facts: [string, string][] = [
    ['engines', `${engines.join(' and ')}${CHECKED ? ', checked mode' : ''}`],
    ['seed', String(result.seed)],
    ['operations', `${count(result.operations)} in ${count(result.rounds)} rounds, ${count(refusals)} of them refused`],
    ['time', `${result.seconds.toFixed(1)} s, ${count(rate)} operations/s`],
    ['result', verdict(report)],
  ];
  const text = facts.map(([name, value]) => `${name.padEnd(10)}  ${value}\n`).join('');
  return reproduction === undefined ? text : `${text}\n${divergenceText(report, reproduction)}`;
}

function verdict({ result, reproduction }: CrosscheckReport): string {
  if (reproduction !== undefined) return `the ${noun(reproduction)} differ`;
  return result.interrupted ? 'interrupted; no divergence so far' : 'no divergence';
}

function noun({ divergence }: Reproduction): string {
  return { result: 'results', error: 'errors', bytes: 'bytes', leak: 'ledgers' }[divergence.kind];
}

function divergenceText(report: CrosscheckReport, reproduction: Reproduction): string {
  const { divergence, steps, repeatable, program } = reproduction;
  const last = steps.at(-1);
  const width = Math.max(...divergence.outcomes.map(({ label }) => label.length), divergence.suspect.length);
  const lines = [
    'Repeat it with',
    `  ${repeatCommand(report, reproduction)}`,
    '',
    repeatable
      ? `The shortest sequence found has ${count(steps.length)} of ${count(reproduction.operations)} steps; its last one is`
      : `The round alone (${count(steps.length)} steps) does not show it again: repeat the whole run with --seed ${report.result.seed}. Its last step was`,
    `  ${last?.operation.source(last.given)}`,
  ];
  for (const outcome of divergence.outcomes) lines.push(`    ${outcome.label.padEnd(width)}  ${outcomeText(outcome)}`);
  if (divergence.bytes !== undefined) lines.push('', ...bytesText(divergence.bytes, width));
  lines.push('', `On ${divergence.suspect}:`, '');
  // Of a sequence that could not be shrunk, the end is worth reading.
  const shown = program.length > 60 ? [...program.slice(0, 3), '// …', ...program.slice(-50)] : program;
  lines.push(...shown.map((line) => (line === '' ? '' : `    ${line}`)));
  return `${lines.join('\n')}\n`;
}

function bytesText({ segment, offset, around }: DifferingBytes, width: number): string[] {
  const lines = [`The first byte that differs is s${segment}[${offset}]:`];
  for (const { label, start, bytes } of around) {
    for (let row = 0; row < bytes.length; row += 16) {
      const title = row === 0 ? label : '';
      lines.push(`    ${title.padEnd(width)}  ${hexRow(start + row, bytes.subarray(row, row + 16), offset)}`);
    }
  }
  return lines;
}

/** `00000010  00 01 [02] 03 …` */
function hexRow(start: number, bytes: Uint8Array, marked: number): string {
  const cells = Array.from(bytes, (byte, index) => {
    const hex = byte.toString(16).padStart(2, '0');
    return start + index === marked ? `[${hex}]` : ` ${hex} `;
  });
  return `${start.toString(16).padStart(8, '0')} ${cells.join('')}`.trimEnd();
}

function repeatCommand({ engines, segmentSize }: CrosscheckReport, { seed, operations }: Reproduction): string {
  const size = segmentSize === undefined ? '' : ` --segment-size ${formatMemorySize(segmentSize).replace(' ', '')}`;
  const checked = CHECKED ? 'OFFHEAP_CHECKED=1 ' : '';
  return `${checked}offheap crosscheck --seed ${seed} --operations ${operations} --engines ${engines.join(',')}${size}`;
}

/** For programs: docs/guides/cross-checking.md. */
export function crosscheckJson(report: CrosscheckReport): object {
  const { result, reproduction, engines, segmentSize } = report;
  return {
    engines,
    checkedMode: CHECKED,
    seed: result.seed,
    segmentSizeBytes: segmentSize ?? null,
    operations: result.operations,
    rounds: result.rounds,
    seconds: result.seconds,
    operationsPerSecond: result.operations / Math.max(result.seconds, 1e-3),
    interrupted: result.interrupted,
    byOperation: Object.fromEntries(result.counts),
    divergence: reproduction === undefined ? null : divergenceJson(report, reproduction),
    versions: { offheap: packageVersion(), node: process.versions.node },
    platform: `${platform()} ${arch()}`,
  };
}

function divergenceJson(report: CrosscheckReport, reproduction: Reproduction): object {
  const { seed, operations, divergence, steps, repeatable, program } = reproduction;
  const { bytes } = divergence;
  return {
    kind: divergence.kind,
    repeat: repeatCommand(report, reproduction),
    seed,
    operations,
    shrunk: repeatable,
    steps: steps.map(({ operation, given }) => operation.source(given)),
    suspect: divergence.suspect,
    outcomes: divergence.outcomes.map((outcome) => ({ path: outcome.label, outcome: outcomeText(outcome) })),
    bytes: bytes && {
      segment: `s${bytes.segment}`,
      offset: bytes.offset,
      paths: bytes.around.map((part) => ({
        path: part.label,
        start: part.start,
        hex: Buffer.from(part.bytes).toString('hex'),
      })),
    },
    program,
  };
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
