import { engine as currentDescription, currentEngine } from '../../../engine/current-engine.ts';
import type { EngineDescription } from '../../../engine/load-engine.ts';
import { loadEngine } from '../../../engine/load-engine.ts';
import { loadAddon, packageDirectory } from '../../../engine/native/load-addon.ts';
import type { Contestants } from './operation.ts';

/** What there is to compare in this process. Without the addon there is no native path. */
export function findContestants(): Contestants & { readonly description: EngineDescription } {
  const engine = currentEngine();
  return {
    engine,
    description: currentDescription(),
    jsEngine: engine.name === 'js' ? engine : loadEngine('js').engine,
    // An instance of its own: it reaches the engine's chunks by id and generation, as any thread's would.
    addon: engine.name === 'js' ? undefined : loadAddon(packageDirectory).addon,
  };
}
