import { Buffer } from 'node:buffer';
import { BUFFER, DATA_VIEW, VIEWS } from './clone-form.ts';

const nameOf = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)?.get as () => string | undefined;

const NUMBERS = new Map(VIEWS.map(([name], number) => [name, number]));

type ViewConstructor = new (buffer: ArrayBuffer) => ArrayBufferView;

/** By its memory, whatever class it says it is of. */
export function viewNumber(view: ArrayBufferView): number {
  const name = nameOf.call(view);
  if (name === undefined) return DATA_VIEW;
  if (name === 'Uint8Array' && view instanceof Buffer) return BUFFER;
  const number = NUMBERS.get(name);
  if (number === undefined) throw new TypeError(`${name} is not known`);
  return number;
}

/** What the view shows of its buffer, which is not copied. */
export function bytesOfView(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Over all of a buffer of its own. Undefined for kinds that this version of Node does not have. */
export function viewOver(buffer: ArrayBuffer, number: number): ArrayBufferView | undefined {
  if (number === BUFFER) return Buffer.from(buffer);
  const [name] = VIEWS[number] as (typeof VIEWS)[number];
  const View = (globalThis as unknown as Record<string, ViewConstructor | undefined>)[name];
  return View === undefined ? undefined : new View(buffer);
}
