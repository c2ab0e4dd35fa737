import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../lib/cli/command-line.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { linesArbitrary } from '../fixtures/line-arbitraries.ts';
import { joinLines } from '../fixtures/line-order-oracle.ts';
import { gnuSortMissing, offheap, run, titled } from '../fixtures/offheap-command.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

const noReference = gnuSortMissing();

const ordering = fc.subarray(['b', 'd', 'f', 'i', 'n', 'r']).map((letters) => letters.join(''));
const smallNumber = fc.integer({ min: 1, max: 4 });

/** `-k` as people write it, and as nobody does. */
const keyOption = fc
  .record({
    startField: smallNumber,
    startChar: fc.option(smallNumber, { nil: undefined }),
    startOrdering: ordering,
    end: fc.option(fc.record({ field: smallNumber, char: fc.option(fc.nat(4), { nil: undefined }), ordering }), {
      nil: undefined,
    }),
  })
  .map(({ startField, startChar, startOrdering, end }) => {
    const start = `${startField}${startChar === undefined ? '' : `.${startChar}`}${startOrdering}`;
    if (end === undefined) return start;
    return `${start},${end.field}${end.char === undefined ? '' : `.${end.char}`}${end.ordering}`;
  })
  .filter((spec) => !(spec.includes('n') && /[di]/.test(spec)));

/** Options that both programs take. Orderings that exclude each other have a test of their own. */
const sortOptions = fc
  .record({
    global: ordering.filter((letters) => !(letters.includes('n') && /[di]/.test(letters))),
    unique: fc.boolean(),
    stable: fc.boolean(),
    separator: fc.option(fc.constantFrom(':', ',', ' ', '\t', '\\0', 'a'), { nil: undefined }),
    keys: fc.array(keyOption, { maxLength: 3 }),
    combined: fc.boolean(),
  })
  .map(({ global, unique, stable, separator, keys, combined }) => {
    const letters = `${global}${unique ? 'u' : ''}${stable ? 's' : ''}`;
    const flags = combined ? (letters === '' ? [] : [`-${letters}`]) : [...letters].map((letter) => `-${letter}`);
    const separators = separator === undefined ? [] : combined ? [`-t${separator}`] : ['-t', separator];
    return [...flags, ...separators, ...keys.flatMap((key) => (combined ? [`-k${key}`] : ['--key', key]))];
  });

const lastNewline = fc.boolean();

describe.skipIf(noReference !== undefined)(titled('offheap sort', noReference), () => {
  for (const { name, engine, missing } of enginesUnderTest) {
    describe.skipIf(engine === undefined)(`on the ${name} engine${missing}`, () => {
      it('writes the bytes that LC_ALL=C sort writes, for any lines and options', async () => {
        const folder = scratchFolder();
        const [input, output] = [join(folder, 'input'), join(folder, 'output')];
        await fc.assert(
          fc.asyncProperty(linesArbitrary(40), lastNewline, sortOptions, async (lines, ends, options) => {
            const text = joinLines(lines);
            writeFileSync(input, ends ? text : text.subarray(0, -1));
            expect(await runCommandLine(['sort', '--engine', name, ...options, '-o', output, input])).toBe(0);
            expectSame(readFileSync(output), sortedBySort1([...options, input]));
          }),
          { numRuns: 150 },
        );
      });

      it('writes the same bytes when little memory makes it spill', async () => {
        const folder = scratchFolder();
        const [input, output] = [join(folder, 'input'), join(folder, 'output')];
        const stats = join(folder, 'stats');
        await fc.assert(
          fc.asyncProperty(manyLines, sortOptions, async (text, options) => {
            writeFileSync(input, text);
            const limits = ['--engine', name, '--memory', '512kb', '--stats', stats];
            expect(await runCommandLine(['sort', ...limits, ...options, '-o', output, input])).toBe(0);
            const report = JSON.parse(readFileSync(stats, 'utf8')) as Record<string, number>;
            expect(report['runs']).toBeGreaterThan(1);
            expect(report['peakOffHeapBytes']).toBeLessThanOrEqual(512 * 1024);
            expectSame(readFileSync(output), sortedBySort1([...options, input]));
          }),
          { numRuns: 8 },
        );
      });

      it.each([
        ['no bytes', ''],
        ['one newline', '\n'],
        ['nothing but newlines', '\n\n\n'],
        ['no newline at the end', 'b\na\nc'],
        ['NUL bytes', 'b\0b\nb\0a\n\0\nb\n'],
        ['bytes that are no UTF-8', Buffer.from([0xff, 0x0a, 0xc3, 0x0a, 0x80, 0xfe, 0x0a, 0x61, 0x0a])],
        ['carriage returns', 'b\r\na\r\na\n'],
        ['a line that is longer than a page', `${'x'.repeat(3_000_000)}b\nshort\n${'x'.repeat(3_000_000)}a\n`],
      ])('takes %s from standard input', (_, input) => {
        const outcome = offheap(['sort', '--engine', name], { input });
        expect(outcome).toMatchObject({ status: 0, stderr: '' });
        expectSame(outcome.stdout, sortedBySort1([], input));
      });
    });
  }

  it.each([
    '',
    '-',
    'a b',
    'b - a',
    '- a -',
    'a a',
    'empty open',
    'open a',
    '-- -x -r',
    'a -r b -u',
    '-rk1,1n a b',
    'a -nt, b',
    '-k1,1 -k2 -- a b',
    '--key=1,1n --reverse a',
  ])('reads the inputs and options in any order: %j', (words) => {
    const args = words.split(' ').filter(Boolean);
    const folder = scratchFolder();
    writeFileSync(join(folder, 'a'), 'banana\n10\n9\n');
    writeFileSync(join(folder, 'b'), 'apple\nbanana\n');
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'open'), 'no newline');
    writeFileSync(join(folder, '-x'), 'minus x\n');
    writeFileSync(join(folder, '-r'), 'minus r\n');
    const options = { cwd: folder, input: 'from standard input\nand more' };
    const outcome = offheap(['sort', ...args], options);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout.toString()).toBe(run(['sort', ...args], options).stdout.toString());
  });

  it('refuses the keys and option combinations that sort(1) refuses, and no others', async () => {
    const folder = scratchFolder();
    const input = join(folder, 'input');
    writeFileSync(input, '');
    const spec = fc.oneof(
      keyOption,
      fc.string({ unit: fc.constantFrom(...'0123,..bdfinrx -+'), minLength: 1, maxLength: 6 }),
    );
    const options = fc
      .tuple(ordering, fc.array(spec, { maxLength: 2 }))
      .map(([letters, specs]) => [...(letters === '' ? [] : [`-${letters}`]), ...specs.map((key) => `-k${key}`)]);
    const silent = process.stderr.write;
    process.stderr.write = () => true;
    try {
      await fc.assert(
        fc.asyncProperty(options, async (args) => {
          const reference = run(['sort', ...args, input]).status;
          const ours = await runCommandLine(['sort', ...args, '-o', join(folder, 'output'), input]);
          expect(ours).toBe(reference === 0 ? 0 : 1);
        }),
        { numRuns: 200 },
      );
    } finally {
      process.stderr.write = silent;
    }
  });
});

/** A few hundred kilobytes: more than fits, of lines that collide. */
const manyLines = fc.tuple(linesArbitrary(30), fc.integer({ min: 1, max: 0x7fffffff })).map(([few, seed]) => {
  const lines: Buffer[] = [Buffer.from('never empty')];
  let state = seed;
  for (let bytes = 0; bytes < 700_000; ) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const base = few[state % Math.max(few.length, 1)] ?? Buffer.alloc(0);
    const line = state % 3 === 0 ? base : Buffer.concat([base, Buffer.from(String(state % 100_000))]);
    lines.push(line);
    bytes += line.length + 1;
  }
  return joinLines(lines);
});

function sortedBySort1(args: readonly string[], input: Uint8Array | string = ''): Buffer {
  const outcome = run(['sort', ...args], { input });
  if (outcome.status !== 0) throw new Error(outcome.stderr);
  return outcome.stdout;
}

/** Buffers in a failure message help nobody; the first line that differs does. */
function expectSame(actual: Buffer, expected: Buffer): void {
  if (actual.equals(expected)) return;
  const [ours, theirs] = [actual, expected].map((bytes) => bytes.toString('latin1').split('\n'));
  const line = theirs?.findIndex((text, index) => text !== ours?.[index]) ?? 0;
  expect({ line, text: ours?.[line], length: actual.length }).toEqual({
    line,
    text: theirs?.[line],
    length: expected.length,
  });
  throw new Error('outputs differ');
}
