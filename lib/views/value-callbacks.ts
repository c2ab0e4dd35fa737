import { invalid } from '../memory/argument-checks.ts';
import { requireSynchronous, synchronousResult } from '../memory/synchronous-callback.ts';
import type { DataInputView } from './data-input-view.ts';
import type { DataOutputView } from './data-output-view.ts';

/** How a value is read from a view: a function, or what has `deserialize`, such as a serializer or a migration. */
export type ValueReader<T> = ((view: DataInputView) => T) | { deserialize(view: DataInputView): T };

/** A view is at another value by then. */
const ADVICE = 'await before the call or after it';

/** Throws InvalidArgumentError for what is no reader, and where reading gives a promise. */
export function readingOf<T>(read: ValueReader<T>): (view: DataInputView) => T {
  if (typeof read === 'function') {
    requireSynchronous('read', read, ADVICE);
    return (view) => synchronousResult('read', read(view), ADVICE);
  }
  if (typeof read?.deserialize === 'function') {
    requireSynchronous('read', read.deserialize, ADVICE);
    return (view) => synchronousResult('read', read.deserialize(view), ADVICE);
  }
  throw invalid('a function or a serializer, such as type.createSerializer()', 'read', read);
}

/** Throws InvalidArgumentError for what is no function. */
export function requireWriting(write: unknown): void {
  requireSynchronous('write', write, ADVICE);
}

/** Calls `write` at once. Throws InvalidArgumentError where it gives a promise. */
export function callWriting(write: (view: DataOutputView) => void, view: DataOutputView): void {
  const result: unknown = write(view);
  synchronousResult('write', result, ADVICE);
}
