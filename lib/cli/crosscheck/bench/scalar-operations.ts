import { nativeByteOrder } from '../../../memory/byte-order.ts';
import { compileLoop, type LoopText } from './compiled-loop.ts';
import type { Operation, Path, PreparedCase, Rival } from './operation.ts';
import { allocateMemory, type CaseMemory, freeMemory } from './shared-memory.ts';

/** Fits the first-level cache of any processor, so that the access is measured and not the memory. */
const PAGE_BYTES = 4096;

const SUFFIX = nativeByteOrder === 'little-endian' ? 'LittleEndian' : 'BigEndian';
const NODE_SUFFIX = nativeByteOrder === 'little-endian' ? 'LE' : 'BE';

type ValueKind = 'int32' | 'number' | 'bigint';

/** How a value is consumed: as cheaply as its type allows. */
const CONSUME: Readonly<Record<ValueKind, (access: string) => string>> = {
  int32: (access) => `sum = (sum + ${access}) | 0;`,
  number: (access) => `sum += ${access};`,
  bigint: (access) => `total = BigInt.asIntN(64, total + ${access});`,
};

/** A rival as text: one access at `offset`, on one of the variables `segment`, `view`, `buffer`, `addon`. */
interface ScalarWay {
  readonly path: Path;
  readonly name: string;
  readonly access: string;
}

interface ScalarText {
  readonly name: string;
  readonly description: string;
  readonly widthBytes: number;
  readonly kind: ValueKind;
  readonly writes?: boolean;
  readonly ways: readonly ScalarWay[];
}

interface Accessor {
  readonly name: string;
  readonly noun: string;
  readonly widthBytes: number;
  readonly kind: ValueKind;
  /** The addon's, DataView's and Buffer's names. Those of more than one byte have a byte order. */
  readonly addon: string;
  readonly dataView: string;
  readonly buffer: string;
  readonly bigEndian?: boolean;
}

function reading(accessor: Accessor): ScalarText {
  const { name, noun, addon, dataView, buffer, widthBytes, kind, bigEndian = false } = accessor;
  const littleEndian = bigEndian ? 'false' : String(nativeByteOrder === 'little-endian');
  const order = widthBytes === 1 ? '' : `, ${littleEndian}`;
  return {
    name,
    description: `Read ${noun}`,
    widthBytes,
    kind,
    ways: [
      { path: 'js', name: `MemorySegment.${name}`, access: `segment.${name}(offset)` },
      { path: 'native', name: `addon.${addon}`, access: `addonCall(id, generation, offset)` },
      { path: 'node', name: `DataView.${dataView}`, access: `view.${dataView}(offset${order})` },
      { path: 'node', name: `Buffer.${buffer}`, access: `buffer.${buffer}(offset)` },
    ],
  };
}

const READS: readonly Accessor[] = [
  {
    name: 'getByte',
    noun: 'a signed byte',
    widthBytes: 1,
    kind: 'int32',
    addon: 'getByte',
    dataView: 'getInt8',
    buffer: 'readInt8',
  },
  ...inBothOrders({
    name: 'getChar',
    noun: 'an unsigned 16-bit integer',
    widthBytes: 2,
    kind: 'int32',
    dataView: 'getUint16',
    buffer: 'readUInt16',
  }).slice(0, 1),
  ...inBothOrders({
    name: 'getInt',
    noun: 'a 32-bit integer',
    widthBytes: 4,
    kind: 'int32',
    dataView: 'getInt32',
    buffer: 'readInt32',
  }),
  ...inBothOrders({
    name: 'getLong',
    noun: 'a 64-bit integer as a bigint',
    widthBytes: 8,
    kind: 'bigint',
    dataView: 'getBigInt64',
    buffer: 'readBigInt64',
  }),
  ...inBothOrders({
    name: 'getDouble',
    noun: 'a 64-bit float',
    widthBytes: 8,
    kind: 'number',
    dataView: 'getFloat64',
    buffer: 'readDouble',
  }),
];

function inBothOrders(accessor: Omit<Accessor, 'addon' | 'bigEndian'>): Accessor[] {
  const { name, noun, buffer } = accessor;
  return [
    { ...accessor, addon: `${name}${SUFFIX}`, buffer: `${buffer}${NODE_SUFFIX}` },
    {
      ...accessor,
      name: `${name}BigEndian`,
      noun: `${noun}, big-endian`,
      addon: `${name}BigEndian`,
      buffer: `${buffer}BE`,
      bigEndian: true,
    },
  ];
}

function writingInts(name: string, addon: string, littleEndian: boolean): ScalarText {
  const buffer = `writeInt32${littleEndian ? 'LE' : 'BE'}`;
  return {
    name,
    description: name === 'putInt' ? 'Write a 32-bit integer' : 'Write a 32-bit integer, big-endian',
    widthBytes: 4,
    kind: 'int32',
    writes: true,
    ways: [
      { path: 'js', name: `MemorySegment.${name}`, access: `segment.${name}(offset, i)` },
      { path: 'native', name: `addon.${addon}`, access: `addonCall(id, generation, offset, i)` },
      { path: 'node', name: 'DataView.setInt32', access: `view.setInt32(offset, i, ${littleEndian})` },
      { path: 'node', name: `Buffer.${buffer}`, access: `buffer.${buffer}(i, offset)` },
    ],
  };
}

function longsAsNumbers(): ScalarText {
  const isLittleEndian = nativeByteOrder === 'little-endian';
  const [high, low] = isLittleEndian ? ['offset + 4', 'offset'] : ['offset', 'offset + 4'];
  return {
    name: 'getLongAsNumber',
    description: 'Read a 64-bit integer as a number',
    widthBytes: 8,
    kind: 'number',
    ways: [
      { path: 'js', name: 'MemorySegment.getLongAsNumber', access: 'segment.getLongAsNumber(offset)' },
      { path: 'native', name: `Number(addon.getLong${SUFFIX})`, access: 'Number(addonCall(id, generation, offset))' },
      {
        path: 'node',
        name: 'Number(DataView.getBigInt64)',
        access: `Number(view.getBigInt64(offset, ${isLittleEndian}))`,
      },
      {
        path: 'node',
        name: 'two DataView reads',
        access: `(view.getInt32(${high}, ${isLittleEndian}) * 4294967296 + view.getUint32(${low}, ${isLittleEndian}))`,
      },
    ],
  };
}

export const scalarOperations: readonly Operation[] = [
  ...READS.map(reading),
  longsAsNumbers(),
  writingInts('putInt', `putInt${SUFFIX}`, nativeByteOrder === 'little-endian'),
  writingInts('putIntBigEndian', 'putIntBigEndian', false),
].map(operationOf);

function operationOf(text: ScalarText): Operation {
  const { name, description, widthBytes } = text;
  return { name, description, group: 'scalar', sizesOf: () => [widthBytes], prepare };

  function prepare(_sizeBytes: number, contestants: Parameters<Operation['prepare']>[1]): PreparedCase {
    const memory = allocateMemory(PAGE_BYTES, contestants);
    fillWithValues(text, memory);
    const rivals: Rival[] = [];
    for (const way of text.ways) {
      const addonCall = way.path === 'native' ? addonFunction(way.name, contestants.addon) : undefined;
      if (way.path === 'native' && addonCall === undefined) continue;
      const run = compileLoop(`${name}, ${way.name}`, loopOf(text, way), { ...memory, addonCall });
      rivals.push({ path: way.path, name: way.name, run, callsPerIteration: PAGE_BYTES / widthBytes });
    }
    return { rivals, [Symbol.dispose]: () => freeMemory([memory]) };
  }
}

/** `addon.getByte`, or that inside of `Number(…)`. */
function addonFunction(name: string, addon: Parameters<Operation['prepare']>[1]['addon']): unknown {
  const method = /addon\.(\w+)/.exec(name)?.[1];
  return addon?.[method as keyof typeof addon];
}

/** All offsets of the page in turn, as code that reads records does. */
function loopOf({ kind, widthBytes, writes = false }: ScalarText, { access, path }: ScalarWay): LoopText {
  const statement = writes ? `${access};` : CONSUME[kind](access);
  return {
    before: kind === 'bigint' ? 'let total = 0n;' : '',
    body: `for (let offset = 0; offset < ${PAGE_BYTES}; offset += ${widthBytes}) { ${statement} }`,
    after:
      kind === 'bigint'
        ? 'sum = Number(total);'
        : writes
          ? `sum = ${path === 'node' ? 'buffer.readUInt32BE(0)' : 'segment.getIntBigEndian(0)'};`
          : '',
  };
}

/** Small values of the type, in the byte order of the machine: safe integers, and no float that is slow to add. */
function fillWithValues({ kind, name, widthBytes }: ScalarText, { segment, buffer }: CaseMemory): void {
  for (let offset = 0; offset < PAGE_BYTES; offset += widthBytes) {
    const value = offset % 100;
    if (name.startsWith('getDouble')) {
      if (name.endsWith('BigEndian')) segment.putDoubleBigEndian(offset, value);
      else segment.putDouble(offset, value);
    } else if (kind === 'bigint' || widthBytes === 8) segment.putLong(offset, BigInt(value));
    else segment.putByte(offset, value);
  }
  segment.get(0, buffer);
}
