import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LeakError } from '../../../lib/errors/index.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { segmentOver } from '../../../lib/memory/segment-region.ts';
import { segmentWatch } from '../../../lib/memory/segment-watch.ts';
import { leakMatchers, leakScope } from '../../../lib/testing.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

describe.each(enginesUnderTest)('leakScope on the $name engine$missing', ({ engine }) => {
  const allocate = (sizeBytes: number, owner?: string) => MemorySegment.allocate(sizeBytes, { owner, engine });

  /** What the body throws; the segments and pins that it keeps are given back only afterwards. */
  async function failure(body: (keep: <T extends Disposable>(item: T) => T) => unknown): Promise<LeakError> {
    const kept: Disposable[] = [];
    try {
      await body((item) => {
        kept.push(item);
        return item;
      });
    } catch (error) {
      expect(error).toBeInstanceOf(LeakError);
      return error as LeakError;
    } finally {
      for (const item of kept) item[Symbol.dispose]();
    }
    throw new Error('nothing was thrown');
  }

  describe.skipIf(engine === undefined)('', () => {
    it('passes when everything is freed, and returns what the body returns', async () => {
      expect(leakScope(() => allocate(10).free() ?? 5)).toBe(5);
      expect(await leakScope(() => turn(6))).toBe(6);
    });

    it('names size, owner, age and place of what is open, folded by origin', async () => {
      const error = await failure((keep) =>
        leakScope(() => {
          for (let i = 0; i < 3; i++) keep(allocate(1024, 'reader'));
          keep(keep(allocate(10)).pin());
        }),
      );
      expect(error.fields).toMatchObject({ segments: 4, bytes: 3082, pins: 1 });
      const place = /leak-scope\.test\.ts:\d+:\d+/.source;
      expect(error.message).toMatch(
        new RegExp(`^  3 segments \\(3 kb\\), owner=reader, age=\\d+ ms, allocated at .*${place}$`, 'm'),
      );
      expect(error.message).toMatch(
        new RegExp(`^  1 segment \\(10 bytes\\), age=\\d+ ms, allocated at .*${place}$`, 'm'),
      );
      expect(error.message).toMatch(
        new RegExp(`^  1 pin \\(on a segment of 10 bytes\\), age=\\d+ ms, pinned at .*${place}$`, 'm'),
      );
    });

    it('names the line of the caller as it is in the source', async () => {
      const line = Number(/:(\d+):\d+\)?$/m.exec(new Error('here').stack?.split('\n')[1] as string)?.[1]);
      const error = await failure((keep) => leakScope(() => keep(MemorySegment.allocate(1, { engine }))));
      expect(error.message).toContain(`leak-scope.test.ts:${line + 1}:`);
    });

    it('answers for pooled segments, and not for heap segments or views', async () => {
      const chunk = (engine as NonNullable<typeof engine>).allocate(100);
      const error = await failure((keep) =>
        leakScope(() => {
          keep(segmentOver({ chunk, offset: 0, length: 60 }, { giveBack() {} })).wrap(0, 10);
          MemorySegment.allocateHeap(10);
        }),
      );
      chunk.free();
      expect(error.message).toMatch(/^ {2}1 pooled segment \(60 bytes\)/m);
      expect(error.fields).toMatchObject({ segments: 1 });
    });

    it('answers for attached segments', async () => {
      using original = MemorySegment.allocate(30, { engine, shared: true });
      const error = await failure((keep) => leakScope(() => keep(MemorySegment.attach(original.share(), { engine }))));
      expect(error.message).toMatch(/^ {2}1 attached segment \(30 bytes\)/m);
      expect(error.fields).toMatchObject({ segments: 1 });
    });

    it('follows what its code awaits, and only that', async () => {
      let insideReady = () => {};
      const inside = new Promise<void>((resolve) => {
        insideReady = resolve;
      });
      const outside: MemorySegment[] = [];
      const other = (async () => {
        await inside;
        outside.push(allocate(1));
      })();
      const error = await failure((keep) =>
        leakScope(async () => {
          await turn();
          insideReady();
          await other;
          setImmediate(() => keep(allocate(2)));
          await turn();
          await turn();
        }),
      );
      expect(error.fields).toMatchObject({ segments: 1, bytes: 2 });
      for (const segment of outside) segment.free();
    });

    it('keeps scopes apart that nest or run at the same time', async () => {
      const kept: MemorySegment[] = [];
      const scopes = [1, 2, 3].map((size) =>
        failure((keep) =>
          leakScope(async () => {
            await turn();
            keep(allocate(size));
            await leakScope(async () => {
              await turn();
              allocate(50).free();
            });
            await turn();
          }),
        ),
      );
      const errors = await Promise.all(scopes);
      expect(errors.map(({ fields }) => fields.bytes)).toEqual([1, 2, 3]);
      for (const segment of kept) segment.free();
    });

    it('holds for the rest of a function as `await using`, and no longer', async () => {
      const error = await failure(async (keep) => {
        await using _scope = leakScope();
        await turn();
        keep(allocate(3));
      });
      expect(error.fields).toMatchObject({ bytes: 3 });
      allocate(4).free();
      await turn();
      expect(() => leakScope().end()).not.toThrow();
    });

    it('checks at any time, and ends once', async () => {
      const scope = leakScope();
      const segment = allocate(5);
      expect(() => scope.check()).toThrow(LeakError);
      expect(scope.open()).toMatchObject([{ kind: 'segment', count: 1, sizeBytes: 5 }]);
      segment.free();
      scope.check();
      const late = allocate(6);
      expect(() => scope.end()).toThrow(LeakError);
      expect(() => scope.end()).not.toThrow();
      late.free();
    });

    it('does not answer for a segment that it ignores or that another scope adopts', async () => {
      const handedOver = await failure((keep) =>
        leakScope((outer) => {
          leakScope((inner) => {
            keep(inner.ignore(keep(allocate(7))).pin());
            outer.adopt(keep(allocate(8)));
          });
        }),
      );
      expect(handedOver.fields).toMatchObject({ segments: 1, bytes: 8 });
    });

    it('adopts a segment from outside of any scope', async () => {
      const error = await failure((keep) => {
        const segment = keep(allocate(9));
        return leakScope((scope) => scope.adopt(segment));
      });
      expect(error.fields).toMatchObject({ bytes: 9 });
    });

    it("throws the body's own error, whatever is open", async () => {
      const kept: MemorySegment[] = [];
      const body = () => {
        kept.push(allocate(1));
        throw new RangeError('mine');
      };
      expect(() => leakScope(body)).toThrow(RangeError);
      await expect(leakScope(async () => body())).rejects.toThrow(RangeError);
      for (const segment of kept) segment.free();
    });

    it("counts an engine's chunks that have no segment, when told to", async () => {
      const chunks: { free(): void }[] = [];
      const error = await failure((keep) =>
        leakScope(
          () => {
            chunks.push((engine as NonNullable<typeof engine>).allocate(10));
            keep(allocate(10));
          },
          { engine },
        ),
      );
      for (const chunk of chunks) chunk.free();
      expect(error.fields).toMatchObject({ segments: 1, chunks: 1 });
    });

    it('is what toLeakNothing asks', async () => {
      const kept: MemorySegment[] = [];
      expect(await leakMatchers.toLeakNothing(async () => allocate(1).free())).toMatchObject({ pass: true });
      const leaking = await leakMatchers.toLeakNothing(() => kept.push(allocate(1)));
      expect(leaking.pass).toBe(false);
      expect(leaking.message()).toMatch(/1 segment \(1 bytes\)/);
      for (const segment of kept) segment.free();
    });
  });
});

describe('the last scope that ends', () => {
  it('takes its watcher with it', () => {
    const before = segmentWatch.seesUses;
    const [one, two] = [leakScope(), leakScope()];
    one.end();
    expect(segmentWatch).toMatchObject({ seesUses: true, countdown: 1 });
    two.end();
    expect(segmentWatch.seesUses).toBe(before);
  });
});
