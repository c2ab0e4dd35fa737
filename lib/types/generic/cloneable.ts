import { isProxy } from 'node:util/types';
import { serialize } from 'node:v8';
import { className } from '../../memory/argument-checks.ts';

const { getPrototypeOf } = Object;

/** Of instances that V8 has cloned as objects with properties. */
const provenPrototypes = new WeakSet<object>();

/**
 * Why an object that is of no kind known to `CloneWriter` is not one with properties only: promises, ports, modules, functions
 * among its properties. Undefined for objects of any class that structured clone turns into plain ones.
 */
export function cloneFault(value: object): string | undefined {
  if (isProxy(value)) return 'a proxy';
  const prototype = getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  // `arguments`, modules and the like say that they are more than plain objects.
  if (isPlain && !(Symbol.iterator in value) && !(Symbol.toStringTag in value)) return undefined;
  if (!isPlain && provenPrototypes.has(prototype)) return undefined;
  // Both, as each lets through what the other refuses: ports with what they hold, modules that nobody can read.
  if (Object.prototype.toString.call(value) === '[object WebAssembly.Module]') return 'a WebAssembly module';
  try {
    serialize(value);
    structuredClone(value);
  } catch (error) {
    return `${className(value) ?? 'an object'}, of which V8 says: ${verdictOf(error)}`;
  }
  if (!isPlain) provenPrototypes.add(prototype);
  return undefined;
}

/** Node's own messages show what is in the object: the environment, if need be. */
function verdictOf(error: unknown): string {
  const message = messageOf(error);
  return message.startsWith('Unserializable') ? 'a host object' : message;
}

/** Of anything that was thrown, short. */
export function messageOf(error: unknown): string {
  try {
    return String((error as Error).message).slice(0, 100);
  } catch {
    return 'an error without a message';
  }
}
