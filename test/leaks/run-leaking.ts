import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const library = pathToFileURL(path.join(import.meta.dirname, '..', '..', 'dist')).href;

/** In reach of every program: the library as it is published, and the means to wait for the collector. */
const PRELUDE = `
import { LEAK_CHANNEL, MemoryBudget, MemorySegment, drainLeaks, leakDetector, loadEngine } from '${library}/index.js';
import { segmentOver } from '${library}/memory/segment-region.js';
import { channel, subscribe } from 'node:diagnostics_channel';
const { engine } = loadEngine(process.env.OFFHEAP_ENGINE);
/** Drains until the condition holds; gives all reports. */
async function drainUntil(condition) {
  const reports = [];
  const deadline = Date.now() + 25_000;
  while (true) {
    reports.push(...(await drainLeaks()));
    if (condition(reports)) return reports;
    if (Date.now() > deadline) throw new Error('not within 25 s: ' + JSON.stringify(reports));
  }
}
const countOf = (reports) => reports.reduce((sum, { count }) => sum + count, 0);
function forget(count, sizeBytes = 1000, options = {}) {
  for (let i = 0; i < count; i++) MemorySegment.allocate(sizeBytes, { ...options, engine });
}
`;

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `code` as a module in a process of its own, on one engine, where `gc()` collects. */
export function runLeaking(code: string, environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'leaking-')), 'program.mjs');
  writeFileSync(file, PRELUDE + code);
  return run(process.execPath, ['--expose-gc', file], environment);
}

/** Runs a command to its end; variables of the tests around it do not reach it. */
export function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  cwd?: string,
): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OFFHEAP_LEAK|NODE_|VITEST|TEST$)/.test(name));
  const child = spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => {
    stdout += text;
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
