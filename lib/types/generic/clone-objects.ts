import { ERROR_NAMES, HAS_CAUSE, HAS_MESSAGE, HAS_STACK, VIEWS } from './clone-form.ts';
import type { CloneInput } from './clone-input.ts';
import { patternFault } from './clone-patterns.ts';
import { viewOver } from './view-kinds.ts';

/** Objects without parts of their own: what is behind their tags. */

const MAX_DATE_MILLIS = 8.64e15;

export function readDate(input: CloneInput): Date {
  const { position } = input;
  const millis = input.double();
  if (Number.isNaN(millis) || (Number.isInteger(millis) && Math.abs(millis) <= MAX_DATE_MILLIS))
    return new Date(millis);
  throw input.corrupt('a date beyond those that there are', position);
}

export function readRegExp(input: CloneInput): RegExp {
  const { position } = input;
  const source = input.text();
  const flags = input.text();
  const fault = patternFault(source, flags);
  if (fault !== undefined) throw input.corrupt(fault, position);
  try {
    return new RegExp(source, flags);
  } catch {
    throw input.corrupt('a regular expression that cannot be', position);
  }
}

export function readBuffer(input: CloneInput): ArrayBuffer {
  return ownBuffer(input.raw());
}

export function readView(input: CloneInput): ArrayBufferView {
  const { position } = input;
  const number = input.byte();
  const kind = VIEWS[number];
  if (kind === undefined) throw input.corrupt('a view of no known kind', position);
  const [name, elementBytes] = kind;
  const bytes = input.raw();
  if (bytes.length % elementBytes !== 0) throw input.corrupt(`a ${name} of a length that cannot be`, position);
  const view = viewOver(ownBuffer(bytes), number);
  if (view === undefined) throw input.corrupt(`a ${name}, which this version of Node does not have`, position);
  return view;
}

function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  // A copy of a typed array is not filled with zeros before.
  return new Uint8Array(bytes).buffer;
}

/** Whether a value follows that is its cause, beside it. */
export function readError(input: CloneInput): { readonly error: Error; readonly hasCause: boolean } {
  const { position } = input;
  const name = ERROR_NAMES[input.byte()];
  const has = input.byte();
  if (name === undefined || has > (HAS_MESSAGE | HAS_STACK | HAS_CAUSE)) {
    throw input.corrupt('an error of no known kind', position);
  }
  const message = has & HAS_MESSAGE ? input.text() : undefined;
  const error = errorWithoutTrace(name, message);
  if (has & HAS_STACK) defineHidden(error, 'stack', input.text());
  return { error, hasCause: (has & HAS_CAUSE) !== 0 };
}

/** The trace of where it is read says nothing, and takes a hundred times the bytes. */
function errorWithoutTrace(name: (typeof ERROR_NAMES)[number], message: string | undefined): Error {
  const { stackTraceLimit } = Error;
  const limited = typeof stackTraceLimit === 'number' && Reflect.set(Error, 'stackTraceLimit', 0);
  try {
    return new globalThis[name](message);
  } finally {
    if (limited) Error.stackTraceLimit = stackTraceLimit;
  }
}

export function defineHidden(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}
