import type { TypeDescription } from '../type-description.ts';
import { MAX_PREFIX_BYTES, MAX_UNIT_BYTES } from './fast-text.ts';

/**
 * How values of a kind are checked, and written and read in line by generated code. `v` is the value, `b` the array, `p` the
 * position, `end` where the bytes end.
 */
export interface InlineKind {
  /** An expression, or a number. */
  readonly room: (v: string) => string;
  /** True where the value is of the type. */
  readonly check: (v: string) => string;
  readonly put: (v: string) => string;
  /** Bytes; 0 where `get` checks itself. */
  readonly bytes: number;
  /** Statements that set `v` and move on, or return undefined. */
  readonly get: (v: string) => string;
  /** `put` may run code of the user's. */
  readonly calls?: true;
  /** A function that `get` calls, for the code to begin with. */
  readonly reader?: string;
}

/** Lists up to here are made at their size; one that grows by `push` takes room for 16 more. */
const MAX_SIZED_LIST = 8;

/** Numbers that the code puts together from halves or from bytes, by the names that it knows them by. */
export const numberScratch = scratch();

function scratch() {
  const doubles = new Float64Array(1);
  const { buffer } = doubles;
  return { doubles, longs: new BigInt64Array(buffer), bytes8: new Uint8Array(buffer), words: new Int32Array(buffer) };
}

/** Where the bytes of a number lie from the highest to the lowest. */
const order = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [7, 6, 5, 4, 3, 2, 1, 0] : [0, 1, 2, 3, 4, 5, 6, 7];
const HIGH = order[0] === 7 ? 1 : 0;

const putInt = (v: string) =>
  `b[p] = ${v} >>> 24; b[p + 1] = ${v} >>> 16; b[p + 2] = ${v} >>> 8; b[p + 3] = ${v}; p += 4;`;
const intAt = (at: number) =>
  `(b[p + ${at}] << 24 | b[p + ${at + 1}] << 16 | b[p + ${at + 2}] << 8 | b[p + ${at + 3}])`;
const put8 = order.map((at, i) => `b[p + ${i}] = bytes8[${at}];`).join(' ');

const kinds: Readonly<Record<string, InlineKind>> = {
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
        if (${v} === undefined) {
          ${v} = anyTextAt(b, at, end, length);
          if (${v} === undefined) return undefined;
          p = textEnd();
        }
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
): InlineKind {
  return { room: () => String(bytes), check, put, bytes, get };
}

/** Undefined for kinds that are not made in line. */
export function inlineKind(description: TypeDescription): InlineKind | undefined {
  switch (description.kind) {
    case 'long':
      return kinds[description.as === 'number' ? 'longAsNumber' : 'long'];
    case 'list':
      return inlineList(description.element);
    default:
      return Object.hasOwn(kinds, description.kind) ? kinds[description.kind] : undefined;
  }
}

/** Of values of so many bytes each. */
function inlineList(of: TypeDescription): InlineKind | undefined {
  const element = inlineKind(of);
  if (element === undefined || element.bytes === 0) return undefined;
  const { bytes } = element;
  const read = `read${element === kinds.longAsNumber ? 'NumberList' : `List_${of.kind}`}`;
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
      ${v} = ${read}(b, p, count);
      if (${v} === undefined) return undefined;
      p += count * ${bytes};
    }`,
    reader: listReader(read, element),
  };
}

/** Literals of values that are read already: V8 fills others in a second pass, or takes them for lists with holes. */
function listReader(name: string, element: InlineKind): string {
  const counts = Array.from({ length: MAX_SIZED_LIST + 1 }, (_, count) => count);
  const cases = counts.map((count) => {
    const values = Array.from({ length: count }, (_, i) => `e${i}`);
    const declared = count === 0 ? '' : `let ${values.join(', ')};`;
    return `case ${count}: { ${declared} ${values.map((v) => element.get(v)).join(' ')} return [${values.join(', ')}]; }`;
  });
  return `function ${name}(b, p, count) {
    switch (count) {
      ${cases.join('\n')}
    }
    const list = [];
    let e;
    for (let i = 0; i < count; i++) { ${element.get('e')} list.push(e); }
    return list;
  }`;
}
