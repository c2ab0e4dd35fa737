import { isMap, isNativeError, isProxy, isSet } from 'node:util/types';
import { OffheapError } from '../../errors/offheap-error.ts';
import { KEYS_COLLIDE, KeyCollisions } from '../key-collisions.ts';
import { atStep } from '../value-errors.ts';
import {
  ERROR_NAMES,
  FORM_VERSION,
  HAS_CAUSE,
  HAS_MESSAGE,
  HAS_STACK,
  MAX_DEPTH,
  mostHoles,
  TAG_ARRAY,
  TAG_BIGINT,
  TAG_DOUBLE,
  TAG_ERROR,
  TAG_FALSE,
  TAG_HOLES,
  TAG_INT,
  TAG_LONG,
  TAG_MAP,
  TAG_NULL,
  TAG_OBJECT,
  TAG_REFERENCE,
  TAG_SET,
  TAG_TEXT,
  TAG_TRUE,
  TAG_UNDEFINED,
  TAG_WRAPPER,
} from './clone-form.ts';
import { unwrapped, writeLeaf } from './clone-leaves.ts';
import { CloneOutput } from './clone-output.ts';
import { refused } from './clone-refusal.ts';
import { cloneFault, messageOf } from './cloneable.ts';
import { magnitudeOf } from './magnitude.ts';
import { indexOf } from './sparse-elements.ts';

const { keys: keysOf, hasOwn, getPrototypeOf } = Object;
const NONE: readonly never[] = [];

/** An object whose parts are being written: elements, members, keys and values of a Map or a cause, then properties. */
interface Frame {
  readonly tag: number;
  readonly value: object;
  /** Elements of an array that are no holes. */
  readonly elements: number;
  /** Theirs; undefined where there are no holes. */
  readonly indices: readonly string[] | undefined;
  /** The length of an array. */
  readonly length: number;
  readonly parts: readonly unknown[];
  readonly keys: readonly string[];
  done: number;
  /** The first index of an array of which nothing has been written. */
  next: number;
}

/**
 * Writes values in the form of `clone-form.ts`. Getters and the like may run code of the user's, which needs a writer of its own.
 * Objects in objects are written by a loop over a stack of its own, as they are read.
 */
export class CloneWriter {
  readonly #out = new CloneOutput();
  readonly #numbers = new Map<object, number>();
  readonly #open: Frame[] = [];
  #holes = 0;

  /** Its form, valid until the next call. Throws a TypeMismatchError for what cannot be written, or could not be read again. */
  write(value: unknown): Uint8Array {
    this.#out.reset();
    this.#holes = 0;
    try {
      this.#out.byte(FORM_VERSION);
      this.#value(value);
      this.#writeOpen();
      const most = mostHoles(this.#out.size);
      if (this.#holes > most) throw refused(value, `more holes in arrays (${this.#holes}) than ${most}`);
    } catch (error) {
      throw this.#located(error instanceof OffheapError ? error : refused(value, messageOf(error)));
    } finally {
      this.#numbers.clear();
      this.#open.length = 0;
    }
    return this.#out.written;
  }

  #writeOpen(): void {
    const open = this.#open;
    for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
      const depth = open.length;
      const end = frame.elements + frame.parts.length + frame.keys.length;
      // A part that has parts itself comes first.
      while (frame.done < end && open.length === depth) this.#part(frame);
      if (open.length !== depth) continue;
      if (frame.next < frame.length) this.#holesFrom(frame, frame.length);
      open.pop();
    }
  }

  #part(frame: Frame): void {
    if (frame.done < frame.elements && frame.indices === undefined) {
      this.#elements(frame);
      return;
    }
    const at = frame.done++;
    if (at < frame.elements) {
      const index = Number((frame.indices as readonly string[])[at]);
      if (index !== frame.next) this.#holesFrom(frame, index);
      frame.next = index + 1;
      this.#value((frame.value as readonly unknown[])[index]);
    } else if (frame.parts !== NONE) this.#value(frame.parts[at]);
    else {
      if (frame.next < frame.length) this.#holesFrom(frame, frame.length);
      const key = frame.keys[at - frame.elements] as string;
      this.#out.text(key);
      this.#value((frame.value as Record<string, unknown>)[key]);
    }
  }

  /** Of an array without holes, up to one that has parts itself. */
  #elements(frame: Frame): void {
    const elements = frame.value as readonly unknown[];
    const depth = this.#open.length;
    do {
      frame.next = frame.done + 1;
      this.#value(elements[frame.done++]);
    } while (frame.done < frame.elements && this.#open.length === depth);
  }

  #holesFrom(frame: Frame, end: number): void {
    this.#out.byte(TAG_HOLES);
    this.#out.varint(end - frame.next);
    this.#holes += end - frame.next;
    frame.next = end;
  }

  #value(value: unknown): void {
    switch (typeof value) {
      case 'object':
        if (value === null) this.#out.byte(TAG_NULL);
        else this.#reference(value);
        return;
      case 'string':
        this.#out.byte(TAG_TEXT);
        this.#out.text(value);
        return;
      case 'number':
        this.#number(value);
        return;
      case 'boolean':
        this.#out.byte(value ? TAG_TRUE : TAG_FALSE);
        return;
      case 'bigint':
        this.#bigint(value);
        return;
      case 'undefined':
        this.#out.byte(TAG_UNDEFINED);
        return;
      default:
        throw refused(value, `a ${typeof value}`);
    }
  }

  #number(value: number): void {
    const int = value | 0;
    if (int === value && (int !== 0 || 1 / value > 0)) {
      this.#out.byteAndVarint(TAG_INT, ((int << 1) ^ (int >> 31)) >>> 0);
    } else {
      this.#out.byteAndDouble(TAG_DOUBLE, value);
    }
  }

  #bigint(value: bigint): void {
    if (BigInt.asIntN(64, value) === value) {
      this.#out.byte(TAG_LONG);
      this.#out.long(value);
    } else {
      this.#out.byte(TAG_BIGINT);
      this.#out.byte(value < 0n ? 1 : 0);
      this.#out.raw(magnitudeOf(value));
    }
  }

  #reference(value: object): void {
    const number = this.#numbers.get(value);
    if (number !== undefined) {
      this.#out.byte(TAG_REFERENCE);
      this.#out.varint(number);
      return;
    }
    this.#numbers.set(value, this.#numbers.size);
    if (this.#open.length >= MAX_DEPTH) throw refused(value, `nested deeper than ${MAX_DEPTH}`);
    this.#object(value);
  }

  #object(value: object): void {
    if (isProxy(value)) throw refused(value, 'a proxy');
    if (Array.isArray(value)) this.#array(value);
    else if (getPrototypeOf(value) === Object.prototype) this.#plain(value);
    else if (isMap(value)) {
      const parts: unknown[] = [];
      Map.prototype.forEach.call(value, (part, key) => parts.push(key, part));
      requireApart(value, parts, 2);
      this.#out.byte(TAG_MAP);
      this.#out.varint(parts.length / 2);
      this.#begin({ tag: TAG_MAP, value, parts });
    } else if (isSet(value)) {
      const parts: unknown[] = [];
      Set.prototype.forEach.call(value, (member) => parts.push(member));
      requireApart(value, parts, 1);
      this.#out.byte(TAG_SET);
      this.#out.varint(parts.length);
      this.#begin({ tag: TAG_SET, value, parts });
    } else if (isNativeError(value)) this.#error(value);
    else if (!writeLeaf(value, this.#out)) this.#wrapper(value);
  }

  #wrapper(value: object): void {
    const primitive = unwrapped(value);
    if (primitive === value) this.#plain(value);
    else {
      this.#out.byte(TAG_WRAPPER);
      this.#value(primitive);
    }
  }

  #plain(value: object): void {
    const fault = cloneFault(value);
    if (fault !== undefined) throw refused(value, fault);
    const keys = keysOf(value);
    this.#out.byte(TAG_OBJECT);
    this.#out.varint(keys.length);
    this.#begin({ tag: TAG_OBJECT, value, keys });
  }

  #array(value: readonly unknown[]): void {
    const { length } = value;
    const keys = keysOf(value);
    const elements = elementsOf(keys, length);
    const isDense = elements === length;
    this.#out.byte(TAG_ARRAY);
    this.#out.varint(length);
    this.#out.varint(keys.length - elements);
    this.#begin({
      tag: TAG_ARRAY,
      value,
      elements,
      length,
      indices: isDense ? undefined : keys,
      keys: keys.length === elements ? NONE : keys.slice(elements),
    });
  }

  #error(value: Error): void {
    const { name, stack } = value;
    const message = hasOwn(value, 'message') ? String(value.message) : undefined;
    const ownStack = typeof stack === 'string' && hasOwn(value, 'stack') ? stack : undefined;
    const hasCause = hasOwn(value, 'cause');
    const has = (message === undefined ? 0 : HAS_MESSAGE) | (ownStack === undefined ? 0 : HAS_STACK);
    this.#out.byte(TAG_ERROR);
    this.#out.byte(Math.max(0, (ERROR_NAMES as readonly unknown[]).indexOf(name)));
    this.#out.byte(has | (hasCause ? HAS_CAUSE : 0));
    if (message !== undefined) this.#out.text(message);
    if (ownStack !== undefined) this.#out.text(ownStack);
    if (hasCause) this.#begin({ tag: TAG_ERROR, value, parts: [value.cause] });
  }

  #begin({ tag, value, elements = 0, indices, length = 0, parts = NONE, keys = NONE }: Beginning): void {
    this.#open.push({ tag, value, elements, indices, length, parts, keys, done: 0, next: 0 });
  }

  /** With the path to the part that is being written. */
  #located(error: unknown): unknown {
    return this.#open.reduceRight((located, frame) => atStep(located, stepOf(frame)), error);
  }
}

type Beginning = Pick<Frame, 'tag' | 'value'> & Partial<Omit<Frame, 'done' | 'next'>>;

/** To the part that has begun last. */
function stepOf({ tag, elements, keys, done, next }: Frame): string | number {
  const at = done - 1;
  if (at < elements) return next - 1;
  if (tag === TAG_ERROR) return 'cause';
  if (tag === TAG_MAP) return at >> 1;
  return tag === TAG_SET ? at : (keys[at - elements] as string);
}

/** That every `step`th of the parts, the keys of a Map or the members of a Set, is found in few steps. */
function requireApart(value: object, parts: readonly unknown[], step: number): void {
  const collisions = KeyCollisions.forKeys(parts.length / step);
  if (collisions === undefined) return;
  for (let i = 0; i < parts.length; i += step) {
    if (!collisions.add(parts[i])) throw refused(value, KEYS_COLLIDE);
  }
}

/** How many of an array's keys are indices; they come first. */
function elementsOf(keys: readonly string[], length: number): number {
  if (length === 0 || keys[length - 1] === String(length - 1)) return length;
  const end = keys.findIndex((key) => indexOf(key) < 0);
  return end < 0 ? keys.length : end;
}
