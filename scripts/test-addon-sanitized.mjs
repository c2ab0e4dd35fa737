// Runs the test suite with an addon built under ASan and UBSan: node scripts/test-addon-sanitized.mjs [vitest arguments…]
// Linux with GCC. The suite runs in a copy of the checkout, build-asan/checkout, so that the addon in build/ stays as it is.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'build-asan');
const checkout = path.join(out, 'checkout');
const configuration = 'RelWithDebInfo';

buildAddon();
copyCheckout();
const status = runTests(process.argv.slice(2));
process.exit(status);

function buildAddon() {
  const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js');
  const options = ['--directory', path.join(root, 'native'), '--out', out, '--config', configuration];
  const sanitizers = '--CDOFFHEAP_SANITIZE=address,undefined';
  const { status } = spawnSync(process.execPath, [cmakeJs, 'compile', ...options, sanitizers], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function copyCheckout() {
  rmSync(checkout, { recursive: true, force: true });
  const left = (name) => name === 'node_modules' || name === '.git' || name.startsWith('build');
  for (const name of readdirSync(root).filter((name) => !left(name))) {
    cpSync(path.join(root, name), path.join(checkout, name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'), 'dir');
  mkdirSync(path.join(checkout, 'build', 'Release'), { recursive: true });
  copyFileSync(path.join(out, configuration, 'offheap.node'), path.join(checkout, 'build', 'Release', 'offheap.node'));
}

function runTests(args) {
  const { status } = spawnSync(process.execPath, [path.join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], {
    cwd: checkout,
    stdio: 'inherit',
    env: {
      ...process.env,
      OFFHEAP_ENGINE: 'native',
      // Node itself is not instrumented: the runtime must come first, libstdc++ with it for its interceptors, and what Node
      // never frees at exit is not ours. A refused size is an answer here, not a finding.
      LD_PRELOAD: `${libraryPath('libasan.so')} ${libraryPath('libstdc++.so')}`,
      ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1',
      UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
    },
  });
  return status ?? 1;
}

function libraryPath(name) {
  return spawnSync(process.env.CXX ?? 'c++', [`-print-file-name=${name}`], { encoding: 'utf8' }).stdout.trim();
}
