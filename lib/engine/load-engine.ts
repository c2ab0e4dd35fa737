import { EngineUnavailableError } from '../errors/index.ts';
import type { Addon } from './addon.ts';
import { checkedMode } from './checked-mode.ts';
import type { Engine, EngineName } from './engine.ts';
import { ENGINE_CHOICES, type EngineChoice } from './engine-names.ts';
import { InCageEngine } from './in-cage/in-cage-engine.ts';
import { watchThreads } from './js/ended-threads.ts';
import { JsEngine } from './js/js-engine.ts';
import { loadAddon, packageDirectory, requireExternalBuffers } from './native/load-addon.ts';
import { NativeEngine } from './native/native-engine.ts';

// Now, not with the first engine: workers that are started in between may come to hold memory of engines that need to know.
watchThreads();

/** Which engine runs, and why this one. */
export interface EngineDescription {
  readonly name: EngineName;
  /** One sentence for people. */
  readonly reason: string;
  /** The file of the addon, on the engines that have it. */
  readonly addonPath: string | undefined;
  /** The newest Node-API version that the runtime has, on the engines with the addon. */
  readonly napiVersion: number | undefined;
  /** What checked mode looks for in this thread: `0`, `1` or `1/N`, as OFFHEAP_CHECKED says. */
  readonly checked: string;
  /** Why the native engine does not run, when it was tried. */
  readonly nativeError: Error | undefined;
}

/** An engine, and why it is this one. */
export interface LoadedEngine {
  readonly engine: Engine;
  readonly description: EngineDescription;
}

/**
 * Loads an engine. Engines that are loaded more than once are independent, except that all with the addon share the process's
 * ledger. Throws EngineUnavailableError when the choice is unknown or does not run here.
 *
 * `chosenBy` is for the reason; `directory` is where `build/` and `prebuilds/` are.
 */
export function loadEngine(choice: EngineChoice, chosenBy = 'the caller', directory = packageDirectory): LoadedEngine {
  switch (choice) {
    case 'native':
      return loadNativeEngine(`chosen by ${chosenBy}`, directory);
    case 'in-cage':
      return loadInCageEngine(`chosen by ${chosenBy}`, undefined, directory);
    case 'js':
      return loadJsEngine(`chosen by ${chosenBy}`, undefined);
    case 'auto':
      return loadBestEngine(directory);
    default:
      throw new EngineUnavailableError({ engine: choice, chosenBy, known: ENGINE_CHOICES.join(' ') });
  }
}

/** Native, else in-cage where the addon loads but may not show its memory, else js. */
function loadBestEngine(directory: string): LoadedEngine {
  try {
    return loadNativeEngine('the addon loaded', directory);
  } catch (error) {
    const cause = causeOf(error);
    try {
      return loadInCageEngine(firstLine(cause), cause, directory);
    } catch (refusal) {
      causeOf(refusal);
      return loadJsEngine(`the addon did not load: ${firstLine(cause)}`, cause);
    }
  }
}

/** Why an engine does not run here. Throws whatever else went wrong. */
function causeOf(error: unknown): Error {
  if (!(error instanceof EngineUnavailableError)) throw error;
  return error.cause as Error;
}

function loadNativeEngine(reason: string, directory: string): LoadedEngine {
  return loadWithAddon('native', reason, undefined, directory, (addon) => {
    requireExternalBuffers(addon);
    return new NativeEngine(addon);
  });
}

function loadInCageEngine(reason: string, nativeError: Error | undefined, directory: string): LoadedEngine {
  return loadWithAddon('in-cage', reason, nativeError, directory, (addon) => new InCageEngine(addon));
}

function loadWithAddon(
  name: EngineName,
  reason: string,
  nativeError: Error | undefined,
  directory: string,
  create: (addon: Addon) => Engine,
): LoadedEngine {
  try {
    const { addon, path } = loadAddon(directory);
    const { napiVersion } = addon;
    const checked = checkedMode.setting;
    return { engine: create(addon), description: { name, reason, addonPath: path, napiVersion, checked, nativeError } };
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    throw new EngineUnavailableError({ engine: name, reason: firstLine(cause) }, { cause });
  }
}

/** Loaders add lines of search paths and hints, which `cause` keeps. */
function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0] as string;
}

function loadJsEngine(reason: string, nativeError: Error | undefined): LoadedEngine {
  return {
    engine: new JsEngine(),
    description: {
      name: 'js',
      reason,
      addonPath: undefined,
      napiVersion: undefined,
      checked: checkedMode.setting,
      nativeError,
    },
  };
}
