import { open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { segmentOver } from '../../../lib/memory/segment-region.ts';
import { engines } from '../../contracts/segment-kinds.ts';

describe.each(engines)('SegmentPin on the $name engine', (engine) => {
  it('keeps the memory of a freed segment until the last pin is released', () => {
    const before = engine.statistics();
    const segment = MemorySegment.allocate(4096, { engine });
    const pins = [segment.pin(), segment.wrap(8, 8).pin()];
    segment.free();
    expect(engine.statistics()).toMatchObject({
      liveBytes: before.liveBytes + 4096,
      pendingChunks: before.pendingChunks + 1,
    });
    pins[0]?.release();
    expect(engine.statistics().pendingChunks).toBe(before.pendingChunks + 1);
    pins[1]?.release();
    expect(engine.statistics()).toMatchObject({
      liveBytes: before.liveBytes,
      pendingChunks: before.pendingChunks,
    });
  });

  it('takes the bytes from JavaScript when the segment is freed', () => {
    const segment = MemorySegment.allocate(16, { engine });
    const pin = segment.pin();
    segment.free();
    expect(pin.bytes.length).toBe(0);
    pin.release();
  });

  it('lets a read finish whose segment is freed meanwhile', async () => {
    const path = join(process.env.TMPDIR ?? tmpdir(), `pinned-${engine.name}`);
    await writeFile(path, new Uint8Array(2 ** 20).fill(7));
    const file = await open(path);
    try {
      const segment = MemorySegment.allocate(2 ** 20, { engine });
      const pin = segment.pin();
      const reading = file.read(pin.bytes, 0, pin.bytes.length, 0);
      segment.free();
      expect((await reading).bytesRead).toBe(2 ** 20);
      expect(engine.statistics().pendingChunks).toBe(1);
      pin.release();
      expect(engine.statistics().pendingChunks).toBe(0);
    } finally {
      await file.close();
    }
  });

  it('defers giving back a part of a chunk, whose bytes stay readable', () => {
    const chunk = engine.allocate(64);
    let givenBack = 0;
    const segment = segmentOver(
      { chunk, offset: 16, length: 32 },
      {
        giveBack: () => {
          givenBack += 1;
        },
      },
    );
    segment.fill(5);
    const pins = [segment.pin(), segment.pin()];
    segment.free();
    pins[0]?.release();
    pins[0]?.release();
    expect(givenBack).toBe(0);
    expect([...(pins[1]?.bytes ?? [])]).toEqual(Array(32).fill(5));
    pins[1]?.release();
    expect(givenBack).toBe(1);
    chunk.free();
  });
});

describe('SegmentPin on the heap', () => {
  it('lets a read finish whose segment is freed meanwhile', async () => {
    const path = join(process.env.TMPDIR ?? tmpdir(), 'pinned-heap');
    await writeFile(path, new Uint8Array(2 ** 20).fill(7));
    const file = await open(path);
    try {
      const segment = MemorySegment.allocateHeap(2 ** 20);
      const pin = segment.pin();
      const reading = file.read(pin.bytes, 0, pin.bytes.length, 0);
      segment.free();
      expect((await reading).bytesRead).toBe(2 ** 20);
      pin.release();
    } finally {
      await file.close();
    }
  });

  it('is released by using, and any number of times', () => {
    const segment = MemorySegment.allocateHeap(16);
    const pin = segment.pin();
    {
      using released = pin;
      expect(released.bytes.length).toBe(16);
    }
    pin.release();
    segment.free();
  });

  it('takes the bytes of a freed segment from JavaScript, and leaves those of a wrapped array', () => {
    const own = MemorySegment.allocateHeap(16);
    const array = new Uint8Array(16).fill(9);
    const wrapped = MemorySegment.wrap(array);
    const pins = [own.pin(), own.pin(), wrapped.pin()];
    own.free();
    wrapped.free();
    expect(pins.map(({ bytes }) => bytes.length)).toEqual([0, 0, 16]);
    for (const pin of pins) pin.release();
    expect([...array]).toEqual(Array(16).fill(9));
  });
});
