import { nativeByteOrder } from '../../../memory/byte-order.ts';
import { compileLoop } from './compiled-loop.ts';
import type { Contestants, Operation, Path, PreparedCase, Rival } from './operation.ts';
import { allocateMemory, freeMemory } from './shared-memory.ts';

const INT_BYTES = 4;
/** By then the answer is known, and a loop over more takes its time. */
const LARGEST_BYTES = 64 * 1024;

const LITTLE_ENDIAN = nativeByteOrder === 'little-endian';

/** A loop over all `offset`s that leaves at the first difference. */
const intByInt = (read: (side: 1 | 2) => string) =>
  `let offset = 0;
   while (offset < length && ${read(1)} === ${read(2)}) offset += ${INT_BYTES};
   sum += offset;`;

const ways: readonly { readonly path: Path; readonly name: string; readonly body: string }[] = [
  { path: 'js', name: 'MemorySegment.getInt in a loop', body: intByInt((side) => `segment${side}.getInt(offset)`) },
  {
    path: 'native',
    name: 'addon.equalBytes, once',
    body: 'if (addon.equalBytes(id1, generation1, 0, id2, generation2, 0, length)) sum += length;',
  },
  { path: 'node', name: 'DataView loop', body: intByInt((side) => `view${side}.getInt32(offset, ${LITTLE_ENDIAN})`) },
  {
    path: 'node',
    name: 'Int32Array loop',
    body: `let k = 0;
           while (k < ints1.length && ints1[k] === ints2[k]) k++;
           sum += ${INT_BYTES} * k;`,
  },
];

/** From how many scalar reads on does one call pay? The sizes are bytes: four for each int. */
const equalInts: Operation = {
  name: 'equalInts',
  group: 'batch',
  description: 'Find out that n 32-bit integers (4n bytes) are equal: one by one, or with one native call',
  sizesOf: (sweep) => sweep.filter((sizeBytes) => sizeBytes % INT_BYTES === 0 && sizeBytes <= LARGEST_BYTES),
  prepare,
};

export const batchOperations: readonly Operation[] = [equalInts];

function prepare(length: number, contestants: Contestants): PreparedCase {
  const memories = [allocateMemory(length, contestants), allocateMemory(length, contestants)] as const;
  const [first, second] = memories;
  const values = {
    segment1: first.segment,
    id1: first.id,
    generation1: first.generation,
    view1: first.view,
    ints1: new Int32Array(new ArrayBuffer(length)),
    segment2: second.segment,
    id2: second.id,
    generation2: second.generation,
    view2: second.view,
    ints2: new Int32Array(new ArrayBuffer(length)),
    length,
    addon: contestants.addon,
  };
  const rivals: Rival[] = ways
    .filter(({ path }) => path !== 'native' || contestants.addon !== undefined)
    .map(({ path, name, body }) => ({
      path,
      name,
      run: compileLoop(`equalInts of ${length}, ${name}`, { body }, values),
      callsPerIteration: 1,
    }));
  return { rivals, [Symbol.dispose]: () => freeMemory(memories) };
}
