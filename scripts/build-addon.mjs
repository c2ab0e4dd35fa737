// Builds build/Release/offheap.node. See --help.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `Usage: node scripts/build-addon.mjs [options]

  --debug      build/Debug instead of build/Release
  --strict     warnings are errors
  --rebuild    configure and compile everything anew
  --required   exit with 1 when the addon cannot be built; without it offheap uses its JavaScript engine
`;

const JOBS = '2';
/** A lock whose owner is gone, or that is older than any build takes, is left over. */
const LOCK_MAX_AGE_MILLIS = 15 * 60 * 1000;
const LOCK_POLL_MILLIS = 200;
/** The configuration keeps their values. */
const TOOLCHAIN_VARIABLES = ['CC', 'CXX', 'CFLAGS', 'CXXFLAGS', 'CPPFLAGS', 'LDFLAGS', 'AR', 'PYTHON'];

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const buildDirectory = path.join(root, 'build');
const lockDirectory = path.join(root, 'build-lock');

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isStale() {
  try {
    if (Date.now() - statSync(lockDirectory).mtimeMs > LOCK_MAX_AGE_MILLIS) return true;
    return !isRunning(Number(readFileSync(path.join(lockDirectory, 'pid'), 'utf8')));
  } catch {
    // Its owner is just writing or removing it.
    return false;
  }
}

function lock() {
  for (;;) {
    try {
      mkdirSync(lockDirectory);
      writeFileSync(path.join(lockDirectory, 'pid'), String(process.pid));
      process.on('exit', () => rmSync(lockDirectory, { recursive: true, force: true }));
      for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale()) rmSync(lockDirectory, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MILLIS);
  }
}

/** The headers that came with this node, so that node-gyp downloads none. */
function nodeHeaders() {
  const prefix = path.dirname(path.dirname(process.execPath));
  return existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? prefix : undefined;
}

/** What must be the same for the existing configuration to be used again; a strict one serves for both. */
function configurationKey(strict, headers) {
  const gyp = readFileSync(path.join(root, 'binding.gyp'), 'utf8');
  const toolchain = TOOLCHAIN_VARIABLES.map((name) => process.env[name] ?? null);
  const { version, arch } = process;
  return JSON.stringify({ gyp, strict, toolchain, headers, version, arch, root });
}

function build(options) {
  const nodeGyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js');
  const headers = nodeHeaders();
  const key = configurationKey(options.strict, headers);
  const usable = [key, configurationKey(true, headers)];
  const keyFile = path.join(buildDirectory, 'offheap-configuration.json');
  const configured =
    !options.rebuild &&
    existsSync(path.join(buildDirectory, 'config.gypi')) &&
    existsSync(keyFile) &&
    usable.includes(readFileSync(keyFile, 'utf8'));
  const commands = configured ? ['build'] : ['configure', 'build'];
  if (options.rebuild) commands.unshift('clean');
  const flags = [options.debug ? '--debug' : '--release', '-j', JOBS];
  if (headers !== undefined) flags.push(`--nodedir=${headers}`);
  for (const command of commands) {
    const definitions = command === 'configure' ? ['--', `-Doffheap_strict=${options.strict ? 1 : 0}`] : [];
    const args = [...flags, ...definitions];
    const result = spawnSync(process.execPath, [nodeGyp, command, '--loglevel=warn', ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, npm_config_nodedir: headers ?? process.env.npm_config_nodedir ?? '' },
    });
    if (result.error) throw result.error;
    if (result.status !== 0) throw new Error(`node-gyp ${command} ended with ${result.signal ?? result.status}`);
    if (command === 'configure') writeFileSync(keyFile, key);
  }
}

const { values: options } = parseArgs({
  options: {
    debug: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    rebuild: { type: 'boolean', default: false },
    required: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  process.stdout.write(USAGE);
} else {
  lock();
  try {
    build(options);
  } catch (error) {
    process.stderr.write(
      `\noffheap: the native addon was not built (${error.message}). offheap works without it: its JavaScript engine\n` +
        'stands in, with the same results and less speed. For the addon a C++17 compiler, make and Python 3 are needed;\n' +
        'then run: npm run build:addon\n',
    );
    if (options.required) process.exitCode = 1;
  }
}
