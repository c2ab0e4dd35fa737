// Compiles lib/ to dist/ when a source is newer than the last compilation, and removes outputs whose source is gone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'lib');
const output = join(root, 'dist');
/** Written after a compilation without errors, dated to its start: what changes meanwhile is compiled next time. */
const stamp = join(output, '.compiled');
const configuration = ['package.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));

const sources = filesBelow(source).filter((path) => path.endsWith('.ts'));

if (isStale()) {
  const startedAt = new Date();
  const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
  removeOrphans();
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

function isStale() {
  if (!existsSync(stamp)) return true;
  const compiledAt = statSync(stamp).mtimeMs;
  if ([...configuration, ...sources].some((path) => statSync(path).mtimeMs >= compiledAt)) return true;
  return sources.some((path) => !existsSync(compiled(path))) || orphans().length > 0;
}

function compiled(path) {
  return join(output, relative(source, path)).replace(/\.ts$/, '.js');
}

function orphans() {
  const expected = new Set(sources.map((path) => compiled(path).replace(/\.js$/, '')));
  return filesBelow(output).filter(
    (path) => path !== stamp && !expected.has(path.replace(/\.(js|js\.map|d\.ts)$/, '')),
  );
}

function removeOrphans() {
  for (const path of orphans()) rmSync(path);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
