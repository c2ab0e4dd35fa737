import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Frames of our own come on top of these. */
const FRAMES = 24;

const packageRoot = path.join(import.meta.dirname, '..', '..');
/** Where frames of this package are: compiled, or mapped back to the source. */
const OWN_FOLDERS = ['lib', 'dist']
  .map((folder) => path.join(packageRoot, folder) + path.sep)
  .flatMap((folder) => [folder, pathToFileURL(folder).href]);

/**
 * The calls that led to a place, taken down in about 3 us and put into words only when somebody asks (another 5 us, or far
 * more with source maps).
 *
 * Until `frames` is first read the stack holds the functions and receivers on it, and what they hold: whoever keeps it
 * without them reads `frames` first. Positions are those of the source where the runtime maps them (`--enable-source-maps`,
 * vitest).
 */
export class CallStack {
  #trace: { readonly stack?: unknown } | undefined;
  #frames: readonly string[] = [];

  constructor() {
    this.#trace = takeDown();
  }

  /** `at f (file:///a.js:1:2)`, innermost first, without those of this package and of Node itself. */
  get frames(): readonly string[] {
    if (this.#trace !== undefined) {
      this.#frames = usersFrames(textOf(this.#trace));
      this.#trace = undefined;
    }
    return this.#frames;
  }

  /** `file:line:column` of the innermost frame; undefined when the runtime gave none. */
  get place(): string | undefined {
    const frame = this.frames[0];
    return frame === undefined ? undefined : placeOf(frame);
  }
}

function takeDown(): { readonly stack?: unknown } {
  const trace: { readonly stack?: unknown } = {};
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = FRAMES;
    Error.captureStackTrace(trace, CallStack);
    Error.stackTraceLimit = limit;
  } catch {
    // The limit cannot be changed where the intrinsics are frozen.
    Error.captureStackTrace(trace, CallStack);
  }
  return trace;
}

/** `Error.prepareStackTrace` is the user's: it may throw, or return anything. */
function textOf(trace: { readonly stack?: unknown }): string {
  try {
    return String(trace.stack);
  } catch {
    return '';
  }
}

function usersFrames(text: string): readonly string[] {
  const frames = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
  const users = frames.filter((frame) => !isOwn(frame) && !/\(?node:/.test(placeOf(frame)));
  return users.length > 0 ? users : frames;
}

function isOwn(frame: string): boolean {
  return OWN_FOLDERS.some((folder) => placeOf(frame).startsWith(folder));
}

function placeOf(frame: string): string {
  return frame.endsWith(')') ? frame.slice(frame.lastIndexOf('(') + 1, -1) : frame.replace(/^at (async )?/, '');
}
