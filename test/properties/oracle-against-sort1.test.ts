import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineOrder, SortKey } from '../../lib/engine/sort-kernels.ts';
import { linesArbitrary, orderArbitrary, plainOrder, wholeLineKey } from '../fixtures/line-arbitraries.ts';
import { joinLines, sortedByOracle, splitLines } from '../fixtures/line-order-oracle.ts';
import { gnuSortMissing, titled } from '../fixtures/offheap-command.ts';

function sortedByGnuSort(input: Buffer, order: LineOrder): Buffer {
  const child = spawnSync('sort', argumentsFor(order), { input, env: { ...process.env, LC_ALL: 'C' } });
  if (child.status !== 0) throw new Error(`sort ${argumentsFor(order).join(' ')}: ${child.stderr.toString('latin1')}`);
  return child.stdout;
}

function argumentsFor(order: LineOrder): string[] {
  const separator = order.separator === 0 ? '\\0' : String.fromCharCode(order.separator);
  return [
    ...(order.separator < 0 ? [] : ['-t', separator]),
    ...(order.descending ? ['-r'] : []),
    ...(order.stable ? ['-s'] : []),
    ...(order.unique ? ['-u'] : []),
    ...order.keys.flatMap((key) => ['-k', keyArgument(key)]),
  ];
}

function keyArgument(key: SortKey): string {
  const options = [
    key.numeric && 'n',
    key.descending && 'r',
    key.foldCase && 'f',
    key.dictionary && 'd',
    key.ignoreNonprinting && 'i',
  ];
  const start = `${key.startField + 1}.${key.startChar + 1}${key.skipStartBlanks ? 'b' : ''}`;
  const end = key.endField < 0 ? '' : `,${key.endField + 1}.${key.endChar}${key.skipEndBlanks ? 'b' : ''}`;
  return start + end + options.filter(Boolean).join('');
}

/** A key without options of its own takes the global ones, and sort(1) refuses some options beside `n`. */
function sayable(order: LineOrder): LineOrder {
  const keys = order.keys.map((key) => {
    const possible = key.numeric ? { ...key, dictionary: false, ignoreNonprinting: false } : key;
    const { numeric, foldCase, dictionary, ignoreNonprinting, skipStartBlanks } = possible;
    const skipsEnd = possible.skipEndBlanks && possible.endField >= 0;
    const hasOptions = numeric || foldCase || dictionary || ignoreNonprinting || skipStartBlanks || skipsEnd;
    return hasOptions ? possible : { ...possible, descending: possible.descending || order.descending };
  });
  return { ...order, keys };
}

const missing = gnuSortMissing();

describe.skipIf(missing !== undefined)(titled('the oracle', missing), () => {
  it('orders lines as LC_ALL=C sort does', () => {
    fc.assert(
      fc.property(linesArbitrary(40), orderArbitrary.map(sayable), (lines, order) => {
        const text = joinLines(lines);
        expect(joinLines(sortedByOracle(splitLines(text), order)).toString('latin1')).toBe(
          sortedByGnuSort(text, order).toString('latin1'),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('ends a last line that has no newline', () => {
    const text = Buffer.from('b\na');
    expect(joinLines(sortedByOracle(splitLines(text), plainOrder))).toEqual(sortedByGnuSort(text, plainOrder));
  });

  it.each(['9\x800', '9\x80\x800', '\x809', '-\x809', '9.\x801', '9\x80.1', '\x80-9', '9\x81'])(
    'reads %j as the number that sort(1) reads',
    (number) => {
      const order = { ...plainOrder, keys: [{ ...wholeLineKey, numeric: true }] };
      for (const other of ['-90', '-9', '0', '9', '9.1', '90', '900']) {
        const text = Buffer.from(`${number}\n${other}\n`, 'latin1');
        for (const unique of [false, true]) {
          const sorted = joinLines(sortedByOracle(splitLines(text), { ...order, unique }));
          expect(sorted.toString('latin1')).toBe(sortedByGnuSort(text, { ...order, unique }).toString('latin1'));
        }
      }
    },
  );

  it('lets the dictionary filter win over the printable one', () => {
    const text = Buffer.from('\tb\na\n');
    const order = { ...plainOrder, keys: [{ ...wholeLineKey, dictionary: true, ignoreNonprinting: true }] };
    const sorted = joinLines(sortedByOracle(splitLines(text), order));
    expect(sorted.toString()).toBe('\tb\na\n');
    expect(sorted).toEqual(sortedByGnuSort(text, order));
  });
});
