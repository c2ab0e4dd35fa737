import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../lib/engine/engine.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

type Transfer = (this: ArrayBufferLike) => ArrayBuffer;

const { transfer } = ArrayBuffer.prototype as { transfer?: Transfer };
const engine = enginesUnderTest.find(({ name }) => name === 'native')?.engine as Engine;
const invalid = expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' });

// Node 20 has no transfer().
describe.skipIf(engine === undefined || transfer === undefined)('transferring the memory of a native segment', () => {
  it('is refused on the bytes of a pin', () => {
    using segment = MemorySegment.allocate(100, { engine });
    using pin = segment.pin();
    const buffer = pin.bytes.buffer as ArrayBuffer & { transfer: Transfer; transferToFixedLength: Transfer };
    expect(() => buffer.transfer()).toThrow(invalid);
    expect(() => buffer.transferToFixedLength()).toThrow(invalid);
    expect(pin.bytes.length).toBe(100);
  });

  it('is refused on lent bytes', () => {
    using segment = MemorySegment.allocate(100, { engine });
    segment.process((bytes) => {
      const buffer = bytes.buffer as ArrayBuffer & { transfer: Transfer };
      expect(() => buffer.transfer()).toThrow(invalid);
    });
    segment.putInt(0, 1);
  });

  it('is refused on the buffer of a chunk', () => {
    const chunk = engine.allocate(100);
    const buffer = chunk.buffer as ArrayBuffer & { transfer: Transfer };
    expect(() => buffer.transfer()).toThrow(invalid);
    expect(chunk.buffer).toBe(buffer);
    chunk.free();
    expect(chunk.buffer.byteLength).toBe(0);
  });

  it('has no way past the refusal among the properties of a chunk', () => {
    const chunk = engine.allocate(100);
    const keys = [...Reflect.ownKeys(chunk), ...Object.getOwnPropertySymbols(Object.getPrototypeOf(chunk))];
    const shown = keys.map((key) => Reflect.get(chunk, key));
    const isOpen = (value: unknown) => value instanceof ArrayBuffer && !Object.hasOwn(value, 'transfer');
    expect(shown.filter(isOpen)).toEqual([]);
    chunk.free();
  });

  // In a process of its own, since the memory is never given back.
  it('by force is an error at the free, and the memory is never released under the buffer that has it', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', BY_FORCE], {
      encoding: 'utf8',
      env: { ...process.env, OFFHEAP_ENGINE: 'native', OFFHEAP_LEAK_DETECTION: 'disabled' },
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ codes: ['ERR_SEGMENT_FREED', 'ERR_CHUNK_STATE'], live: 1, intact: true });
  });
});

const BY_FORCE = `
  import { currentEngine, MemorySegment } from ${JSON.stringify(new URL('../../../dist/index.js', import.meta.url).href)};
  const segment = MemorySegment.allocate(100);
  const pin = segment.pin();
  const taken = ArrayBuffer.prototype.transfer.call(pin.bytes.buffer);
  pin.release();
  const codes = [];
  for (const use of [() => segment.getByte(0), () => segment.free()]) {
    try { use(); } catch (error) { codes.push(error.code); }
  }
  segment[Symbol.dispose]();
  const intact = new Uint8Array(taken).fill(7).every((byte) => byte === 7);
  console.log(JSON.stringify({ codes, live: currentEngine().statistics().liveChunks, intact }));
`;
