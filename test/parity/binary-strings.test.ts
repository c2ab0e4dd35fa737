import { describe, expect, it } from 'vitest';
import { BinaryString } from '../../lib/rows/binary-string.ts';
import { disagreements } from './disagreements.ts';
import { readVectorLines } from './vector-lines.ts';
import { bytesOfHex, hexOf, textOfUnits, unitsOfText } from './vectors.ts';

interface TextVector {
  readonly value: string;
  readonly bytes: string;
  /** What Flink reads of the bytes. */
  readonly text: string;
  readonly hash: number;
}

interface PairVector {
  readonly pair: readonly [number, number];
  readonly sign: number;
}

const lines = readVectorLines<TextVector | PairVector>('vectors/binary-strings.jsonl');
const texts = lines.filter((line) => 'value' in line);
const pairs = lines.filter((line) => 'pair' in line);

describe('binary strings against Flink', () => {
  it('has the bytes and the hash code that Flink makes of a text', () => {
    expect(
      disagreements(texts, ({ value, bytes, hash }) => {
        const string = BinaryString.from(textOfUnits(value));
        return hexOf(string.toBytes()) === bytes && string.hashCode() === hash;
      }),
    ).toEqual([]);
  });

  it('reads the text that Flink reads', () => {
    expect(
      disagreements(texts, ({ bytes, text, hash }) => {
        const string = BinaryString.fromBytes(bytesOfHex(bytes));
        return unitsOfText(string.toString()) === text && string.hashCode() === hash;
      }),
    ).toEqual([]);
  });

  it('orders texts as Flink does', () => {
    expect(
      disagreements(pairs, ({ pair: [a, b], sign }) => {
        const [first, second] = [texts[a] as TextVector, texts[b] as TextVector];
        const compared = BinaryString.from(textOfUnits(first.value)).compareTo(
          BinaryString.fromBytes(bytesOfHex(second.bytes)),
        );
        return Math.sign(compared) + 0 === sign;
      }),
    ).toEqual([]);
  });
});
