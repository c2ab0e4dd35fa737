import { EngineUnavailableError } from '../errors/index.ts';
import type { Engine, EngineName } from './engine.ts';
import { JsEngine } from './js/js-engine.ts';
import { loadAddon, packageDirectory } from './native/load-addon.ts';
import { NativeEngine } from './native/native-engine.ts';
import { createNativeSortKernels } from './native/sorting/index.ts';

/** Which engine runs, and why this one. */
export interface EngineDescription {
  readonly name: EngineName;
  /** One sentence for people. */
  readonly reason: string;
  /** The file of the addon, on the native engine. */
  readonly addonPath: string | undefined;
  /** The newest Node-API version that the runtime has, on the native engine. */
  readonly napiVersion: number | undefined;
  /** Why the native engine does not run, when it was tried. */
  readonly nativeError: Error | undefined;
}

export interface LoadedEngine {
  readonly engine: Engine;
  readonly description: EngineDescription;
}

/** `auto`: native where it loads, otherwise js. */
export type EngineChoice = EngineName | 'auto';

const CHOICES: readonly string[] = ['native', 'js', 'auto'] satisfies readonly EngineChoice[];

/**
 * Loads an engine. Engines that are loaded more than once are independent, except that all native ones share the process's
 * ledger. Throws EngineUnavailableError when the choice is unknown, or `native` and the addon does not load.
 *
 * `chosenBy` is for the reason; `directory` is where `build/` and `prebuilds/` are.
 */
export function loadEngine(choice: EngineChoice, chosenBy = 'the caller', directory = packageDirectory): LoadedEngine {
  switch (choice) {
    case 'native':
      return loadNativeEngine(`chosen by ${chosenBy}`, directory);
    case 'js':
      return loadJsEngine(`chosen by ${chosenBy}`, undefined);
    case 'auto':
      return loadBestEngine(directory);
    default:
      throw new EngineUnavailableError({ engine: choice, chosenBy, known: CHOICES.join(' ') });
  }
}

function loadBestEngine(directory: string): LoadedEngine {
  try {
    return loadNativeEngine('the addon loaded', directory);
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    const cause = error.cause as Error;
    return loadJsEngine(`the addon did not load: ${firstLine(cause)}`, cause);
  }
}

function loadNativeEngine(reason: string, directory: string): LoadedEngine {
  try {
    const { addon, path } = loadAddon(directory);
    const description = {
      name: 'native',
      reason,
      addonPath: path,
      napiVersion: addon.napiVersion,
      nativeError: undefined,
    } as const;
    return { engine: new NativeEngine(addon, createNativeSortKernels(addon)), description };
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    throw new EngineUnavailableError({ engine: 'native', reason: firstLine(cause) }, { cause });
  }
}

/** Loaders add lines of search paths and hints, which `cause` keeps. */
function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0] as string;
}

function loadJsEngine(reason: string, nativeError: Error | undefined): LoadedEngine {
  return {
    engine: new JsEngine(),
    description: { name: 'js', reason, addonPath: undefined, napiVersion: undefined, nativeError },
  };
}
