// Builds and runs the C++ tests of the native core, which need no Node: node scripts/test-native.mjs [variant…]
// Variants: plain, address (ASan, LeakSanitizer, UBSan), thread (TSan), valgrind. Default: plain.
// Without cmake the compiler (CXX, or c++) is called directly.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
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

const hasCmake = spawnSync('cmake', ['--version']).status === 0;
const compiler = process.env.CXX ?? 'c++';

const requested = process.argv.slice(2);
for (const name of requested.length === 0 ? ['plain'] : requested) {
  if (!Object.hasOwn(variants, name)) fail(`Unknown variant: ${name}. Variants: ${Object.keys(variants).join(', ')}`);
  const build = join(root, 'build-native', name);
  if (!hasCmake) {
    testWithoutCmake(name, build);
    continue;
  }
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

/** Each test program linked with the whole core. Leaves results.xml as well. */
function testWithoutCmake(name, build) {
  const { sanitize, environment } = variants[name];
  const programs = join(build, 'without-cmake');
  rmSync(programs, { recursive: true, force: true });
  mkdirSync(programs, { recursive: true });
  const flags = ['-std=c++17', '-O1', '-g', '-Wall', '-Wextra', '-fno-exceptions', '-pthread'];
  if (sanitize !== '') flags.push(`-fsanitize=${sanitize}`, '-fno-sanitize-recover=all', '-fno-omit-frame-pointer');
  flags.push('-I', join(root, 'native'), '-I', source);
  const folders = ['access', 'memory', 'rows', 'sorting'];
  const core = folders.flatMap((folder) => sourcesIn(join(root, 'native', folder)));
  run(compiler, [...flags, '-c', join(source, 'test_program.cc'), ...core], {}, programs);
  const objects = readdirSync(programs).map((object) => join(programs, object));

  console.log(`\n${name}, without cmake:`);
  const tests = folders.flatMap((folder) => sourcesIn(join(source, folder)));
  const prefix = name === 'valgrind' ? [...valgrind, '--error-exitcode=97'] : [];
  let failures = 0;
  for (const test of tests) {
    const program = join(programs, basename(test, '.cc'));
    run(compiler, [...flags, test, ...objects, '-ldl', '-o', program]);
    const [command, ...args] = [...prefix, program];
    const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
    console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${basename(test, '.cc')}`);
    if (status !== 0) failures++;
  }
  writeFileSync(join(build, 'results.xml'), `<testsuite tests="${tests.length}" failures="${failures}"/>\n`);
  if (failures > 0) process.exit(1);
}

function sourcesIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.cc'));
  if (names.length === 0) fail(`There are no C++ files in ${folder}.`);
  return names.sort().map((name) => join(folder, name));
}

function run(command, args, environment = {}, cwd = root) {
  const env = { ...process.env, ...environment };
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', cwd, env });
  if (error) fail(`${command} did not start (${error.code}). The C++ tests need a C++ compiler; cmake is optional.`);
  if (status !== 0) process.exit(status ?? 1);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
