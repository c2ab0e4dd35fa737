import { describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import type { SegmentDescriptor } from '../../lib/memory/segment-descriptor.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { LibraryWorker } from '../fixtures/library-worker.ts';
import { seededRandom } from '../fixtures/seeded-random.ts';

/** What travels: the tag is what the first 8 bytes of the segment say as long as it exists. */
interface Tagged {
  readonly descriptor: SegmentDescriptor;
  readonly tag: number;
}

const WORKERS = 24;
/** Batches of steps that each lane of workers does, `OFFHEAP_FUZZ_ROUNDS` more. */
const ROUNDS = Number(process.env.OFFHEAP_FUZZ_ROUNDS ?? 4);
const STEPS = 300;
/** Of the batches, one in so many is cut short by terminate(). */
const TERMINATE_ONE_IN = 6;

/** Random steps of one worker; returns what it has shared. Any error but "freed" fails the batch. */
const BATCH = `
  const { MemorySegment } = offheap;
  let state = argument.seed;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  if (!held.has('segments')) { held.set('segments', []); held.set('pins', []); }
  const segments = held.get('segments');
  const pins = held.get('pins');
  const known = [...argument.known];
  const shared = [];
  const any = (list) => list[below(list.length)];
  const check = ({ segment, tag }) => {
    if (segment.getDouble(0) !== tag) throw new Error('Bytes of another segment: ' + segment.getDouble(0) + ', not ' + tag);
  };
  for (let step = 0; step < argument.steps; step++) {
    switch (below(9)) {
      case 0: {
        const segment = MemorySegment.allocate(8 + below(5000), { shared: below(2) === 0 });
        const tag = argument.seed + step / 1024;
        segment.putDouble(0, tag);
        const entry = { descriptor: segment.share(), tag };
        segments.push({ segment, tag });
        known.push(entry);
        shared.push(entry);
        break;
      }
      case 1: case 2: {
        if (known.length === 0) break;
        const { descriptor, tag } = any(known);
        try {
          const entry = { segment: MemorySegment.attach(descriptor), tag };
          segments.push(entry);
          check(entry);
        } catch (error) {
          if (error.code !== 'ERR_SEGMENT_FREED') throw error;
        }
        break;
      }
      case 3: case 4:
        if (segments.length > 0) segments.splice(below(segments.length), 1)[0].segment.free();
        break;
      case 5:
        if (segments.length > 0) pins.push(any(segments).segment.pin());
        break;
      case 6:
        if (pins.length > 0) pins.splice(below(pins.length), 1)[0].release();
        break;
      case 7: {
        if (segments.length === 0) break;
        const { segment } = any(segments);
        const view = segment.wrap(0, 8);
        check({ segment: view, tag: segment.getDouble(0) });
        const to = MemorySegment.allocate(8);
        segment.copyTo(0, to, 0, 8);
        if (!to.equalTo(view, 0, 0, 8)) throw new Error('A copy differs');
        to.free();
        break;
      }
      default:
        if (segments.length > 0) check(any(segments));
    }
  }
  return shared;
`;

for (const { name, engine, missing } of enginesUnderTest) {
  describe.skipIf(engine === undefined)(`${WORKERS} workers that share segments, ${name} engine${missing}`, () => {
    it('attach, pin, free and are terminated at random, and nothing is lost or confused', async () => {
      await fuzz(engine as Engine);
    }, 180_000);
  });
}

async function fuzz(engine: Engine): Promise<void> {
  const random = seededRandom();
  const before = engine.statistics();
  const all: Tagged[] = [];
  const recent = () => Array.from({ length: Math.min(12, all.length) }, () => all[random.below(all.length)] as Tagged);
  let terminated = 0;

  const lane = async () => {
    let worker = await LibraryWorker.start(engine.name);
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const batch = { seed: random.below(2 ** 31), known: recent(), steps: STEPS };
        if (random.below(TERMINATE_ONE_IN) === 0) {
          worker.start(BATCH, { ...batch, steps: 1_000_000 });
          for (let turns = random.below(200); turns > 0; turns--) await new Promise(setImmediate);
          await worker.terminate();
          terminated += 1;
          worker = await LibraryWorker.start(engine.name);
        } else {
          all.push(...(await worker.run<Tagged[]>(BATCH, batch)));
        }
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, lane));

  expect(terminated).toBeGreaterThan(0);
  expect(all.length).toBeGreaterThan(WORKERS);
  for (const { descriptor } of all) {
    expect(() => MemorySegment.attach(descriptor, { engine })).toThrow(
      expect.objectContaining({ code: 'ERR_SEGMENT_FREED' }),
    );
  }
  const { liveChunks, liveBytes, pendingChunks } = engine.statistics();
  expect({ liveChunks, liveBytes, pendingChunks }).toEqual({
    liveChunks: before.liveChunks,
    liveBytes: before.liveBytes,
    pendingChunks: before.pendingChunks,
  });
}
