import { describe, expect, it } from 'vitest';
import type { Chunk, Engine } from '../../../lib/engine/engine.ts';
import type { LineOrder } from '../../../lib/engine/sort-kernels.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { MemorySegmentFactory } from '../../../lib/memory/memory-segment-factory.ts';
import { failureOf } from '../../contracts/failure.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

const SIZE = 4096;
const order: LineOrder = { keys: [], separator: -1, descending: false, stable: false, unique: false };

/** What passes for the victim by its looks, with bytes of its own. */
function forgeries(victim: Chunk): Chunk[] {
  const looks = {
    id: victim.id,
    generation: victim.generation,
    sizeBytes: SIZE,
    buffer: new ArrayBuffer(SIZE),
    keepsBuffer: true,
    engine: victim.engine,
    pin() {},
    unpin() {},
  };
  const descriptors = Object.fromEntries(Object.entries(looks).map(([name, value]) => [name, { value }]));
  return [looks as unknown as Chunk, Object.create(Object.getPrototypeOf(victim), descriptors) as Chunk];
}

describe.each(enginesUnderTest)('a chunk that the $name engine did not make$missing', ({ engine }) => {
  const forEachForgery = (test: (forged: Chunk, victim: Chunk, engine: Engine) => void) => {
    const victim = (engine as Engine).allocate(SIZE);
    try {
      new Uint8Array(victim.buffer).fill(7);
      for (const forged of forgeries(victim)) test(forged, victim, engine as Engine);
      expect(new Uint8Array(victim.buffer).every((byte) => byte === 7)).toBe(true);
    } finally {
      victim.free();
    }
  };

  it.skipIf(engine === undefined)('is refused under a segment', () => {
    forEachForgery((chunk) => {
      const region = { chunk, offset: 0, length: SIZE };
      expect(failureOf(() => MemorySegmentFactory.wrapOffHeapMemory(region)).code).toBe('ERR_INVALID_ARGUMENT');
    });
  });

  it.skipIf(engine === undefined)('is refused by the bulk kernels and by the accesses', () => {
    forEachForgery((forged, _victim, { bulk, access }) => {
      using other = MemorySegment.allocate(SIZE, { engine: engine as Engine });
      const chunk = (engine as Engine).allocate(SIZE);
      try {
        const calls = [
          () => access.swapBytes(forged, 0, chunk, 0, SIZE),
          () => access.getByte(forged, 0),
          ...(bulk === undefined
            ? []
            : [
                () => bulk.swap(forged, 0, chunk, 0, SIZE),
                () => bulk.swap(chunk, 0, forged, 0, SIZE),
                () => void bulk.compare(forged, 0, chunk, 0, SIZE),
              ]),
        ];
        for (const call of calls) expect(failureOf(call).code).toBe('ERR_INVALID_ARGUMENT');
        expect(new Uint8Array(chunk.buffer).every((byte) => byte === 0)).toBe(true);
        expect(other.getByte(0)).toBe(0);
      } finally {
        chunk.free();
      }
    });
  });

  it.skipIf(engine === undefined)('is refused by the sort kernels', async () => {
    const victim = (engine as Engine).allocate(1 << 16);
    const workspace = (engine as Engine).allocate(1 << 16);
    const { sorting } = engine as Engine;
    const region = (chunk: Chunk) => ({ chunk, offset: 0, length: SIZE });
    const builder = sorting.createRunBuilder({ chunk: workspace, offset: 0, length: 1 << 16 }, order);
    for (const forged of forgeries(victim)) {
      expect(failureOf(() => sorting.createRunBuilder(region(forged), order)).code).toBe('ERR_INVALID_ARGUMENT');
      expect(failureOf(() => builder.append(region(forged))).code).toBe('ERR_INVALID_ARGUMENT');
      const options = { order, format: 'text', maxRecordBytes: [16], workspace: region(forged) } as const;
      expect(failureOf(() => sorting.createRunMerger(options)).code).toBe('ERR_INVALID_ARGUMENT');
    }
    await builder.sort();
    for (const forged of forgeries(victim)) {
      await expect(builder.encode(region(forged), 'text')).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    builder.close();
    victim.free();
    workspace.free();
  });

  it.skipIf(engine === undefined)('is not what replaced properties make of one', () => {
    const victim = (engine as Engine).allocate(SIZE);
    const chunk = (engine as Engine).allocate(SIZE);
    const { id, generation } = chunk;
    new Uint8Array(victim.buffer).fill(7);
    Object.defineProperty(chunk, 'id', { value: victim.id, configurable: true });
    Object.defineProperty(chunk, 'generation', { value: victim.generation, configurable: true });
    (engine as Engine).access.fillBytes(chunk, 0, SIZE, 1);
    Object.defineProperty(chunk, 'id', { value: id });
    Object.defineProperty(chunk, 'generation', { value: generation });
    expect(new Uint8Array(victim.buffer).every((byte) => byte === 7)).toBe(true);
    chunk.free();
    victim.free();
  });

  it.skipIf(engine === undefined).each([0, 64])('of %i bytes is reported as freed when it is freed', (size) => {
    const chunk = (engine as Engine).allocate(size);
    MemorySegmentFactory.wrapOffHeapMemory({ chunk, offset: 0, length: size }).free();
    chunk.free();
    const wrapped = () => MemorySegmentFactory.wrapOffHeapMemory({ chunk, offset: 0, length: size });
    expect(failureOf(wrapped).code).toBe('ERR_SEGMENT_FREED');
  });
});
