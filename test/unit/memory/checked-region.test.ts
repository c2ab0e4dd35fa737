import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../../lib/engine/engine.ts';
import type { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { failureOf } from '../../contracts/failure.ts';
import { scalarAccessors } from '../../contracts/scalar-accessors.ts';
import { engines, loadMemoryModules } from '../../contracts/segment-kinds.ts';

const checked = await loadMemoryModules('checked');
const unchecked = await loadMemoryModules('unchecked');
const FREED = 0xdb;

/** Hands its regions out however often it is asked, as a defective pool would. */
class Pool {
  readonly chunk: Chunk;
  readonly givenBack: number[] = [];
  readonly #segmentOver;

  constructor(chunk: Chunk, segmentOver = checked.segmentOver) {
    this.chunk = chunk;
    this.#segmentOver = segmentOver;
  }

  handOut(offset: number, length = 16): MemorySegment {
    return this.#segmentOver(
      { chunk: this.chunk, offset, length },
      { owner: 'pool', giveBack: () => this.givenBack.push(offset) },
    );
  }

  bytes(offset: number, length = 16): number[] {
    return [...new Uint8Array(this.chunk.buffer, offset, length)];
  }
}

describe.each(engines)('a region of a chunk on the $name engine', (engine) => {
  it('is poisoned before it is given back, and nothing around it', () => {
    const pool = new Pool(engine.allocate(48));
    const segment = pool.handOut(16);
    segment.fill(7);
    segment.free();
    expect(pool.bytes(0, 48)).toEqual([...Array(16).fill(0), ...Array(16).fill(FREED), ...Array(16).fill(0)]);
    expect(pool.givenBack).toEqual([16]);
    pool.chunk.free();
  });

  it('is poisoned once its last pin is gone, under the bytes of the pin', () => {
    const pool = new Pool(engine.allocate(16));
    const segment = pool.handOut(0);
    segment.fill(7);
    const pin = segment.pin();
    const { bytes } = pin;
    segment.free();
    expect([...bytes]).toEqual(Array(16).fill(7));
    pin.release();
    expect([...bytes]).toEqual(Array(16).fill(FREED));
    pool.chunk.free();
  });

  it('is given back although its chunk has gone', () => {
    const pool = new Pool(engine.allocate(16));
    const segment = pool.handOut(0);
    pool.chunk.free();
    segment.free();
    expect(pool.givenBack).toEqual([0]);
  });

  it('that is handed out twice is refused to the first holder, whatever he does', () => {
    const pool = new Pool(engine.allocate(32));
    const first = pool.handOut(0);
    const view = first.wrap(0, 8).wrap(0, 8);
    first.putInt(0, 1);
    const bulk = new Uint8Array(4);
    view.get(0, bulk);
    const second = pool.handOut(0);
    const other = pool.handOut(16);
    second.putInt(0, 42);
    for (const stale of [first, view]) {
      const attempts: Record<string, () => unknown> = {
        get: () => stale.get(0, bulk),
        put: () => stale.put(0, bulk),
        copyTo: () => stale.copyTo(0, other, 0, 4),
        'copyTo it': () => other.copyTo(0, stale, 0, 4),
        compare: () => stale.compare(other, 0, 0, 4),
        'compare it': () => other.compare(stale, 0, 0, 4),
        equalTo: () => stale.equalTo(other, 0, 0, 4),
        'equalTo it': () => other.equalTo(stale, 0, 0, 4),
        swapBytes: () => stale.swapBytes(other, 0, 0, 4),
        'swapBytes it': () => other.swapBytes(stale, 0, 0, 4),
        fill: () => stale.fill(1),
        wrap: () => stale.wrap(0, 1),
        pin: () => stale.pin(),
        process: () => stale.process(() => 0),
        'get to an output': () => stale.get(0, { write: () => {} }, 4),
        'put from an input': () => stale.put(0, { readFully: () => {} }, 4),
        regionOf: () => checked.regionOf(stale),
        free: () => stale.free(),
      };
      for (const { name, samples, get, put } of scalarAccessors) {
        attempts[`get${name}`] = () => get(stale, 0);
        attempts[`put${name}`] = () => put(stale, 0, samples[0] ?? 0);
      }
      const codes = Object.entries(attempts).map(([name, attempt]) => [name, failureOf(attempt).code]);
      expect(codes).toEqual(Object.keys(attempts).map((name) => [name, 'ERR_SEGMENT_FREED']));
      expect(stale.isFreed).toBe(true);
    }
    expect(second.getInt(0)).toBe(42);
    second.free();
    other.free();
    expect(pool.givenBack).toEqual([0, 16]);
    pool.chunk.free();
  });

  it('that is handed out twice is given back once, by the second holder', () => {
    const pool = new Pool(engine.allocate(16));
    const first = pool.handOut(0);
    const pin = first.pin();
    const second = pool.handOut(0);
    first[Symbol.dispose]();
    pin.release();
    expect(pool.givenBack).toEqual([]);
    second.putInt(0, 7);
    expect(second.getInt(0)).toBe(7);
    second.free();
    expect(pool.givenBack).toEqual([0]);
    pool.chunk.free();
  });

  it('names the freed segment as without generations', () => {
    const pool = new Pool(engine.allocate(16));
    const first = pool.handOut(0);
    const second = pool.handOut(0);
    expect(failureOf(() => first.getInt(4))).toEqual({ code: 'ERR_SEGMENT_FREED', offset: 4, size: 16, owner: 'pool' });
    expect(failureOf(() => second.copyTo(0, first, 0, 1))).toMatchObject({ argument: 'target' });
    second.free();
    pool.chunk.free();
  });

  it('is neither poisoned nor counted without checked mode', () => {
    const pool = new Pool(engine.allocate(16), unchecked.segmentOver);
    const segment = pool.handOut(0);
    segment.fill(7);
    segment.free();
    expect(pool.bytes(0)).toEqual(Array(16).fill(7));
    pool.chunk.free();
  });
});
