// Builds and runs the C++ tests of the native core, which need no Node: node scripts/test-native.mjs [variant…]
// Variants: plain, address (ASan, LeakSanitizer, UBSan), thread (TSan), valgrind. Default: plain.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'test', 'native');

const variants = {
  plain: { sanitize: '', environment: {} },
  address: {
    sanitize: 'address,undefined',
    environment: { ASAN_OPTIONS: 'detect_leaks=1', UBSAN_OPTIONS: 'print_stacktrace=1' },
  },
  thread: { sanitize: 'thread', environment: { TSAN_OPTIONS: 'halt_on_error=1' } },
  valgrind: { sanitize: '', environment: {} },
};
const valgrind = ['valgrind', '--quiet', '--leak-check=full', '--errors-for-leak-kinds=definite,indirect'];

const requested = process.argv.slice(2);
for (const name of requested.length === 0 ? ['plain'] : requested) {
  if (!Object.hasOwn(variants, name)) fail(`Unknown variant: ${name}. Variants: ${Object.keys(variants).join(', ')}`);
  const build = join(root, 'build-native', name);
  const type = name === 'plain' ? 'Release' : 'RelWithDebInfo';
  run('cmake', [
    '-S',
    source,
    '-B',
    build,
    `-DCMAKE_BUILD_TYPE=${type}`,
    `-DOFFHEAP_SANITIZE=${variants[name].sanitize}`,
  ]);
  run('cmake', ['--build', build, '--config', type, '--parallel', String(availableParallelism())]);
  console.log(`\n${name}:`);
  if (name === 'valgrind') runUnderValgrind(build, type);
  else runTests(build, type, variants[name].environment);
}

/** Leaves results.xml (JUnit) in the build folder. */
function runTests(build, type, environment) {
  const report = join(build, 'results.xml');
  const args = [
    '--test-dir',
    build,
    '-C',
    type,
    '--output-on-failure',
    '--no-tests=error',
    '--timeout',
    '300',
    '--output-junit',
    report,
  ];
  run('ctest', args, environment);
}

/** `ctest -T memcheck` reports errors without failing, so each test command is run under valgrind itself. */
function runUnderValgrind(build, type) {
  const listing = spawnSync('ctest', ['--test-dir', build, '-C', type, '--show-only=json-v1'], { encoding: 'utf8' });
  const tests = JSON.parse(listing.stdout).tests;
  if (tests.length === 0) fail('There are no C++ tests.');
  for (const test of tests) {
    console.log(test.name);
    run(valgrind[0], [...valgrind.slice(1), '--error-exitcode=97', ...test.command]);
  }
}

function run(command, args, environment = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  if (error) fail(`${command} did not start (${error.code}). The C++ tests need cmake 3.21 or later and a compiler.`);
  if (status !== 0) process.exit(status ?? 1);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
