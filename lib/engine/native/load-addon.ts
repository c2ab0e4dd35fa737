import { constants } from 'node:buffer';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Addon } from '../addon.ts';
import { checkedMode } from '../checked-mode.ts';
import { missingExports } from './addon-exports.ts';
import { createNativeError } from './native-errors.ts';

export interface LoadedAddon {
  readonly addon: Addon;
  readonly path: string;
}

/** The package's own directory, three above both `lib/engine/native` and `dist/engine/native`. */
export const packageDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Loads the addon under `directory`. Throws the error of the attempt, or one that says why this runtime cannot use it. */
export function loadAddon(directory: string): LoadedAddon {
  const file = findAddon(directory);
  // Not require(): that gives one instance per thread, and another copy of this library would take its error factory over.
  const module = { exports: {} };
  process.dlopen(module, file);
  const addon = module.exports as Addon;
  const missing = missingExports(addon);
  if (missing.length > 0) {
    const [first, ...others] = missing;
    const lacking = others.length === 0 ? first : `${first} and ${others.length} more`;
    throw new Error(`${file} is of other sources than this library, without ${lacking}: run \`npm run build:addon\``);
  }
  addon.configure(createNativeError, constants.MAX_LENGTH, checkedMode.interval);
  return { addon, path: file };
}

/** What was built here, or else the prebuild for this platform. Throws when there is neither. */
function findAddon(directory: string): string {
  const local = path.join(directory, 'build', 'Release', 'offheap.node');
  if (existsSync(local)) return local;
  const nodeGypBuild = createRequire(import.meta.url)('node-gyp-build') as { path(directory: string): string };
  return nodeGypBuild.path(directory);
}

/** `1`: as if the runtime forbade external buffers, to try the in-cage engine where it does not. */
const SIMULATION_VARIABLE = 'OFFHEAP_SIMULATE_CAGE';

/** Throws where the runtime keeps ArrayBuffers in a cage of its own: there native memory could only be copied. */
export function requireExternalBuffers(addon: Pick<Addon, 'externalBuffers'>): void {
  if (process.env[SIMULATION_VARIABLE] === '1') {
    throw new Error(`${SIMULATION_VARIABLE} says that this runtime forbids ArrayBuffers over external memory`);
  }
  if (!addon.externalBuffers) {
    throw new Error('this runtime forbids ArrayBuffers over external memory (napi_no_external_buffers_allowed)');
  }
}
