import {
  isArrayBuffer,
  isBooleanObject,
  isBoxedPrimitive,
  isDate,
  isNumberObject,
  isRegExp,
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
} from 'node:util/types';
import { TAG_BUFFER, TAG_DATE, TAG_REGEXP, TAG_VIEW } from './clone-form.ts';
import type { CloneOutput } from './clone-output.ts';
import { patternFault } from './clone-patterns.ts';
import { refused } from './clone-refusal.ts';
import { bytesOfView, viewNumber } from './view-kinds.ts';

/** Objects without parts of their own, whatever class they say they are of. False, and nothing written, for others. */
export function writeLeaf(value: object, out: CloneOutput): boolean {
  if (isDate(value)) {
    out.byteAndDouble(TAG_DATE, Date.prototype.getTime.call(value));
  } else if (ArrayBuffer.isView(value)) {
    if (isSharedArrayBuffer(value.buffer)) throw refused(value, 'a view of shared memory');
    out.byte(TAG_VIEW);
    out.byte(viewNumber(value));
    out.raw(bytesOfView(value));
  } else if (isArrayBuffer(value)) {
    if ((value as { readonly resizable?: boolean }).resizable) throw refused(value, 'a buffer that can be resized');
    out.byte(TAG_BUFFER);
    out.raw(new Uint8Array(value));
  } else if (isRegExp(value)) writeRegExp(value, out);
  else return false;
  return true;
}

function writeRegExp(value: RegExp, out: CloneOutput): void {
  const { source, flags } = value;
  const fault = patternFault(source, flags);
  if (fault !== undefined) throw refused(value, fault);
  // Both can be overridden, and texts that are no pattern could not be read.
  new RegExp(source, flags);
  out.byte(TAG_REGEXP);
  out.text(source);
  out.text(flags);
}

/** What a wrapper holds; the object itself where it is none. */
export function unwrapped(value: object): unknown {
  if (!isBoxedPrimitive(value)) return value;
  if (isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (isStringObject(value)) return String.prototype.valueOf.call(value);
  if (isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  if (isSymbolObject(value)) return Symbol.prototype.valueOf.call(value);
  return BigInt.prototype.valueOf.call(value);
}
