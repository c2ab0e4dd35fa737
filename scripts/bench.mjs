// Runs benchmarks one after another, then renews the README's table: node scripts/bench.mjs [name…]
// Each bench/NAME.mjs answers one question and writes its results to bench/results. Default: all of them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'bench');

const names = process.argv.slice(2).length > 0 ? process.argv.slice(2) : allBenchmarks();
for (const name of names) {
  const path = join(folder, `${name}.mjs`);
  if (!existsSync(path)) fail(`There is no benchmark ${name}. There are: ${allBenchmarks().join(', ')}`);
  console.log(`\n${name}`);
  run(path, ['--expose-gc']);
}
run(join(root, 'scripts', 'readme-table.mjs'));

function allBenchmarks() {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => basename(name, '.mjs'))
    .sort();
}

function run(path, nodeOptions = []) {
  const { status } = spawnSync(process.execPath, [...nodeOptions, path], { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail(`${path} failed`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
