import { Buffer } from 'node:buffer';
import { MemorySegment } from '../../../memory/memory-segment.ts';
import { compileLoop } from './compiled-loop.ts';
import type { Contestants, Operation, Path, Rival } from './operation.ts';

/** Smaller ones cost the same. */
const SMALLEST_BYTES = 64;

interface AllocationWay {
  readonly path: Path;
  readonly name: string;
  readonly body: string;
}

const segmentBody = (options: string) =>
  `const segment = MemorySegment.allocate(length, ${options});
   sum += segment.size;
   segment.free();`;

/** On the JS engine, and on the one with the addon, whose name comes later. */
function segmentWays(options: string): readonly AllocationWay[] {
  return [
    { path: 'js', name: 'MemorySegment, js engine', body: segmentBody(`js${options}`) },
    { path: 'native', name: 'MemorySegment', body: segmentBody(`native${options}`) },
  ];
}

export const allocationOperations: readonly Operation[] = [
  allocation('allocate', 'Allocate zeroed memory and free it; Node leaves that to the garbage collector', [
    ...segmentWays('Zeroed'),
    { path: 'node', name: 'new ArrayBuffer', body: 'sum += new ArrayBuffer(length).byteLength;' },
    { path: 'node', name: 'Buffer.alloc', body: 'sum += Buffer.alloc(length).length;' },
  ]),
  allocation('allocateUnzeroed', 'Allocate memory as it comes and free it', [
    ...segmentWays('Unzeroed'),
    { path: 'node', name: 'Buffer.allocUnsafeSlow', body: 'sum += Buffer.allocUnsafeSlow(length).length;' },
  ]),
];

function allocation(name: string, description: string, ways: readonly AllocationWay[]): Operation {
  return {
    name,
    group: 'allocation',
    description,
    countsGarbage: true,
    sizesOf: (sweep) => sweep.filter((sizeBytes) => sizeBytes >= SMALLEST_BYTES),
    prepare: (length, contestants) => ({ rivals: rivalsOf(name, ways, length, contestants), [Symbol.dispose]() {} }),
  };
}

function rivalsOf(
  operation: string,
  ways: readonly AllocationWay[],
  length: number,
  { engine, jsEngine, addon }: Contestants,
): Rival[] {
  const values = {
    MemorySegment,
    Buffer,
    length,
    jsZeroed: { engine: jsEngine },
    jsUnzeroed: { engine: jsEngine, zeroed: false },
    nativeZeroed: { engine },
    nativeUnzeroed: { engine, zeroed: false },
  };
  return ways
    .filter(({ path }) => path !== 'native' || addon !== undefined)
    .map(({ path, name, body }) => ({
      path,
      name: path === 'native' ? `${name}, ${engine.name} engine` : name,
      run: compileLoop(`${operation} of ${length}, ${name}`, { body }, values),
      callsPerIteration: 1,
    }));
}
