import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkRegion, Engine } from '../../lib/engine/engine.ts';
import { loadEngine } from '../../lib/engine/load-engine.ts';
import type { LineOrder, RunBuilder, RunMerger } from '../../lib/engine/sort-kernels.ts';
import {
  CorruptRunError,
  EngineUnavailableError,
  IndexOutOfBoundsError,
  InvalidArgumentError,
  KernelBusyError,
  KernelClosedError,
  KernelStateError,
  OffheapError,
  SegmentFreedError,
} from '../../lib/errors/index.ts';
import { bytesOf, ChunkScope } from '../fixtures/chunk-scope.ts';
import { type EncodedRun, encodeAll, makeRuns, mergeRuns, sortWithKernels } from '../fixtures/kernel-driver.ts';
import { linesArbitrary, orderArbitrary, plainOrder, wholeLineKey } from '../fixtures/line-arbitraries.ts';
import { joinLines, sortedByOracle, splitLines } from '../fixtures/line-order-oracle.ts';

const engines: { readonly name: string; readonly engine: Engine | undefined; readonly missing: string }[] = [
  { name: 'js', engine: loadEngine('js').engine, missing: '' },
  loadNative(),
];

function loadNative() {
  try {
    return { name: 'native', engine: loadEngine('native').engine, missing: '' };
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    return { name: 'native', engine: undefined, missing: ` (skipped: ${error.message})` };
  }
}

const pages = { runPageBytes: 512, outputPageBytes: 512, eager: true, emptyLastPage: false };
const keyed: LineOrder = { ...plainOrder, keys: [{ ...wholeLineKey, startField: 1 }] };

for (const { name, engine, missing } of engines) {
  describe.skipIf(engine === undefined)(`sort kernels, ${name} engine${missing}`, () => {
    contract(engine as Engine);
  });
}

function contract(engine: Engine): void {
  const { sorting } = engine;
  const smallest = sorting.minRunBuilderBytes;

  /** A builder with the lines of `text` in it. */
  function builderWith(
    scope: ChunkScope,
    text: string | Buffer,
    order = plainOrder,
    regionBytes = 1 << 16,
  ): RunBuilder {
    const builder = sorting.createRunBuilder(scope.region(regionBytes), order);
    const bytes = Buffer.from(text);
    expect(builder.append(scope.regionWith(bytes))).toBe(bytes.length);
    expect(builder.endInput()).toBe(true);
    return builder;
  }

  function mergerFor(scope: ChunkScope, maxRecordBytes: readonly number[], order = plainOrder): RunMerger {
    const workspace = scope.region(sorting.mergeWorkspaceBytes(maxRecordBytes));
    return sorting.createRunMerger({ order, format: 'text', maxRecordBytes, workspace });
  }

  async function sortInOneRun(text: Buffer, order: LineOrder): Promise<Buffer> {
    using scope = new ChunkScope(engine);
    const builder = builderWith(scope, text, order, text.length * 24 + smallest);
    await builder.sort();
    const sorted = await encodeAll(builder, scope, 'text', 1 << 16);
    builder.close();
    return sorted;
  }

  describe('run builder', () => {
    it('counts lines, their bytes and the longest record', async () => {
      using scope = new ChunkScope(engine);
      const builder = builderWith(scope, 'bb\n\na\nlonger\na', { ...plainOrder, unique: true });
      expect(builder.lineCount).toBe(5);
      expect(builder.lineBytes).toBe(10);
      expect(builder.maxRecordBytes).toBe(6);
      expect(builder.openLineBytes).toBe(0);
      await builder.sort();
      expect((await encodeAll(builder, scope, 'text', 3)).toString()).toBe('\na\nbb\nlonger\n');
      expect(builder.encodedLines).toBe(4);
      builder.close();
    });

    it('counts the key in the longest record', () => {
      using scope = new ChunkScope(engine);
      const builder = builderWith(scope, 'a xyz\n', keyed);
      expect(builder.maxRecordBytes).toBe(' xyz'.length + 2 + 'a xyz'.length);
      expect(builder.lineBytes).toBe(5);
      builder.close();
    });

    it('keeps an unfinished line open until input ends', () => {
      using scope = new ChunkScope(engine);
      const builder = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      expect(builder.append(scope.regionWith(Buffer.from('one\ntw')))).toBe(6);
      expect([builder.lineCount, builder.openLineBytes]).toEqual([1, 2]);
      expect(builder.append(scope.regionWith(Buffer.from('o')))).toBe(1);
      expect([builder.lineCount, builder.openLineBytes]).toEqual([1, 3]);
      expect(builder.endInput()).toBe(true);
      expect([builder.lineCount, builder.openLineBytes]).toEqual([2, 0]);
      expect(builder.endInput()).toBe(true);
      expect(builder.lineCount).toBe(2);
      builder.close();
    });

    it('takes records while their bytes, a newline, an entry of 16 and 8 spare bytes fit', () => {
      using scope = new ChunkScope(engine);
      for (const order of [plainOrder, keyed]) {
        const keyBytes = order === keyed ? 4 + 2 : 0;
        const longest = smallest - 16 - 8 - 1 - keyBytes;
        const builder = sorting.createRunBuilder(scope.region(smallest), order);
        const tooLong = Buffer.alloc(longest + 2, 'x').fill('\n', longest + 1);
        const taken = builder.append(scope.regionWith(tooLong));
        expect(taken).toBeLessThan(tooLong.length);
        expect(builder.lineCount).toBe(0);
        expect(builder.openLineBytes).toBe(taken);
        builder.reset();
        const fitting = Buffer.alloc(longest + 1, 'x').fill('\n', longest);
        expect(builder.append(scope.regionWith(fitting))).toBe(fitting.length);
        expect(builder.lineCount).toBe(1);
        expect(builder.append(scope.regionWith(Buffer.from('\n')))).toBe(0);
        builder.close();
      }
    });

    it('hands its open line to the next builder', async () => {
      using scope = new ChunkScope(engine);
      const first = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      const second = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      first.append(scope.regionWith(Buffer.from('done\nhalf a ')));
      expect(second.adoptOpenLine(first)).toBe(true);
      expect([first.openLineBytes, second.openLineBytes]).toEqual([0, 7]);
      second.append(scope.regionWith(Buffer.from('line\n')));
      await Promise.all([first.sort(), second.sort()]);
      expect((await encodeAll(first, scope, 'text', 100)).toString()).toBe('done\n');
      expect((await encodeAll(second, scope, 'text', 100)).toString()).toBe('half a line\n');
      first.close();
      second.close();
    });

    it('moves nothing when the next builder has no room for the open line', () => {
      using scope = new ChunkScope(engine);
      const large = sorting.createRunBuilder(scope.region(4 * smallest), plainOrder);
      const small = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      large.append(scope.regionWith(Buffer.alloc(2 * smallest, 'x')));
      expect(small.adoptOpenLine(large)).toBe(false);
      expect([large.openLineBytes, small.openLineBytes]).toEqual([2 * smallest, 0]);
      large.close();
      small.close();
    });

    it.each([
      ['without keys', plainOrder],
      ['with a key', { ...plainOrder, keys: [{ ...wholeLineKey, startField: 1 }] }],
    ] as const)('hands on and ends lines of megabytes %s', async (_, order) => {
      using scope = new ChunkScope(engine);
      const regionBytes = 20 << 20;
      const [first, second] = [0, 1].map(() => sorting.createRunBuilder(scope.region(regionBytes), order)) as [
        RunBuilder,
        RunBuilder,
      ];
      const page = scope.regionWith(Buffer.alloc(1 << 18, 'x y'));
      for (let i = 0; i < 16; i++) expect(await first.append(page)).toBe(page.length);
      const adopting = second.adoptOpenLine(first);
      if (typeof adopting !== 'boolean') {
        expect(() => first.append(page)).toThrow(KernelBusyError);
        expect(() => second.endInput()).toThrow(KernelBusyError);
      }
      expect(await adopting).toBe(true);
      expect([first.openLineBytes, second.openLineBytes]).toEqual([0, 4 << 20]);
      expect(await second.append(scope.regionWith(Buffer.from('z\na')))).toBe(3);
      expect(await second.endInput()).toBe(true);
      expect([second.lineCount, second.lineBytes]).toEqual([2, (4 << 20) + 2]);
      await second.sort();
      const sorted = await encodeAll(second, scope, 'text', 1 << 20);
      expect(sorted.length).toBe((4 << 20) + 4);
      expect(sorted.subarray(0, 6).toString()).toBe('a\nx yx');
      first.close();
      second.close();
    });

    it.each([
      ['by endInput', {}, ''],
      ['by a newline', {}, '\nnext'],
      ['as a number', { numeric: true }, ''],
      ['behind a field', { startField: 1 }, '\n'],
    ])('lets other events run while it ends a line of megabytes %s', async (_, key, end) => {
      using scope = new ChunkScope(engine);
      const lineBytes = 12 << 20;
      const builder = sorting.createRunBuilder(scope.region(3 * lineBytes), {
        ...plainOrder,
        keys: [{ ...wholeLineKey, ...key }],
      });
      const page = scope.regionWith(Buffer.alloc(1 << 20, '7'));
      for (let i = 0; i < lineBytes >> 20; i++) expect(await builder.append(page)).toBe(page.length);
      let turns = 0;
      let immediate: NodeJS.Immediate;
      const count = () => {
        turns++;
        immediate = setImmediate(count);
      };
      immediate = setImmediate(count);
      const tail = end === '' ? undefined : builder.append(scope.regionWith(Buffer.from(end)));
      const ending = tail ?? builder.endInput();
      if (typeof ending === 'object') expect(() => builder.append(page)).toThrow(KernelBusyError);
      expect(await ending).toBe(tail === undefined ? true : end.length);
      clearImmediate(immediate);
      // Some 12 MiB, looked at and copied at least twice: in slices of a few milliseconds that is many.
      expect(turns).toBeGreaterThan(2);
      expect(builder.lineCount).toBe(1);
      expect(builder.lineBytes).toBe(lineBytes);
      await builder.endInput();
      await builder.sort();
      const first = scope.region(1 << 20);
      expect(await builder.encode(first, 'text')).toBe(first.length);
      expect(bytesOf(first).every((byte) => byte === 0x37)).toBe(true);
      builder.close();
    });

    it('can be closed while it makes the key of a line of megabytes', async () => {
      using scope = new ChunkScope(engine);
      const builder = sorting.createRunBuilder(scope.region(20 << 20), { ...plainOrder, keys: [wholeLineKey] });
      const page = scope.regionWith(Buffer.alloc(1 << 20, 'x'));
      for (let i = 0; i < 8; i++) await builder.append(page);
      const ending = Promise.resolve(builder.endInput()).catch((error: unknown) => error);
      builder.close();
      const outcome = await ending;
      expect(outcome === true || outcome instanceof KernelClosedError).toBe(true);
    });

    it('can be closed while a line of megabytes moves', async () => {
      using scope = new ChunkScope(engine);
      const open = () => sorting.createRunBuilder(scope.region(8 << 20), plainOrder);
      const page = scope.regionWith(Buffer.alloc(1 << 18, 'x'));
      for (const closesFirst of [true, false]) {
        const [first, second] = [open(), open()];
        for (let i = 0; i < 16; i++) await first.append(page);
        const adopting = Promise.resolve(second.adoptOpenLine(first)).catch((error: unknown) => error);
        for (const builder of closesFirst ? [first, second] : [second, first]) builder.close();
        const outcome = await adopting;
        expect(outcome === true || outcome instanceof KernelClosedError).toBe(true);
      }
    });

    it('starts afresh after reset', async () => {
      using scope = new ChunkScope(engine);
      const builder = builderWith(scope, 'b\na\n');
      await builder.sort();
      expect((await encodeAll(builder, scope, 'run', 1)).length).toBeGreaterThan(0);
      builder.reset();
      expect([builder.lineCount, builder.lineBytes, builder.maxRecordBytes, builder.encodedLines]).toEqual([
        0, 0, 0, 0,
      ]);
      builder.append(scope.regionWith(Buffer.from('d\nc\n')));
      await builder.sort();
      expect((await encodeAll(builder, scope, 'text', 100)).toString()).toBe('c\nd\n');
      builder.close();
    });

    it('can be reset in the middle of a record', async () => {
      using scope = new ChunkScope(engine);
      const builder = builderWith(scope, 'abcdef\n');
      await builder.sort();
      await builder.encode(scope.region(3), 'text');
      builder.reset();
      builder.append(scope.regionWith(Buffer.from('x\n')));
      await builder.sort();
      expect((await encodeAll(builder, scope, 'text', 100)).toString()).toBe('x\n');
      builder.close();
    });

    it('encodes nothing when it has no lines', async () => {
      using scope = new ChunkScope(engine);
      const builder = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      await builder.sort();
      expect(await builder.encode(scope.region(1), 'run')).toBe(0);
      builder.close();
    });

    it('writes runs as docs/formats/sorted-run.md says', async () => {
      using scope = new ChunkScope(engine);
      const plain = builderWith(scope, 'abd\nabc\n\nabc\n');
      await plain.sort();
      expect(await encodeAll(plain, scope, 'run', 100)).toEqual(
        Buffer.from([0, 0, 0, 3, ...Buffer.from('abc'), 3, 0, 2, 1, ...Buffer.from('d')]),
      );
      plain.close();

      const keys = [{ ...wholeLineKey, startField: 1, numeric: true, descending: true }];
      const numeric = builderWith(scope, 'x -2.50\ny 10\n', { ...plainOrder, keys });
      await numeric.sort();
      const flipped = (bytes: number[]) => bytes.map((byte) => byte ^ 0xff);
      expect(await encodeAll(numeric, scope, 'run', 100)).toEqual(
        Buffer.from([
          ...[0, 9, 5, ...flipped([0x81, 2, 0x31, 0x30, 0]), ...Buffer.from('y 10')],
          ...[0, 12, 5, ...flipped([0x7f, ...flipped([1, 0x32, 0x35, 0])]), ...Buffer.from('x -2.50')],
        ]),
      );
      numeric.close();
    });

    it('lets the dictionary filter win over the printable one', async () => {
      using scope = new ChunkScope(engine);
      const keys = [{ ...wholeLineKey, dictionary: true, ignoreNonprinting: true, foldCase: true }];
      const builder = builderWith(scope, '\ta-b\0\n', { ...plainOrder, keys });
      await builder.sort();
      expect(await encodeAll(builder, scope, 'run', 100)).toEqual(
        Buffer.concat([Buffer.from([0, 10, 5]), Buffer.from('\tAB\0\0'), Buffer.from('\ta-b\0')]),
      );
      builder.close();
    });

    it('writes lengths above 127 as varints', async () => {
      using scope = new ChunkScope(engine);
      const line = 'x'.repeat(300);
      const builder = builderWith(scope, `${line}a\n${line}b\n`);
      await builder.sort();
      expect(await encodeAll(builder, scope, 'run', 1000)).toEqual(
        Buffer.concat([
          Buffer.from([0, 0xad, 0x02]),
          Buffer.from(`${line}a`),
          Buffer.from([0xac, 0x02, 1]),
          Buffer.from('b'),
        ]),
      );
      builder.close();
    });

    it('lets other events run while it sorts and encodes', async () => {
      using scope = new ChunkScope(engine);
      const text = Buffer.concat(
        Array.from({ length: 120_000 }, (_, i) => Buffer.from(`${(i * 7919) % 120_011} line\n`)),
      );
      const builder = builderWith(scope, text, plainOrder, 120_000 * 40);
      let turns = 0;
      let immediate: NodeJS.Immediate;
      const count = () => {
        turns++;
        immediate = setImmediate(count);
      };
      immediate = setImmediate(count);
      await builder.sort();
      expect(turns).toBeGreaterThan(0);
      turns = 0;
      const output = scope.region(text.length);
      expect(await builder.encode(output, 'text')).toBe(text.length);
      expect(turns).toBeGreaterThan(0);
      clearImmediate(immediate);
      expect(bytesOf(output).equals(joinLines(sortedByOracle(splitLines(text), plainOrder)))).toBe(true);
      builder.close();
    });
  });

  describe('sorting', () => {
    it('orders any lines in any order as the oracle does, however the job is cut up', async () => {
      const pageBytes = fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 40 }), fc.integer({ min: 41, max: 5000 }));
      const layouts = fc.record({
        regionBytes: fc.integer({ min: smallest, max: 3 * smallest }),
        inputPageBytes: pageBytes,
        runPageBytes: pageBytes,
        outputPageBytes: pageBytes,
        fanIn: fc.integer({ min: 2, max: 5 }),
        eager: fc.boolean(),
        emptyLastPage: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(
          linesArbitrary(400),
          orderArbitrary,
          layouts,
          fc.boolean(),
          async (lines, order, layout, ended) => {
            const text = ended ? joinLines(lines) : joinLines(lines).subarray(0, -1);
            const sorted = await sortWithKernels(engine, text, order, layout);
            expect(sorted.toString('latin1')).toBe(
              joinLines(sortedByOracle(splitLines(text), order)).toString('latin1'),
            );
          },
        ),
        { numRuns: 150 },
      );
    }, 120_000);

    it('writes the same text from one run as from many', async () => {
      await fc.assert(
        fc.asyncProperty(linesArbitrary(60), orderArbitrary, async (lines, order) => {
          const sorted = await sortInOneRun(joinLines(lines), order);
          expect(sorted.toString('latin1')).toBe(joinLines(sortedByOracle(lines, order)).toString('latin1'));
        }),
        { numRuns: 200 },
      );
    }, 60_000);

    const count = 20_000;
    const numbered = Array.from({ length: count }, (_, i) => i);
    const patterns: Record<string, string[]> = {
      'lines in order': numbered.map((i) => String(i).padStart(7, '0')),
      'lines in reverse order': numbered.map((i) => String(count - i).padStart(7, '0')),
      'identical lines': numbered.map(() => 'the same line, again and again'),
      'empty lines': numbered.map(() => ''),
      'two kinds of lines': numbered.map((i) => (i % 3 === 0 ? 'aaaaaaaaaaaaaaaa' : 'aaaaaaaaaaaaaaab')),
      'lines with a long common prefix': numbered.map((i) => `${'prefix/'.repeat(30)}${(i * 7919) % count}`),
      'lines that are prefixes of each other': numbered.slice(0, 1500).map((i) => 'a'.repeat(i % 977)),
      'an organ pipe': numbered.map((i) => String(Math.min(i, count - i)).padStart(7, '0')),
      'lines of one byte': numbered.map((i) => String.fromCharCode((i * 89) % 256)).filter((line) => line !== '\n'),
    };
    for (const [pattern, lines] of Object.entries(patterns)) {
      it(`orders ${pattern}`, async () => {
        const text = joinLines(lines.map((line) => Buffer.from(line, 'latin1')));
        for (const descending of [false, true]) {
          const order = { ...plainOrder, descending };
          const expected = joinLines(sortedByOracle(splitLines(text), order));
          expect((await sortInOneRun(text, order)).equals(expected)).toBe(true);
        }
      });
    }

    it('keeps the input order of lines whose keys tie, in both directions', async () => {
      const lines = numbered.map((i) => Buffer.from(`${i} ${(i * 31) % 7}`));
      for (const descending of [false, true]) {
        const order = { ...keyed, stable: true, descending, keys: [{ ...keyed.keys[0]!, descending }] };
        const expected = joinLines(sortedByOracle(lines, order));
        expect((await sortInOneRun(joinLines(lines), order)).equals(expected)).toBe(true);
      }
    });

    it('sorts and merges identical lines of ten megabytes', async () => {
      const line = Buffer.alloc(10_000_000, 'x');
      const lines = [line, Buffer.concat([line, Buffer.from('y')]), line];
      const text = joinLines(lines);
      const layout = {
        regionBytes: 23_000_000,
        inputPageBytes: 1 << 20,
        fanIn: 4,
        ...pages,
        runPageBytes: 1 << 20,
        outputPageBytes: 1 << 20,
      };
      const sorted = await sortWithKernels(engine, text, plainOrder, layout);
      expect(sorted.equals(joinLines(sortedByOracle(lines, plainOrder)))).toBe(true);
    }, 60_000);
  });

  describe('run merger', () => {
    async function runOf(lines: readonly string[], order = plainOrder): Promise<EncodedRun> {
      const layout = { regionBytes: 1 << 16, inputPageBytes: 4096, fanIn: 2, ...pages };
      const [run] = await makeRuns(engine, joinLines(lines.map((line) => Buffer.from(line))), order, layout);
      return run!;
    }

    it('merges no runs to nothing', async () => {
      const { bytes, lines, maxRecordBytes } = await mergeRuns(engine, [], plainOrder, 'text', pages);
      expect([bytes.length, lines, maxRecordBytes]).toEqual([0, 0, 0]);
    });

    it('merges runs without records', async () => {
      const empty = { bytes: Buffer.alloc(0), maxRecordBytes: 0 };
      const merged = await mergeRuns(engine, [empty, await runOf(['a']), empty], plainOrder, 'text', pages);
      expect(merged.bytes.toString()).toBe('a\n');
    });

    it('writes the run that one builder would have written', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(linesArbitrary(20), { maxLength: 6 }), orderArbitrary, async (groups, order) => {
          const layout = { regionBytes: 1 << 20, inputPageBytes: 4096, fanIn: 2, ...pages };
          const runs = await Promise.all(groups.map((lines) => makeRuns(engine, joinLines(lines), order, layout)));
          const [whole] = await makeRuns(engine, joinLines(groups.flat()), order, layout);
          const merged = await mergeRuns(engine, runs.flat(), order, 'run', pages);
          expect(merged.bytes.toString('hex')).toBe(whole?.bytes.toString('hex') ?? '');
          expect(merged.lines).toBe(whole?.lines ?? 0);
          expect(merged.maxRecordBytes).toBeLessThanOrEqual(whole?.maxRecordBytes ?? 0);
        }),
        { numRuns: 100 },
      );
    }, 60_000);

    it('names the run without which it cannot go on', async () => {
      using scope = new ChunkScope(engine);
      const first = await runOf(['a', 'c']);
      const second = await runOf(['b']);
      const merger = mergerFor(scope, [1, 1]);
      const output = scope.region(100);
      merger.offer(0, scope.regionWith(first.bytes), true);
      expect(await merger.merge(output)).toMatchObject({ bytes: 0, done: false, starvedRun: 1 });
      merger.offer(1, scope.regionWith(second.bytes), false);
      const step = await merger.merge(output);
      expect(step).toMatchObject({ bytes: 4, done: false, starvedRun: 1 });
      expect(bytesOf(output).toString('latin1', 0, step.bytes)).toBe('a\nb\n');
      merger.offer(1, scope.region(0), true);
      expect(await merger.merge(output)).toMatchObject({ bytes: 2, done: true, starvedRun: -1 });
      expect(merger.mergedLines).toBe(3);
      merger.close();
    });

    it('reports each page once when it is used up', async () => {
      using scope = new ChunkScope(engine);
      const { bytes } = await runOf(['aaaa', 'bbbb', 'cccc']);
      const merger = mergerFor(scope, [4]);
      const output = scope.region(100);
      const drained: number[] = [];
      for (let at = 0; at < bytes.length; at++) {
        merger.offer(0, scope.regionWith(bytes.subarray(at, at + 1)), false);
        drained.push((await merger.merge(output)).drainedRuns.length);
      }
      expect(drained).toEqual(Array.from(bytes, () => 1));
      merger.offer(0, scope.region(0), true);
      expect(await merger.merge(output)).toEqual({ bytes: 0, done: true, starvedRun: -1, drainedRuns: [] });
      merger.close();
    });

    it('stays done', async () => {
      using scope = new ChunkScope(engine);
      const merger = mergerFor(scope, [1]);
      merger.offer(0, scope.regionWith((await runOf(['a'])).bytes), true);
      const output = scope.region(2);
      expect(await merger.merge(output)).toMatchObject({ bytes: 2, done: true });
      expect(await merger.merge(output)).toMatchObject({ bytes: 0, done: true, drainedRuns: [] });
      merger.close();
    });

    it('lets other events run while it merges', async () => {
      using scope = new ChunkScope(engine);
      const lines = Array.from({ length: 100_000 }, (_, i) => Buffer.from(String(i)));
      const layout = { regionBytes: 4 << 20, inputPageBytes: 1 << 20, fanIn: 2, ...pages, outputPageBytes: 1 << 20 };
      const runs = await Promise.all(
        [0, 1].map((part) => makeRuns(engine, joinLines(lines.filter((_, i) => i % 2 === part)), plainOrder, layout)),
      );
      const merger = mergerFor(
        scope,
        runs.flat().map((run) => run.maxRecordBytes),
      );
      runs.flat().forEach((run, i) => void merger.offer(i, scope.regionWith(run.bytes), true));
      let turned = false;
      setImmediate(() => {
        turned = true;
      });
      const output = scope.region(1 << 20);
      expect((await merger.merge(output)).done).toBe(true);
      expect(turned).toBe(true);
      expect(merger.mergedLines).toBe(lines.length);
      merger.close();
    });
  });

  describe('corrupt runs', () => {
    const layout = { regionBytes: 1 << 16, inputPageBytes: 4096, fanIn: 2, ...pages };

    function mergeBytes(bytes: Buffer, maxRecordBytes: number, order = plainOrder): Promise<EncodedRun> {
      return mergeRuns(engine, [{ bytes, maxRecordBytes }], order, 'text', pages);
    }

    const samples: Record<string, [bytes: number[], maxRecordBytes: number, order: LineOrder]> = {
      'a varint of more than five bytes': [[0x80, 0x80, 0x80, 0x80, 0x80, 0x00, 0x00], 10, plainOrder],
      'a first record with a common prefix': [[1, 1, 0x61], 10, plainOrder],
      'a common prefix longer than the record before': [[0, 2, 0x61, 0x62, 3, 0], 10, plainOrder],
      'a record longer than was declared': [[0, 3, 0x61, 0x62, 0x63], 2, plainOrder],
      'a length beyond 2^32': [[0, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x61], 10, plainOrder],
      'a key longer than its record': [[0, 2, 3, 0x61, 0x62], 10, keyed],
      'an end within a varint': [[0, 0x80], 10, plainOrder],
      'an end behind a varint': [[0], 10, plainOrder],
      'an end before the length of the key': [[0, 1], 10, keyed],
      'an end within a suffix': [[0, 2, 0x61], 10, plainOrder],
    };
    for (const [sample, [bytes, maxRecordBytes, order]] of Object.entries(samples)) {
      it(`are refused: ${sample}`, async () => {
        for (const runPageBytes of [1, 512]) {
          for (const emptyLastPage of [false, true]) {
            const run = { bytes: Buffer.from(bytes), maxRecordBytes };
            const options = { ...pages, runPageBytes, emptyLastPage };
            const error = await mergeRuns(engine, [run], order, 'text', options).catch((reason: unknown) => reason);
            expect(error).toBeInstanceOf(CorruptRunError);
            expect(error).toMatchObject({ code: 'ERR_CORRUPT_RUN', fields: { run: 0 } });
            const { position } = (error as CorruptRunError).fields;
            expect(position).toBeGreaterThanOrEqual(0);
            expect(position).toBeLessThanOrEqual(bytes.length);
          }
        }
      });
    }

    it('stay corrupt, however often the merge is repeated', async () => {
      for (const bytes of [Buffer.alloc(200, 0xff), Buffer.from([0, 120, 0x61]), Buffer.from([5, 1, 0x61])]) {
        using scope = new ChunkScope(engine);
        const merger = mergerFor(scope, [100]);
        merger.offer(0, scope.regionWith(bytes), true);
        const output = scope.region(100);
        for (let i = 0; i < 50; i++) await expect(merger.merge(output)).rejects.toThrow(CorruptRunError);
        merger.close();
      }
    });

    it('are told by their number', async () => {
      using scope = new ChunkScope(engine);
      const merger = mergerFor(scope, [1, 1]);
      merger.offer(0, scope.regionWith(Buffer.from([0, 1, 0x61])), true);
      merger.offer(1, scope.regionWith(Buffer.from([5, 1, 0x61])), true);
      await expect(merger.merge(scope.region(10))).rejects.toMatchObject({
        code: 'ERR_CORRUPT_RUN',
        fields: { run: 1 },
      });
      merger.close();
    });

    it('accepts a record of exactly the declared length', async () => {
      expect((await mergeBytes(Buffer.from([0, 2, 0x61, 0x62]), 2)).bytes.toString()).toBe('ab\n');
    });

    it('end in an error or in text, whatever bytes are changed', async () => {
      const change = fc.record({
        at: fc.nat(),
        value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
      });
      const layouts = fc.record({
        runPageBytes: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 64 }), fc.constant(4096)),
        outputPageBytes: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.constant(4096)),
        eager: fc.boolean(),
        emptyLastPage: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(linesArbitrary(12), { minLength: 1, maxLength: 4 }),
          orderArbitrary,
          fc.array(change, { minLength: 1, maxLength: 4 }),
          fc.option(fc.nat(), { nil: undefined }),
          layouts,
          fc.constantFrom('run' as const, 'text' as const),
          async (groups, order, changes, cut, pageLayout, format) => {
            const runs = (
              await Promise.all(groups.map((lines) => makeRuns(engine, joinLines(lines), order, layout)))
            ).flat();
            for (const { at, value } of changes) {
              const { bytes } = runs[at % (runs.length || 1)] ?? { bytes: Buffer.alloc(0) };
              if (bytes.length > 0) bytes[(at >>> 3) % bytes.length] = value;
            }
            const damaged = runs.map((run, i) =>
              i === 0 && cut !== undefined
                ? { ...run, bytes: run.bytes.subarray(0, cut % (run.bytes.length + 1)) }
                : run,
            );
            try {
              const merged = await mergeRuns(engine, damaged, order, format, pageLayout);
              expect(merged.maxRecordBytes).toBeLessThanOrEqual(
                Math.max(0, ...damaged.map((run) => run.maxRecordBytes)),
              );
            } catch (error) {
              if (!(error instanceof CorruptRunError)) throw error;
              expect(error.fields['run']).toBeLessThan(damaged.length);
            }
          },
        ),
        { numRuns: 400 },
      );
    }, 120_000);
  });

  describe('misuse', () => {
    it('refuses calls while one runs', async () => {
      using scope = new ChunkScope(engine);
      const builder = builderWith(scope, 'b\na\n');
      const other = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      const page = scope.region(10);
      const sorted = builder.sort();
      expect(() => builder.append(page)).toThrow(KernelBusyError);
      expect(() => builder.endInput()).toThrow(KernelBusyError);
      expect(() => builder.adoptOpenLine(other)).toThrow(KernelBusyError);
      expect(() => other.adoptOpenLine(builder)).toThrow(KernelBusyError);
      expect(() => builder.reset()).toThrow(KernelBusyError);
      expect(() => builder.lineCount).toThrow(KernelBusyError);
      await Promise.all([
        expect(builder.sort()).rejects.toThrow(KernelBusyError),
        expect(builder.encode(page, 'run')).rejects.toThrow(KernelBusyError),
        sorted,
      ]);
      await Promise.all([
        expect(builder.encode(page, 'text')).resolves.toBe(4),
        expect(builder.encode(page, 'text')).rejects.toThrow(KernelBusyError),
      ]);

      const merger = mergerFor(scope, [1]);
      const merging = merger.merge(page);
      expect(() => merger.offer(0, page, true)).toThrow(KernelBusyError);
      await Promise.all([
        expect(merger.merge(page)).rejects.toThrow(KernelBusyError),
        expect(merging).resolves.toMatchObject({ starvedRun: 0 }),
      ]);
      for (const kernel of [builder, other, merger]) kernel.close();
    });

    it('refuses calls after close, which may be repeated', async () => {
      using scope = new ChunkScope(engine);
      const builder = builderWith(scope, 'a\n');
      const other = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      const merger = mergerFor(scope, [1]);
      const page = scope.region(10);
      for (const kernel of [builder, merger]) {
        kernel.close();
        kernel.close();
      }
      expect(() => builder.append(page)).toThrow(KernelClosedError);
      expect(() => builder.endInput()).toThrow(KernelClosedError);
      expect(() => builder.adoptOpenLine(other)).toThrow(KernelClosedError);
      expect(() => other.adoptOpenLine(builder)).toThrow(KernelClosedError);
      expect(() => builder.reset()).toThrow(KernelClosedError);
      expect(() => builder.lineCount).toThrow(KernelClosedError);
      await expect(builder.sort()).rejects.toThrow(KernelClosedError);
      await expect(builder.encode(page, 'run')).rejects.toThrow(KernelClosedError);
      expect(() => merger.offer(0, page, true)).toThrow(KernelClosedError);
      expect(() => merger.mergedLines).toThrow(KernelClosedError);
      await expect(merger.merge(page)).rejects.toThrow(KernelClosedError);
      other.close();
    });

    it('ends a running call when the kernel is closed, and gives the memory back', async () => {
      using scope = new ChunkScope(engine);
      const builder = builderWith(scope, 'b\na\n');
      const sorted = builder.sort();
      builder.close();
      await expect(sorted).rejects.toThrow(KernelClosedError);
      const merger = mergerFor(scope, [1]);
      const merged = merger.merge(scope.region(10));
      merger.close();
      await expect(merged).rejects.toThrow(KernelClosedError);
      const { pendingChunks } = engine.statistics();
      expect(pendingChunks).toBe(0);
    });

    it('refuses calls out of order', async () => {
      using scope = new ChunkScope(engine);
      const builder = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      const other = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      const page = scope.regionWith(Buffer.from('a\nb'));
      await expect(builder.encode(page, 'run')).rejects.toThrow(KernelStateError);
      builder.append(page);
      await expect(builder.sort()).rejects.toThrow(KernelStateError);
      other.append(scope.regionWith(Buffer.from('c\nd')));
      expect(() => other.adoptOpenLine(builder)).toThrow(KernelStateError);
      expect(builder.endInput()).toBe(true);
      await builder.sort();
      expect(() => builder.append(page)).toThrow(KernelStateError);
      expect(() => builder.endInput()).toThrow(KernelStateError);
      await expect(builder.sort()).rejects.toThrow(KernelStateError);
      builder.close();
      other.close();
    });

    it('refuses pages beyond the allowed number, after the last one, and of no run', () => {
      using scope = new ChunkScope(engine);
      const merger = mergerFor(scope, [1, 1]);
      const page = scope.region(1);
      for (let i = 0; i < merger.pagesPerRun; i++) merger.offer(0, page, false);
      expect(() => merger.offer(0, page, false)).toThrow(KernelStateError);
      expect(() => merger.offer(0, scope.region(0), true)).toThrow(KernelStateError);
      merger.offer(1, page, true);
      expect(() => merger.offer(1, page, true)).toThrow(KernelStateError);
      expect(() => merger.offer(2, page, true)).toThrow(IndexOutOfBoundsError);
      expect(() => merger.offer(-1, page, true)).toThrow(OffheapError);
      expect(() => merger.offer(0, scope.region(0), false)).toThrow(InvalidArgumentError);
      merger.close();
    });

    it('refuses regions that leave their chunk', async () => {
      using scope = new ChunkScope(engine);
      const region = scope.region(2 * smallest);
      const builder = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      const merger = mergerFor(scope, [1]);
      const outside: ChunkRegion[] = [
        { ...region, length: region.chunk.sizeBytes },
        { ...region, offset: region.chunk.sizeBytes + 16 },
        { ...region, offset: 2 ** 53 - 16 },
      ];
      for (const bad of outside) {
        expect(() => sorting.createRunBuilder(bad, plainOrder)).toThrow(IndexOutOfBoundsError);
        expect(() => builder.append(bad)).toThrow(IndexOutOfBoundsError);
        expect(() => merger.offer(0, bad, true)).toThrow(IndexOutOfBoundsError);
        await expect(merger.merge(bad)).rejects.toThrow(IndexOutOfBoundsError);
      }
      for (const offset of [-16, 0.5, Number.NaN]) {
        expect(() => builder.append({ ...region, offset })).toThrow(OffheapError);
        expect(() => builder.append({ ...region, length: offset })).toThrow(OffheapError);
      }
      builder.close();
      merger.close();
    });

    it('refuses regions that are too small, misplaced or empty', async () => {
      using scope = new ChunkScope(engine);
      const region = scope.region(2 * smallest);
      expect(() => sorting.createRunBuilder({ ...region, length: smallest - 1 }, plainOrder)).toThrow(
        InvalidArgumentError,
      );
      expect(() => sorting.createRunBuilder({ ...region, offset: 24, length: smallest }, plainOrder)).toThrow(
        InvalidArgumentError,
      );
      const maxRecordBytes = [10, 20];
      const length = sorting.mergeWorkspaceBytes(maxRecordBytes) - 1;
      const options = { order: plainOrder, format: 'text', maxRecordBytes, workspace: { ...region, length } } as const;
      expect(() => sorting.createRunMerger(options)).toThrow(InvalidArgumentError);
      const empty = scope.region(0);
      const builder = builderWith(scope, 'a\n');
      expect(builder.append(empty)).toBe(0);
      await builder.sort();
      await expect(builder.encode(empty, 'run')).rejects.toThrow(InvalidArgumentError);
      const merger = mergerFor(scope, [1]);
      await expect(merger.merge(empty)).rejects.toThrow(InvalidArgumentError);
      builder.close();
      merger.close();
    });

    it('refuses the open line of itself and of what is no builder', () => {
      using scope = new ChunkScope(engine);
      const builder = sorting.createRunBuilder(scope.region(smallest), plainOrder);
      for (const previous of [builder, {}]) {
        expect(() => builder.adoptOpenLine(previous as RunBuilder)).toThrow(InvalidArgumentError);
      }
      builder.close();
    });

    it('refuses memory that is freed', async () => {
      using scope = new ChunkScope(engine);
      const region = scope.region(smallest);
      scope.free(region);
      const builder = builderWith(scope, 'a\n');
      const merger = mergerFor(scope, [1]);
      expect(() => sorting.createRunBuilder(region, plainOrder)).toThrow(SegmentFreedError);
      expect(() => builder.append(region)).toThrow(SegmentFreedError);
      expect(() => merger.offer(0, region, true)).toThrow(SegmentFreedError);
      await expect(merger.merge(region)).rejects.toThrow(SegmentFreedError);
      await builder.sort();
      await expect(builder.encode(region, 'run')).rejects.toThrow(SegmentFreedError);
      builder.close();
      merger.close();
    });

    it('keeps the memory of a kernel that is freed too early until the kernel is closed', async () => {
      using scope = new ChunkScope(engine);
      const pending = () => engine.statistics().pendingChunks;
      const before = pending();
      const region = scope.region(smallest);
      const builder = sorting.createRunBuilder(region, plainOrder);
      builder.append(scope.regionWith(Buffer.from('b\na\n')));
      scope.free(region);
      expect(pending()).toBe(before + 1);
      // The native engine still has the memory, the other one only its size.
      const outcome = await builder.sort().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (outcome !== undefined) expect(outcome).toBeInstanceOf(SegmentFreedError);
      builder.close();
      expect(pending()).toBe(before);

      const workspace = scope.region(sorting.mergeWorkspaceBytes([1]));
      const merger = sorting.createRunMerger({ order: plainOrder, format: 'text', maxRecordBytes: [1], workspace });
      const page = scope.regionWith(Buffer.from([0, 1, 0x61]));
      merger.offer(0, page, true);
      scope.free(page);
      scope.free(workspace);
      expect(pending()).toBe(before + 2);
      const step = await merger.merge(scope.region(10)).catch((error: unknown) => error);
      if (step instanceof Error) expect(step).toBeInstanceOf(SegmentFreedError);
      merger.close();
      expect(pending()).toBe(before);
    });

    it('gives a page back as soon as it is drained', async () => {
      using scope = new ChunkScope(engine);
      const before = engine.statistics().pendingChunks;
      const merger = mergerFor(scope, [1]);
      const page = scope.regionWith(Buffer.from([0, 1, 0x61]));
      merger.offer(0, page, false);
      expect(await merger.merge(scope.region(10))).toMatchObject({ drainedRuns: [0], starvedRun: 0 });
      scope.free(page);
      expect(engine.statistics().pendingChunks).toBe(before);
      merger.close();
    });
  });
}
