// Writes the table of measured ratios in README.md from bench/results/*.json (docs/formats/benchmark-results.md).
// With --check it writes nothing and exits 1 when the README disagrees with the results.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readmePath = join(root, 'README.md');
const resultsFolder = join(root, 'bench', 'results');
const begin = '<!-- results: made by `npm run readme-table`, do not edit -->';
const end = '<!-- end of results -->';

const readme = readFileSync(readmePath, 'utf8');
const [head, tail] = [readme.indexOf(begin), readme.indexOf(end)];
if (head === -1 || tail < head) throw new Error(`README.md lacks the markers ${begin} and ${end}`);

const updated = `${readme.slice(0, head + begin.length)}\n${table(readResults())}${readme.slice(tail)}`;
if (updated === readme) process.exit(0);
if (process.argv.includes('--check')) {
  console.error('README.md does not agree with bench/results. Run: npm run readme-table');
  process.exit(1);
}
writeFileSync(readmePath, updated);

function readResults() {
  if (!existsSync(resultsFolder)) return [];
  return readdirSync(resultsFolder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(resultsFolder, name), 'utf8')));
}

/** A line for each measured thing, a column for each Node version that it was measured on. */
function table(results) {
  const versions = [...new Set(results.map(nodeMajor))].sort((a, b) => a - b);
  const lines = new Map();
  for (const result of results) {
    for (const row of result.rows.filter(({ headline }) => headline !== false)) {
      const key = `${result.command} ${row.name}`;
      if (!lines.has(key)) lines.set(key, { row, command: result.command, measured: new Map() });
      lines.get(key).measured.set(nodeMajor(result), row);
    }
  }
  if (lines.size === 0) return '';
  const heading = ['what', 'against', ...versions.map((major) => `Node ${major}`), 'promised', 'command'];
  const cells = [...lines.values()].map(({ row, command, measured }) => [
    row.name,
    row.baselineName,
    ...versions.map((major) => cell(measured.get(major))),
    promise(row),
    `\`${command}\``,
  ]);
  return [heading, heading.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |\n`).join('');
}

function nodeMajor(result) {
  return Number.parseInt(result.machine.node.slice(1), 10);
}

function cell(row) {
  if (row === undefined) return '–';
  const { ours, unit, ratio, target, limit } = row;
  if (limit !== undefined) return `${Number(ours.toPrecision(2))} ${unit}${ours > limit ? ' (missed)' : ''}`;
  const text = ratio < 0.1 ? String(Number(ratio.toPrecision(2))) : ratio.toFixed(2);
  return `${text}${target !== undefined && ratio > target ? ' (missed)' : ''}`;
}

function promise({ target, limit, unit }) {
  if (limit !== undefined) return `≤ ${limit} ${unit}`;
  return target === undefined ? '–' : `≤ ${target}`;
}
