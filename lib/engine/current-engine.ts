import type { Engine } from './engine.ts';
import type { EngineChoice } from './engine-names.ts';
import { type EngineDescription, type LoadedEngine, loadEngine } from './load-engine.ts';

/** Which engine the process uses: `native`, `in-cage`, `js` or `auto` (the default). */
const ENGINE_VARIABLE = 'OFFHEAP_ENGINE';

// Each worker thread has modules of its own, so this is one engine per thread.
let loaded: LoadedEngine | undefined;

function load(): LoadedEngine {
  if (loaded === undefined) {
    const chosen = process.env[ENGINE_VARIABLE];
    loaded =
      chosen === undefined || chosen === '' ? loadEngine('auto') : loadEngine(chosen as EngineChoice, ENGINE_VARIABLE);
  }
  return loaded;
}

/**
 * The engine under this thread's memory, loaded by the first call as the environment variable OFFHEAP_ENGINE says.
 * Throws EngineUnavailableError when that names an engine that does not load, or none.
 */
export function currentEngine(): Engine {
  return load().engine;
}

/** Which engine runs in this thread, and why. Loads it if need be; throws as `currentEngine` does. */
export function engine(): EngineDescription {
  return load().description;
}
