import { arrayOfInput, type DataInputDeserializer, moveInput } from '../../views/data-input-deserializer.ts';
import { type DataOutputSerializer, moveOutput, roomOfOutput } from '../../views/data-output-serializer.ts';
import type { TypeDescription } from '../type-description.ts';
import { MAX_PREFIX_BYTES, MAX_UNIT_BYTES, putText, textAt, textEnd } from './fast-text.ts';
import type { FieldSerializer } from './fields.ts';
import { isInherited, readInherited } from './properties.ts';
import type { RowRecord } from './row.ts';
import { maskBit, maskLength } from './row-kind.ts';
import { textReaders } from './text-readers.ts';

/**
 * Code made for one type of rows: every field in line, on the array itself. It does what RowSerializer does with values and bytes
 * that are in order, and gives up on all others before anything has changed, so that RowSerializer says what is wrong with them.
 */
export interface RowCode {
  /** False where it has not written the row, and the output is as it was. */
  write(row: RowRecord, output: DataOutputSerializer): boolean;
  /** Undefined where it has not read the row, and the input is where it was. */
  read(input: DataInputDeserializer): RowRecord | undefined;
}

/** More fields make functions that V8 does not optimize. */
const MAX_FIELDS = 200;
/** Lists up to here begin at their size; one that grows by `push` takes room for 16 more. */
const MAX_SIZED_LIST = 8;

const doubles = new Float64Array(1);
const longs = new BigInt64Array(doubles.buffer);
const bytes8 = new Uint8Array(doubles.buffer);
const words = new Int32Array(doubles.buffer);
/** Where the bytes of a number lie from the highest to the lowest. */
const order = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [7, 6, 5, 4, 3, 2, 1, 0] : [0, 1, 2, 3, 4, 5, 6, 7];
const HIGH = order[0] === 7 ? 1 : 0;

/** Undefined where the fields are of kinds that are not made in line, or code may not be made from texts. */
export function makeRowCode(fields: readonly FieldSerializer[]): RowCode | undefined {
  if (fields.length === 0 || fields.length > MAX_FIELDS) return undefined;
  const kinds = fields.map(({ serializer }) => inline(serializer.description));
  if (!kinds.every((kind) => kind !== undefined)) return undefined;
  try {
    const make = new Function(
      'lib',
      'texts',
      `'use strict';\n${PRELUDE}\n${writeCode(fields, kinds)}\n${readCode(fields, kinds)}\nreturn { write, read };`,
    );
    return make(library, textReaders()) as RowCode;
  } catch {
    // --disallow-code-generation-from-strings, or a policy.
    return undefined;
  }
}

const library = {
  arrayOfInput: (input: DataInputDeserializer) => arrayOfInput(input),
  moveInput: (input: DataInputDeserializer, position: number) => moveInput(input, position),
  moveOutput: (output: DataOutputSerializer, position: number) => moveOutput(output, position),
  readInherited,
  roomOfOutput: (output: DataOutputSerializer, count: number) => roomOfOutput(output, count),
  putText,
  textAt,
  textEnd: () => textEnd,
  doubles,
  longs,
  bytes8,
  words,
};

const PRELUDE = `const { ${Object.keys(library).join(', ')} } = lib;`;

/** How values of a kind are checked, and written and read in line. `v` is the value, `b` the array, `p` the position. */
interface Inline {
  /** An expression, or a number. */
  readonly room: (v: string) => string;
  /** True where the value is of the type. */
  readonly check: (v: string) => string;
  readonly put: (v: string) => string;
  /** Bytes; 0 where `get` checks itself. */
  readonly bytes: number;
  /** Statements that set `v`, or return undefined. */
  readonly get: (v: string) => string;
  /** `put` may run code of the user's. */
  readonly calls?: true;
}

const putInt = (v: string) =>
  `b[p] = ${v} >>> 24; b[p + 1] = ${v} >>> 16; b[p + 2] = ${v} >>> 8; b[p + 3] = ${v}; p += 4;`;
const intAt = (at: number) =>
  `(b[p + ${at}] << 24 | b[p + ${at + 1}] << 16 | b[p + ${at + 2}] << 8 | b[p + ${at + 3}])`;
const put8 = order.map((at, i) => `b[p + ${i}] = bytes8[${at}];`).join(' ');

const byBytes: Readonly<Record<string, Inline>> = {
  boolean: fixed(
    1,
    (v) => `typeof ${v} === 'boolean'`,
    (v) => `b[p++] = ${v} ? 1 : 0;`,
    (v) => `${v} = b[p++] !== 0;`,
  ),
  byte: fixed(
    1,
    (v) => `typeof ${v} === 'number' && (${v} << 24 >> 24) === ${v}`,
    (v) => `b[p++] = ${v};`,
    (v) => `${v} = b[p++] << 24 >> 24;`,
  ),
  short: fixed(
    2,
    (v) => `typeof ${v} === 'number' && (${v} << 16 >> 16) === ${v}`,
    (v) => `b[p] = ${v} >> 8; b[p + 1] = ${v}; p += 2;`,
    (v) => `${v} = (b[p] << 24 | b[p + 1] << 16) >> 16; p += 2;`,
  ),
  int: fixed(
    4,
    (v) => `typeof ${v} === 'number' && (${v} | 0) === ${v}`,
    putInt,
    (v) => `${v} = ${intAt(0)}; p += 4;`,
  ),
  long: fixed(
    8,
    (v) => `typeof ${v} === 'bigint' && BigInt.asIntN(64, ${v}) === ${v}`,
    (v) => `longs[0] = ${v}; ${put8} p += 8;`,
    (v) => `words[${HIGH}] = ${intAt(0)}; words[${1 - HIGH}] = ${intAt(4)}; ${v} = longs[0]; p += 8;`,
  ),
  longAsNumber: fixed(
    8,
    (v) => `Number.isSafeInteger(${v})`,
    (v) => `{ const high = Math.floor(${v} / 4294967296) | 0, low = ${v} | 0; ${putInt('high')} ${putInt('low')} }`,
    (v) =>
      `{ const high = ${intAt(0)}; if (high > 2097151 || high < -2097152) return undefined; ${v} = high * 4294967296 + (${intAt(4)} >>> 0); if (${v} === -9007199254740992) return undefined; p += 8; }`,
  ),
  double: fixed(
    8,
    (v) => `typeof ${v} === 'number'`,
    (v) =>
      `if (${v} === ${v}) { doubles[0] = ${v}; ${put8} } else { b[p] = 127; b[p + 1] = 248; b.fill(0, p + 2, p + 8); } p += 8;`,
    (v) => `words[${HIGH}] = ${intAt(0)}; words[${1 - HIGH}] = ${intAt(4)}; ${v} = doubles[0]; p += 8;`,
  ),
  string: {
    room: (v) => `${v}.length * ${MAX_UNIT_BYTES} + ${MAX_PREFIX_BYTES}`,
    check: (v) => `typeof ${v} === 'string'`,
    put: (v) => `p = putText(b, p, ${v});`,
    bytes: 0,
    get: (v) => `{
      if (p >= end) return undefined;
      const length = b[p] - 1;
      if (length >= 0 && length < texts.length) {
        const at = p + 1;
        p = at + length;
        if (p > end) return undefined;
        ${v} = texts[length](b, at);
        if (${v} === undefined) return undefined;
      } else {
        ${v} = textAt(b, p, end);
        if (${v} === undefined) return undefined;
        p = textEnd();
      }
    }`,
  },
};

function fixed(
  bytes: number,
  check: (v: string) => string,
  put: (v: string) => string,
  get: (v: string) => string,
): Inline {
  return { room: () => String(bytes), check, put, bytes, get };
}

function inline(description: TypeDescription): Inline | undefined {
  switch (description.kind) {
    case 'long':
      return byBytes[description.as === 'number' ? 'longAsNumber' : 'long'];
    case 'list':
      return inlineList(inline(description.element));
    default:
      return Object.hasOwn(byBytes, description.kind) ? byBytes[description.kind] : undefined;
  }
}

/** Of values of so many bytes each. */
function inlineList(element: Inline | undefined): Inline | undefined {
  if (element === undefined || element.bytes === 0) return undefined;
  const { bytes } = element;
  return {
    room: (v) => `${v}$count * ${bytes} + 4`,
    // The length that room is made for: a Proxy may have another one each time, and one that is no length.
    check: (v) => `Array.isArray(${v}) && ((${v}$count = ${v}.length) >>> 0) === ${v}$count`,
    put: (v) => `{
      const count = ${v}$count;
      ${putInt('count')}
      for (let i = 0; i < count; i++) { const e = ${v}[i]; if (!(${element.check('e')})) return false; ${element.put('e')} }
    }`,
    calls: true,
    bytes: 0,
    get: (v) => `{
      if (p + 4 > end) return undefined;
      const count = ${intAt(0)};
      p += 4;
      if (count < 0 || count * ${bytes} > end - p) return undefined;
      let e;
      if (count <= ${MAX_SIZED_LIST}) {
        switch (count) { ${sizedLists(v)} }
        for (let i = 0; i < count; i++) { ${element.get('e')} ${v}[i] = e; }
      } else {
        ${v} = [];
        for (let i = 0; i < count; i++) { ${element.get('e')} ${v}.push(e); }
      }
    }`,
  };
}

/** Literals: what `new Array(count)` makes has holes to V8, for as long as it lives. */
function sizedLists(v: string): string {
  const counts = Array.from({ length: MAX_SIZED_LIST + 1 }, (_, count) => count);
  return counts.map((count) => `case ${count}: ${v} = [${Array(count).fill('0').join(', ')}]; break;`).join(' ');
}

function writeCode(fields: readonly FieldSerializer[], kinds: readonly Inline[]): string {
  const lines: string[] = ['function write(row, output) {'];
  const length = maskLength(fields.length);
  const bits = Array.from({ length }, () => [] as string[]);
  const room: string[] = [String(length)];
  fields.forEach(({ name, nullable }, i) => {
    const kind = kinds[i] as Inline;
    const v = `v${i}`;
    const text = JSON.stringify(name);
    lines.push(`const ${v} = ${isInherited(name) ? `readInherited(row, ${text})` : `row[${text}]`};`);
    lines.push(`let ${v}$count = 0;`);
    const bit = maskBit(i);
    if (nullable) {
      lines.push(`const n${i} = ${v} === null || ${v} === undefined;`);
      lines.push(`if (!n${i} && !(${kind.check(v)})) return false;`);
      bits[bit >> 3]?.push(`(n${i} ? ${0x80 >> (bit & 7)} : 0)`);
      room.push(`(n${i} ? 0 : ${kind.room(v)})`);
    } else {
      lines.push(`if (!(${kind.check(v)})) return false;`);
      room.push(kind.room(v));
    }
  });
  lines.push(`const b = roomOfOutput(output, ${room.join(' + ')});`, 'if (b === undefined) return false;');
  lines.push('const start = output.length;', 'let p = start;');
  for (const byte of bits) lines.push(`b[p++] = ${byte.length === 0 ? '0' : byte.join(' | ')};`);
  fields.forEach(({ nullable }, i) => {
    const put = (kinds[i] as Inline).put(`v${i}`);
    lines.push(nullable ? `if (!n${i}) { ${put} }` : put);
  });
  // Elements of a Proxy come from code of the user's, which may have written to the very output.
  if (kinds.some(({ calls }) => calls))
    lines.push('if (output.length !== start || roomOfOutput(output, 0) !== b) return false;');
  lines.push('moveOutput(output, p);', 'return true;', '}');
  return lines.join('\n');
}

function readCode(fields: readonly FieldSerializer[], kinds: readonly Inline[]): string {
  const length = maskLength(fields.length);
  const lines: string[] = [
    'function read(input) {',
    'const b = arrayOfInput(input);',
    'if (b === undefined) return undefined;',
  ];
  lines.push('let p = input.position;', 'const end = Math.min(p + input.available, b.length);');
  lines.push(`if (p + ${length} > end) return undefined;`);
  for (let i = 0; i < length; i++) lines.push(`const m${i} = b[p++];`);
  for (let i = 0; i < length; i++) {
    let allowed = 0;
    fields.forEach(({ nullable }, field) => {
      const bit = maskBit(field);
      if (nullable && bit >> 3 === i) allowed |= 0x80 >> (bit & 7);
    });
    lines.push(`if ((m${i} & ${0xff & ~allowed}) !== 0) return undefined;`);
  }
  fields.forEach(({ nullable }, i) => {
    const kind = kinds[i] as Inline;
    const bit = maskBit(i);
    const get = `${kind.bytes > 0 ? `if (p + ${kind.bytes} > end) return undefined; ` : ''}${kind.get(`v${i}`)}`;
    lines.push(`let v${i} = null;`);
    lines.push(nullable ? `if ((m${bit >> 3} & ${0x80 >> (bit & 7)}) === 0) { ${get} }` : get);
  });
  const properties = fields.map(({ name }, i) => {
    const text = JSON.stringify(name);
    // Without brackets it would be the prototype.
    return `${name === '__proto__' ? `[${text}]` : text}: v${i}`;
  });
  lines.push('moveInput(input, p);', `return { ${properties.join(', ')} };`, '}');
  return lines.join('\n');
}
