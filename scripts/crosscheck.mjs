// Ten million random operations on two engines side by side, native and js, then native and in-cage: npm run test:crosscheck
//
//   --operations 10000000    for each pair
//   --print                  prints the results instead of keeping them in bench/results/crosscheck-nodeMAJOR.json
//
// Exits 1 when engines diverge.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { publish } from '../bench/harness/results.mjs';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '10000000' },
    print: { type: 'boolean', default: false },
  },
});
const PAIRS = ['native,js', 'native,in-cage'];

const runs = PAIRS.map((engines) => {
  const command = ['dist/cli/main.js', 'crosscheck', '--engines', engines, '--operations', values.operations];
  const { stdout } = spawnSync(process.execPath, [...command, '--json', '-', '--progress', 'never'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
  });
  const { seed, checkedMode, operations, seconds, operationsPerSecond, byOperation, divergence } = JSON.parse(stdout);
  const kinds = Object.values(byOperation);
  return {
    engines,
    seed,
    checkedMode,
    operations,
    kindsOfOperations: kinds.length,
    refused: kinds.reduce((sum, { refusals }) => sum + refusals, 0),
    seconds: Math.round(seconds),
    operationsPerSecond: Math.round(operationsPerSecond),
    divergence,
  };
});
if (!values.print) {
  const question = 'Do the engines do the same in any sequence of operations?';
  publish('crosscheck', { question, command: 'npm run test:crosscheck', runs, rows: [] });
}
console.table(runs);
if (runs.some(({ divergence }) => divergence !== null)) process.exitCode = 1;
