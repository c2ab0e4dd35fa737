import { constants } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import { loadAddon, packageDirectory } from '../../../lib/engine/native/load-addon.ts';
import {
  ChunkStateError,
  InvalidArgumentError,
  OutOfMemoryError,
  SegmentFreedError,
} from '../../../lib/errors/index.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';

const NOT_INTEGERS = [
  Number.NaN,
  -1,
  1.5,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  '1',
  null,
  undefined,
  {},
  1n,
  Symbol('x'),
];

describe.skipIf(loadedAddon === undefined)('native chunks', () => {
  const addon = loadedAddon?.addon as Addon;

  describe('allocateChunk', () => {
    it('takes a safe integer and a boolean only', () => {
      const before = addon.chunkStatistics();
      for (const bad of NOT_INTEGERS as number[]) {
        expect(() => addon.allocateChunk(bad, true)).toThrow(InvalidArgumentError);
      }
      for (const bad of [0, 'true', null, undefined] as unknown as boolean[]) {
        expect(() => addon.allocateChunk(8, bad)).toThrow(InvalidArgumentError);
      }
      expect(addon.chunkStatistics()).toEqual(before);
    });

    it.runIf(constants.MAX_LENGTH < Number.MAX_SAFE_INTEGER)(
      'refuses more than one ArrayBuffer of the runtime holds',
      () => {
        const before = addon.chunkStatistics();
        const sizeBytes = constants.MAX_LENGTH + 1;
        expect(() => addon.allocateChunk(sizeBytes, false)).toThrow(OutOfMemoryError);
        expect(() => addon.allocateChunk(sizeBytes, false)).toThrow(`maxBufferBytes=${constants.MAX_LENGTH}`);
        expect(addon.chunkStatistics()).toEqual(before);
      },
    );
  });

  describe('freeChunk', () => {
    it('frees the chunk that the buffer belongs to and no other', () => {
      using chunk = new RawChunk(addon, 64);
      using other = new RawChunk(addon, 64);
      const notTheBuffer = [
        other.buffer,
        new ArrayBuffer(64),
        new SharedArrayBuffer(64),
        chunk.bytes,
        null,
        undefined,
        {},
      ];
      for (const bad of notTheBuffer as ArrayBuffer[]) {
        expect(() => addon.freeChunk(chunk.id, chunk.generation, bad)).toThrow(InvalidArgumentError);
      }
      expect(chunk.buffer.byteLength).toBe(64);
      expect(other.buffer.byteLength).toBe(64);
      expect(chunk.bytes[63]).toBe(0);
    });

    it('throws SegmentFreedError for handles that name nothing', () => {
      using chunk = new RawChunk(addon, 64);
      const { id, generation, buffer } = chunk;
      const nothing = [
        [0, 0],
        [0, generation],
        [id, 0],
        [id, generation + 1],
        [2 ** 32 - 1, generation],
        [id, 2 ** 32 - 1],
      ] as const;
      for (const [wrongId, wrongGeneration] of nothing) {
        expect(() => addon.freeChunk(wrongId, wrongGeneration, buffer)).toThrow(SegmentFreedError);
        expect(() => addon.pinChunk(wrongId, wrongGeneration)).toThrow(SegmentFreedError);
        expect(() => addon.unpinChunk(wrongId, wrongGeneration)).toThrow(ChunkStateError);
      }
    });

    it('takes integers only for a handle', () => {
      using chunk = new RawChunk(addon, 64);
      for (const bad of NOT_INTEGERS as number[]) {
        expect(() => addon.freeChunk(bad, chunk.generation, chunk.buffer)).toThrow(InvalidArgumentError);
        expect(() => addon.freeChunk(chunk.id, bad, chunk.buffer)).toThrow(InvalidArgumentError);
        expect(() => addon.pinChunk(bad, chunk.generation)).toThrow(InvalidArgumentError);
        expect(() => addon.unpinChunk(chunk.id, bad)).toThrow(InvalidArgumentError);
      }
    });
  });

  describe('two instances in one thread', () => {
    const second = loadedAddon === undefined ? undefined : loadAddon(packageDirectory).addon;

    it('share the ledger and see each other’s chunks by handle', () => {
      const other = second as Addon;
      using chunk = new RawChunk(addon, 64);
      expect(other.chunkStatistics()).toEqual(addon.chunkStatistics());
      other.fillBytes(chunk.id, chunk.generation, 0, 64, 7);
      expect(chunk.bytes.every((byte) => byte === 7)).toBe(true);
    });

    it('cannot free what the other one allocated', () => {
      const other = second as Addon;
      using chunk = new RawChunk(addon, 64);
      expect(() => other.freeChunk(chunk.id, chunk.generation, chunk.buffer)).toThrow(ChunkStateError);
      expect(chunk.buffer.byteLength).toBe(64);
    });

    it('cannot give back a pin of the other one', () => {
      const other = second as Addon;
      using chunk = new RawChunk(addon, 64);
      addon.pinChunk(chunk.id, chunk.generation);
      expect(() => other.unpinChunk(chunk.id, chunk.generation)).toThrow(ChunkStateError);
      addon.unpinChunk(chunk.id, chunk.generation);
    });
  });
});
