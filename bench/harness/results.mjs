import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../results', import.meta.url));
const major = process.versions.node.split('.')[0];

/** Prints the rows and writes bench/results/NAME-nodeMAJOR.json as docs/formats/benchmark-results.md says. */
export function publish(name, { question, rows, ...details }) {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    os: `${platform()} ${arch()}`,
    node: process.version,
  };
  const result = { question, command: `npm run bench -- ${name}`, date: today(), machine, ...details, rows };
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}-node${major}.json`, `${serialize(result)}\n`);
  console.log(`${question}\n${machine.cpu}, Node ${process.version}`);
  console.table(
    rows.map(({ name, ours, baseline, baselineName, unit, ratio, target, limit }) => ({
      what: name,
      ours: `${ours} ${unit}`,
      baseline: `${baseline} ${unit} (${baselineName})`,
      ratio,
      target: target ?? (limit === undefined ? '' : `${limit} ${unit}`),
      met: target === undefined && limit === undefined ? '' : ratio > target || ours > limit ? 'no' : 'yes',
    })),
  );
}

/** As JSON.stringify does, but a list of plain values takes one line, also in a `table` of hundreds. */
function serialize(result) {
  return JSON.stringify(result, undefined, 2).replace(/\[[^[\]{}]*\]/g, (list) => JSON.stringify(JSON.parse(list)));
}

/** A row from two medians, both in nanoseconds for `operations` operations. */
export function row({ name, baselineName, ours, baseline, operations, ...rest }) {
  return {
    name,
    ours: round(ours / operations),
    baseline: round(baseline / operations),
    baselineName,
    unit: 'ns',
    ratio: round(ours / baseline),
    ...rest,
  };
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}

function today() {
  return new Date().toISOString().slice(0, 10);
}
