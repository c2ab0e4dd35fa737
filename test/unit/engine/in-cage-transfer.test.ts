import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../lib/engine/engine.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';
import { plainOrder } from '../../fixtures/line-arbitraries.ts';

type Transfer = (this: ArrayBufferLike, newByteLength?: number) => ArrayBuffer;

const { transfer } = ArrayBuffer.prototype as { transfer?: Transfer };
const engine = enginesUnderTest.find(({ name }) => name === 'in-cage')?.engine as Engine;
const SIZE_BYTES = 4096;

/** Moves the memory of a buffer away by whatever the runtime has, past all guards. */
function moveByForce(buffer: ArrayBuffer): void {
  if (transfer === undefined) structuredClone(buffer, { transfer: [buffer] });
  else transfer.call(buffer, 0);
}

describe.skipIf(engine === undefined)('transferring the memory of an in-cage chunk', () => {
  it('by force is found out by every kernel that looks the chunk up', () => {
    const chunk = engine.allocate(SIZE_BYTES);
    const other = engine.allocate(SIZE_BYTES);
    moveByForce(chunk.buffer as ArrayBuffer);
    const moved = expect.objectContaining({ code: 'ERR_CHUNK_STATE' });
    expect(() => engine.access.getByte(chunk, 0)).toThrow(moved);
    expect(() => engine.access.putByte(chunk, 0, 1)).toThrow(moved);
    expect(() => engine.access.copyBytes(other, 0, chunk, 0, SIZE_BYTES)).toThrow(moved);
    const region = { chunk, offset: 0, length: SIZE_BYTES };
    expect(() => engine.sorting.createRunBuilder(region, plainOrder)).toThrow(moved);
    expect(engine.access.getByte(other, 0)).toBe(0);
    chunk.free();
    other.free();
  });

  it('by force leaves a segment that can be freed', () => {
    const segment = MemorySegment.allocate(SIZE_BYTES, { engine });
    const pin = segment.pin();
    moveByForce(pin.bytes.buffer as ArrayBuffer);
    expect(() => segment.getByte(0)).toThrow(expect.objectContaining({ code: 'ERR_SEGMENT_FREED' }));
    segment.free();
    pin.release();
  });

  it('by force is found out by the calls of a kernel that has its memory already', async () => {
    const chunk = engine.allocate(SIZE_BYTES);
    const builder = engine.sorting.createRunBuilder({ chunk, offset: 0, length: SIZE_BYTES }, plainOrder);
    const workspace = engine.allocate(SIZE_BYTES);
    const merger = engine.sorting.createRunMerger({
      workspace: { chunk: workspace, offset: 0, length: SIZE_BYTES },
      order: plainOrder,
      format: 'run',
      maxRecordBytes: [10],
    });
    const output = engine.allocate(SIZE_BYTES);
    const range = { chunk: output, offset: 0, length: SIZE_BYTES };
    moveByForce(chunk.buffer as ArrayBuffer);
    moveByForce(workspace.buffer as ArrayBuffer);
    const moved = expect.objectContaining({ code: 'ERR_CHUNK_STATE' });
    expect(() => builder.append(range)).toThrow(moved);
    await expect(builder.sort()).rejects.toThrow(moved);
    await expect(merger.merge(range)).rejects.toThrow(moved);
    builder.close();
    merger.close();
    for (const each of [chunk, workspace, output]) each.free();
  });
});

describe.each(enginesUnderTest.filter(({ name }) => name === 'js').map(({ engine: js }) => [js]))(
  'transferring the memory of a JavaScript chunk',
  (js) => {
    it('leaves a segment that can be freed', () => {
      const segment = MemorySegment.allocate(SIZE_BYTES, { engine: js });
      const pin = segment.pin();
      moveByForce(pin.bytes.buffer as ArrayBuffer);
      expect(segment.isFreed).toBe(true);
      segment.free();
      pin.release();
    });
  },
);
