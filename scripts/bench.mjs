// Runs benchmarks one after another, then renews the README's table: node scripts/bench.mjs [--node=MAJOR] [name…]
// Each bench/NAME.mjs answers one question and writes its results to bench/results. Default: all of them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'bench');

const { values, positionals } = parseArgs({ options: { node: { type: 'string' } }, allowPositionals: true });
const node = values.node === undefined ? process.execPath : nodeBinary(values.node);
const names = positionals.length > 0 ? positionals : allBenchmarks();
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
  const { status } = spawnSync(node, [...nodeOptions, path], { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail(`${path} failed`);
}

/** Of those that `npm run test:matrix` installs. */
function nodeBinary(major) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const folder = join(root, 'node_modules', '.cache', 'offheap', `node-${major}`, 'node_modules');
  const binary = join(
    folder,
    `node-${platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(binary)) fail(`Node ${major} is not installed; npm run test:matrix -- ${major} does`);
  return binary;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
