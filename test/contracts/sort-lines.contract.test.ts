import { Buffer } from 'node:buffer';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import type { LineOrder } from '../../lib/engine/sort-kernels.ts';
import { InsufficientMemoryError, LineTooLongError, SpillError } from '../../lib/errors/index.ts';
import { type SortLinesOptions, type SortProgress, sortLines } from '../../lib/operators/sort-lines.ts';
import { MIN_SORT_MEMORY_BYTES } from '../../lib/operators/sort-memory.ts';
import { BufferSink, BufferSource, WaitingSource } from '../fixtures/byte-streams.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { linesArbitrary, orderArbitrary, plainOrder, wholeLineKey } from '../fixtures/line-arbitraries.ts';
import { joinLines, sortedByOracle, splitLines } from '../fixtures/line-order-oracle.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

const KIB = 1024;

/** Lines of about 40 bytes, shuffled by a fixed rule, one in eight repeated. */
function shuffledText(lines: number): Buffer {
  const text: string[] = [];
  for (let i = 0; i < lines; i++) {
    const n = (i * 7919) % (lines - (lines >> 3));
    text.push(`${'    '.repeat(n % 4)}line ${n} of the text ${'.'.repeat(n % 23)}\n`);
  }
  return Buffer.from(text.join(''));
}

/** Comparing buffers as values prints megabytes when they differ. */
function expectSameBytes(actual: Buffer, expected: Buffer): void {
  if (actual.equals(expected)) return;
  let at = 0;
  while (actual[at] === expected[at]) at += 1;
  expect({ at, length: actual.length, bytes: actual.subarray(at, at + 80).toString('latin1') }).toEqual({
    at,
    length: expected.length,
    bytes: expected.subarray(at, at + 80).toString('latin1'),
  });
}

for (const { name, engine, missing } of enginesUnderTest) {
  describe.skipIf(engine === undefined)(`sortLines on the ${name} engine${missing}`, () => {
    const run = (options: Partial<SortLinesOptions> & Pick<SortLinesOptions, 'sources' | 'openSink'>) =>
      sortLines({
        order: plainOrder,
        memoryBytes: MIN_SORT_MEMORY_BYTES,
        temporaryDirectory: scratchFolder(),
        engine: engine as Engine,
        ...options,
      });

    it('sorts text many times larger than its memory, within the memory', async () => {
      const text = shuffledText(60_000);
      const sink = new BufferSink();
      const temporaryDirectory = scratchFolder();
      const statistics = await run({
        sources: [new BufferSource(text)],
        openSink: async () => sink,
        temporaryDirectory,
      });
      expectSameBytes(sink.bytes, joinLines(sortedByOracle(splitLines(text), plainOrder)));
      expect(sink.state).toBe('committed');
      expect(statistics).toMatchObject({
        lines: 60_000,
        bytes: text.length,
        outputLines: 60_000,
        outputBytes: text.length,
        budgetBytes: MIN_SORT_MEMORY_BYTES,
      });
      expect(text.length).toBeGreaterThan(4 * MIN_SORT_MEMORY_BYTES);
      expect(statistics.runs).toBeGreaterThan(10);
      expect(statistics.spilledBytes).toBeGreaterThan(0);
      expect(statistics.peakBytes).toBeLessThanOrEqual(MIN_SORT_MEMORY_BYTES);
      expect(readdirSync(temporaryDirectory)).toEqual([]);
    });

    it('merges in several passes when the runs are too many for one', async () => {
      const text = shuffledText(90_000);
      const sink = new BufferSink();
      const order: LineOrder = { ...plainOrder, descending: true, unique: true };
      const { mergePasses, outputLines, peakBytes } = await run({
        sources: [new BufferSource(text)],
        openSink: async () => sink,
        order,
      });
      const expected = sortedByOracle(splitLines(text), order);
      expectSameBytes(sink.bytes, joinLines(expected));
      expect(mergePasses).toBeGreaterThan(0);
      expect(outputLines).toBe(expected.length);
      expect(peakBytes).toBeLessThanOrEqual(MIN_SORT_MEMORY_BYTES);
    });

    it('does as the oracle does for any lines, order, size of reads and knowledge of the size', async () => {
      const scenario = fc.record({
        lines: linesArbitrary(60).filter((lines) => lines.length > 0),
        repeats: fc.constantFrom(1, 1, 1, 120, 400),
        order: orderArbitrary,
        readBytes: fc.constantFrom(1000, 65_536, 1_000_000),
        sizeKnown: fc.boolean(),
        lastNewline: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(scenario, async ({ lines, repeats, order, readBytes, sizeKnown, lastNewline }) => {
          const input = Array.from({ length: repeats }, () => lines).flat();
          // Without its newline an empty last line would be no line.
          const whole = lastNewline || input[input.length - 1]?.length === 0;
          const text = whole ? joinLines(input) : joinLines(input).subarray(0, -1);
          const sink = new BufferSink();
          await run({
            sources: [new BufferSource(text, { readBytes, sizeKnown })],
            openSink: async () => sink,
            order,
          });
          expectSameBytes(sink.bytes, joinLines(sortedByOracle(input, order)));
        }),
        { numRuns: 40 },
      );
    });

    it('sorts long lines, though few of them can be merged at a time', async () => {
      const lines = Array.from({ length: 12 }, (_, i) => Buffer.alloc(100 * KIB, 120 - i));
      const sink = new BufferSink();
      const { mergePasses } = await run({
        sources: [new BufferSource(joinLines(lines))],
        openSink: async () => sink,
      });
      expectSameBytes(sink.bytes, joinLines(sortedByOracle(lines, plainOrder)));
      expect(mergePasses).toBeGreaterThan(1);
    });

    it('reads sources one after the other and ends the last line of each', async () => {
      const sources = ['b\na', '', 'c\n', '\n', 'a'].map((text) => new BufferSource(Buffer.from(text)));
      const sink = new BufferSink();
      const { lines, runs } = await run({ sources, openSink: async () => sink });
      expect(sink.bytes.toString()).toBe('\na\na\nb\nc\n');
      expect({ lines, runs }).toEqual({ lines: 5, runs: 0 });
      expect(sources.every((source) => source.closed)).toBe(true);
    });

    it('takes more sources than a call takes arguments', async () => {
      const sources = Array.from({ length: 200_000 }, () => new BufferSource(Buffer.alloc(0)));
      sources.push(new BufferSource(Buffer.from('b\na\n')));
      const sink = new BufferSink();
      await run({ sources, openSink: async () => sink, memoryBytes: 64 * 1024 * KIB });
      expect(sink.bytes.toString()).toBe('a\nb\n');
    });

    it('writes nothing for no input', async () => {
      const sink = new BufferSink();
      expect(await run({ sources: [], openSink: async () => sink })).toMatchObject({ lines: 0, outputBytes: 0 });
      expect(sink.state).toBe('committed');
    });

    it('merges in memory what fits into two or three runs', async () => {
      const text = shuffledText(8_000);
      const sink = new BufferSink();
      const { runs, peakBytes } = await run({
        sources: [new BufferSource(text, { sizeKnown: false })],
        openSink: async () => sink,
        memoryBytes: 1024 * KIB,
      });
      expectSameBytes(sink.bytes, joinLines(sortedByOracle(splitLines(text), plainOrder)));
      expect(runs).toBe(0);
      expect(peakBytes).toBeGreaterThan(text.length);
    });

    it('takes little of a large budget for a small input', async () => {
      const sink = new BufferSink();
      const { peakBytes } = await run({
        sources: [new BufferSource(Buffer.from('b\na\n'))],
        openSink: async () => sink,
        memoryBytes: 64 * 1024 * KIB,
      });
      expect(peakBytes).toBeLessThan(4 * 1024 * KIB);
    });

    it('finds room for many keys over the whole line of a small input', async () => {
      const key = { ...wholeLineKey, foldCase: true };
      const order: LineOrder = { ...plainOrder, keys: Array.from({ length: 40 }, () => key) };
      const lines = [Buffer.alloc(3000), Buffer.alloc(2999, 'b'), Buffer.from('B'), Buffer.alloc(0)];
      const sink = new BufferSink();
      await run({
        sources: [new BufferSource(joinLines(lines))],
        openSink: async () => sink,
        order,
        memoryBytes: 64 * 1024 * KIB,
      });
      expectSameBytes(sink.bytes, joinLines(sortedByOracle(lines, order)));
    });

    it('reports progress up to the known total', async () => {
      const text = shuffledText(40_000);
      const seen: SortProgress[] = [];
      await run({
        sources: [new BufferSource(text)],
        openSink: async () => new BufferSink(),
        onProgress: (progress) => seen.push(progress),
      });
      const reads = seen.filter(({ phase }) => phase === 'read');
      expect(reads.at(-1)?.bytes).toBe(text.length);
      const writes = seen.filter(({ phase }) => phase === 'write');
      expect(writes.at(-1)?.bytes).toBe(writes.at(-1)?.totalBytes);
    });

    describe('a failure leaves nothing behind:', () => {
      const text = shuffledText(40_000);

      it('too little memory names the minimum', async () => {
        const failure = run({
          sources: [new BufferSource(text)],
          openSink: async () => new BufferSink(),
          memoryBytes: MIN_SORT_MEMORY_BYTES - 1,
        });
        await expect(failure).rejects.toThrow(InsufficientMemoryError);
        await expect(failure).rejects.toMatchObject({ fields: { minimumBytes: MIN_SORT_MEMORY_BYTES } });
      });

      it('a line that fits nowhere is named', async () => {
        const long = Buffer.concat([Buffer.from('a\nb\n'), Buffer.alloc(200 * KIB, 'x'), Buffer.from('\nc\n')]);
        const sink = new BufferSink();
        const failure = run({ sources: [new BufferSource(long)], openSink: async () => sink });
        await expect(failure).rejects.toThrow(LineTooLongError);
        await expect(failure).rejects.toMatchObject({ fields: { source: 'buffer', line: 3 } });
        expect(sink.state).toBe('open'); // never asked for
      });

      it('a source that still waits for its writer is closed', async () => {
        const source = new WaitingSource(Buffer.alloc(300 * KIB, 'x'));
        const failure = run({ sources: [source], openSink: async () => new BufferSink() });
        await expect(failure).rejects.toThrow(LineTooLongError);
        expect(source.closed).toBe(true);
      });

      it('too little memory, too, closes the sources', async () => {
        const source = new BufferSource(text);
        await expect(
          run({ sources: [source], openSink: async () => new BufferSink(), memoryBytes: 1 }),
        ).rejects.toThrow(InsufficientMemoryError);
        expect(source.closed).toBe(true);
      });

      it('a source that fails', async () => {
        const error = new Error('read failed');
        const temporaryDirectory = scratchFolder();
        const sources = [
          new BufferSource(text, { failAt: { position: text.length / 2, error } }),
          new BufferSource(text),
        ];
        await expect(run({ sources, openSink: async () => new BufferSink(), temporaryDirectory })).rejects.toBe(error);
        expect(sources.every((source) => source.closed)).toBe(true);
        expect(readdirSync(temporaryDirectory)).toEqual([]);
      });

      it('a read ahead that fails while the sort waits for a spill is no unhandled rejection', async () => {
        const unhandled = vi.fn();
        process.on('unhandledRejection', unhandled);
        try {
          for (let position = 0; position < text.length; position += Math.ceil(text.length / 200)) {
            const error = new Error(`read failed at ${position}`);
            const source = new BufferSource(text, { readBytes: 1000, failAt: { position, error } });
            await expect(run({ sources: [source], openSink: async () => new BufferSink() })).rejects.toBe(error);
          }
          await new Promise((resolve) => setImmediate(resolve));
          expect(unhandled).not.toHaveBeenCalled();
        } finally {
          process.off('unhandledRejection', unhandled);
        }
      });

      it('a sink that fails is aborted', async () => {
        const error = new Error('write failed');
        const temporaryDirectory = scratchFolder();
        let written = 0;
        const sink = new BufferSink((bytes) => {
          written += bytes;
          if (written > text.length / 2) throw error;
        });
        await expect(
          run({ sources: [new BufferSource(text)], openSink: async () => sink, temporaryDirectory }),
        ).rejects.toBe(error);
        expect(sink.state).toBe('aborted');
        expect(readdirSync(temporaryDirectory)).toEqual([]);
      });

      it('a directory that takes no spill files', async () => {
        const failure = run({
          sources: [new BufferSource(text)],
          openSink: async () => new BufferSink(),
          temporaryDirectory: '/nowhere/at/all',
        });
        await expect(failure).rejects.toThrow(SpillError);
        await expect(failure).rejects.toMatchObject({ fields: { reason: 'no such file or directory' } });
      });

      it('an abort does not wait for the kernels that run', async () => {
        const controller = new AbortController();
        const reason = new Error('enough');
        const failure = run({
          sources: [new BufferSource(shuffledText(200_000))],
          openSink: async () => new BufferSink(),
          memoryBytes: 8 * 1024 * KIB,
          signal: controller.signal,
          onProgress: ({ phase, bytes }) => {
            // A run is full by then, and being sorted.
            if (phase === 'read' && bytes > 3 * 1024 * KIB) setImmediate(() => controller.abort(reason));
          },
        });
        await expect(failure).rejects.toBe(reason);
      });

      it('a clean-up that fails as well is a warning, not the error', async () => {
        const error = new Error('sink failed');
        const cleanUpError = new Error('close failed');
        const source = new BufferSource(Buffer.from('a\n'));
        source.close = async () => {
          throw cleanUpError;
        };
        const warnings: unknown[] = [];
        const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
          warnings.push(warning);
        });
        const openSink = async () => {
          throw error;
        };
        const second = new BufferSource(Buffer.from('b\n'));
        await expect(run({ sources: [source, second], openSink })).rejects.toBe(cleanUpError);
        expect(second.closed).toBe(true);
        emitWarning.mockRestore();
        expect(warnings).toEqual([cleanUpError]);
      });

      it.each(['read', 'write'] as const)('an abort in the phase %s', async (phase) => {
        const temporaryDirectory = scratchFolder();
        const controller = new AbortController();
        const reason = new Error('enough');
        const sink = new BufferSink();
        await expect(
          run({
            sources: [new BufferSource(text)],
            openSink: async () => sink,
            temporaryDirectory,
            signal: controller.signal,
            onProgress: (progress) => {
              if (progress.phase === phase && progress.bytes > 100 * KIB) controller.abort(reason);
            },
          }),
        ).rejects.toBe(reason);
        expect(sink.state).toBe(phase === 'read' ? 'open' : 'aborted');
        expect(readdirSync(temporaryDirectory)).toEqual([]);
      });
    });
  });
}
