import { KEYS_COLLIDE, KeyCollisions } from '../key-collisions.ts';
import {
  FORM_VERSION,
  MAX_DEPTH,
  mostHoles,
  TAG_ARRAY,
  TAG_BIGINT,
  TAG_BUFFER,
  TAG_DATE,
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
  TAG_REGEXP,
  TAG_SET,
  TAG_TEXT,
  TAG_TRUE,
  TAG_UNDEFINED,
  TAG_VIEW,
  TAG_WRAPPER,
} from './clone-form.ts';
import { CloneInput } from './clone-input.ts';
import { defineHidden, readBuffer, readDate, readError, readRegExp, readView } from './clone-objects.ts';
import { ofMagnitude } from './magnitude.ts';
import { indexOf, isSparse, keepSparse } from './sparse-elements.ts';

/** The value of one form, which is all of `bytes`. `base` is the position of its first byte in the source. */
export function readClone(bytes: Uint8Array, base: number): unknown {
  return new CloneReader(new CloneInput(bytes, base)).read();
}

/** An object whose parts are being read. */
interface Frame {
  readonly tag: number;
  readonly target: object;
  readonly position: number;
  /** Elements of an array, holes among them; properties of an object; members; keys and values of a Map. */
  readonly count: number;
  /** Further properties of an array. */
  readonly properties: number;
  done: number;
  /** Elements, or properties with an index as their key, so far. */
  indexed: number;
  sparse: boolean;
  /** Of a Map: whose value comes next. */
  key: unknown;
  /** Of a Map or a Set with many keys or members. */
  readonly collisions: KeyCollisions | undefined;
}

/** Objects in objects are read by a loop over a stack of its own: no depth overflows that of the process. */
class CloneReader {
  readonly #input: CloneInput;
  readonly #objects: object[] = [];
  readonly #open: Frame[] = [];
  #holesLeft: number;

  constructor(input: CloneInput) {
    this.#input = input;
    this.#holesLeft = mostHoles(input.size);
  }

  read(): unknown {
    const input = this.#input;
    const open = this.#open;
    if (input.byte() !== FORM_VERSION) throw input.corrupt('a generic value of no known version', input.position - 1);
    const root = this.#value();
    for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
      const depth = open.length;
      const end = frame.count + frame.properties;
      // A part that has parts itself comes first.
      while (frame.done < end && open.length === depth) this.#part(frame);
      if (open.length === depth) this.#close(frame);
    }
    if (input.left > 0) throw input.corrupt('bytes behind the end of a generic value');
    return root;
  }

  #part(frame: Frame): void {
    switch (frame.tag) {
      case TAG_OBJECT:
        this.#property(frame);
        return;
      case TAG_ARRAY:
        if (frame.done >= frame.count) this.#property(frame);
        else if (this.#input.peek() === TAG_HOLES) this.#skipHoles(frame);
        else this.#elements(frame);
        return;
      case TAG_MAP:
        if (frame.done++ % 2 === 0) frame.key = this.#key(frame);
        else (frame.target as Map<unknown, unknown>).set(frame.key, this.#value());
        return;
      case TAG_SET:
        frame.done += 1;
        (frame.target as Set<unknown>).add(this.#key(frame));
        return;
      default:
        frame.done += 1;
        defineHidden(frame.target, 'cause', this.#value());
    }
  }

  /** Or a member of a Set. */
  #key(frame: Frame): unknown {
    const { position } = this.#input;
    const key = this.#value();
    if (frame.collisions?.add(key) === false) throw this.#input.corrupt(KEYS_COLLIDE, position);
    return key;
  }

  #property(frame: Frame): void {
    const target = frame.target as Record<string, unknown>;
    const { position } = this.#input;
    const key = this.#input.text();
    frame.done += 1;
    const index = indexOf(key);
    if (index >= 0) {
      if (frame.tag === TAG_ARRAY) throw this.#input.corrupt('an element among the properties of an array', position);
      this.#makeRoom(frame, index);
      frame.indexed += 1;
    }
    if (!(key in target)) {
      target[key] = this.#value();
      return;
    }
    if (Object.hasOwn(target, key)) throw this.#input.corrupt('a property twice', position);
    // Assigning to what is inherited could call its setter: `__proto__`.
    const value = this.#value();
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  }

  /** Up to holes, or to one that has parts itself. */
  #elements(frame: Frame): void {
    const elements = frame.target as unknown[];
    const depth = this.#open.length;
    do {
      const index = frame.done++;
      frame.indexed += 1;
      elements[index] = this.#value();
    } while (frame.done < frame.count && this.#open.length === depth && this.#input.peek() !== TAG_HOLES);
  }

  #skipHoles(frame: Frame): void {
    const { position } = this.#input;
    this.#input.byte();
    const count = this.#input.varint();
    if (count === 0 || count > frame.count - frame.done) {
      throw this.#input.corrupt('holes of a number that an array cannot have', position);
    }
    if (count > this.#holesLeft) throw this.#input.corrupt('more holes in arrays than so few bytes may have', position);
    this.#holesLeft -= count;
    frame.done += count;
    this.#makeRoom(frame, frame.done);
  }

  #makeRoom(frame: Frame, index: number): void {
    if (frame.sparse || !isSparse(index, frame.indexed)) return;
    keepSparse(frame.target);
    frame.sparse = true;
  }

  #close(frame: Frame): void {
    this.#open.pop();
    if (frame.tag === TAG_ARRAY) {
      const elements = frame.target as unknown[];
      if (elements.length !== frame.count) elements.length = frame.count;
    } else if (frame.tag === TAG_MAP || frame.tag === TAG_SET) {
      const { size } = frame.target as Set<unknown>;
      if (size !== keysOf(frame.tag, frame.count))
        throw this.#input.corrupt('a key, or a member, twice', frame.position);
    }
  }

  #value(): unknown {
    const input = this.#input;
    const tag = input.byte();
    switch (tag) {
      case TAG_UNDEFINED:
        return undefined;
      case TAG_NULL:
        return null;
      case TAG_FALSE:
        return false;
      case TAG_TRUE:
        return true;
      case TAG_INT: {
        const zigzag = input.varint();
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
      case TAG_DOUBLE:
        return input.double();
      case TAG_LONG:
        return input.long();
      case TAG_BIGINT:
        return this.#bigint();
      case TAG_TEXT:
        return input.text();
      case TAG_REFERENCE: {
        const position = input.position - 1;
        const object = this.#objects[input.varint()];
        if (object === undefined) throw input.corrupt('a reference to an object that has not begun', position);
        return object;
      }
      default:
        return this.#object(tag, input.position - 1);
    }
  }

  #bigint(): bigint {
    const position = this.#input.position - 1;
    const sign = this.#input.byte();
    const bytes = this.#input.raw();
    const value = sign > 1 || bytes.length === 0 || bytes[0] === 0 ? undefined : ofMagnitude(bytes, sign === 1);
    if (value === undefined) throw this.#input.corrupt('a bigint that cannot be', position);
    return value;
  }

  #object(tag: number, position: number): object {
    const input = this.#input;
    if (this.#open.length >= MAX_DEPTH) throw input.corrupt(`objects nested deeper than ${MAX_DEPTH}`, position);
    switch (tag) {
      case TAG_OBJECT:
        return this.#begin(tag, {}, position, input.count(2));
      case TAG_ARRAY: {
        const length = input.varint();
        const properties = input.count(2);
        if (length - input.left > this.#holesLeft) {
          throw input.corrupt('an array longer than so few bytes may say', position);
        }
        return this.#begin(tag, [], position, length, properties);
      }
      case TAG_MAP:
        return this.#begin(tag, new Map(), position, 2 * input.count(2));
      case TAG_SET:
        return this.#begin(tag, new Set(), position, input.count(1));
      case TAG_ERROR: {
        const { error, hasCause } = readError(input);
        return this.#begin(tag, error, position, hasCause ? 1 : 0);
      }
      case TAG_DATE:
        return this.#number(readDate(input));
      case TAG_REGEXP:
        return this.#number(readRegExp(input));
      case TAG_WRAPPER:
        return this.#number(this.#wrapper(position));
      case TAG_BUFFER:
        return this.#number(readBuffer(input));
      case TAG_VIEW:
        return this.#number(readView(input));
      default:
        throw input.corrupt('a value of no known kind', position);
    }
  }

  #begin(tag: number, target: object, position: number, count: number, properties = 0): object {
    this.#open.push({
      tag,
      target,
      position,
      count,
      properties,
      done: 0,
      indexed: 0,
      sparse: false,
      key: undefined,
      collisions: tag === TAG_MAP || tag === TAG_SET ? KeyCollisions.forKeys(keysOf(tag, count)) : undefined,
    });
    return this.#number(target);
  }

  #number<T extends object>(object: T): T {
    this.#objects.push(object);
    return object;
  }

  #wrapper(position: number): object {
    const tag = this.#input.peek();
    if (tag < TAG_FALSE || tag > TAG_TEXT) throw this.#input.corrupt('a wrapper of nothing that can be', position);
    return Object(this.#value()) as object;
  }
}

/** Of a Map, whose values count too, or members of a Set. */
function keysOf(tag: number, count: number): number {
  return tag === TAG_MAP ? count / 2 : count;
}
