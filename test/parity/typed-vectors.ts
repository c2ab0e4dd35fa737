import type { KeyDescription } from '../../lib/types/comparator-description.ts';
import type { TypeDescription } from '../../lib/types/type-description.ts';
import type { Json } from './value-of-json.ts';
import { readVectorLines, sectionsOf } from './vector-lines.ts';

/** An order and, where it has normalized keys, what Flink says of them. */
export interface OrderVector {
  readonly order: 'ascending' | 'descending' | readonly KeyDescription[];
  /** Of a key that says everything; null: it depends on the value. */
  readonly keyBytes?: number | null;
  readonly invert?: boolean;
  /** Of the keys of each value. */
  readonly lengths?: readonly number[];
  readonly prefixOnly?: readonly boolean[];
}

interface TypeLine {
  readonly type: TypeDescription;
  readonly length: number;
  readonly orders: readonly OrderVector[];
}

export interface ValueVector {
  readonly value: Json;
  readonly bytes: string;
  /** For each order; null: a key is null. One for both orders of a type that is its own key. */
  readonly hash?: readonly (number | null)[];
  readonly keys?: readonly (readonly string[] | null)[];
}

export interface PairVector {
  /** Places of two values. */
  readonly pair: readonly [number, number];
  /** For each order; null: a key is null. */
  readonly signs: readonly (number | null)[];
  /** Where compareSerialized does not agree with compare. */
  readonly signsOfBytes?: readonly (number | null)[];
}

/** The first values, one after another, in the pages that Flink writes. */
export interface PagesVector {
  readonly paged: number;
  readonly segmentSize: number;
  readonly headerLength: number;
  readonly pages: readonly string[];
}

/** Bytes that a pojo of another class left. */
export interface ForeignVector {
  readonly foreign: string;
  readonly bytes: string;
}

/** Bytes of a value that it does not always have: Flink writes some objects otherwise than others that are equal. */
export interface OtherFormVector {
  readonly otherForm: Json;
  readonly bytes: string;
}

export interface TypeVectors extends TypeLine {
  readonly values: readonly ValueVector[];
  readonly pairs: readonly PairVector[];
  readonly paged: readonly PagesVector[];
  readonly foreign: readonly ForeignVector[];
  readonly otherForms: readonly OtherFormVector[];
}

export function readTypeVectors(name: string): TypeVectors[] {
  type Line = ValueVector | PairVector | PagesVector | ForeignVector | OtherFormVector;
  const isHead = (line: TypeLine | Line): line is TypeLine => 'type' in line;
  return sectionsOf(readVectorLines<TypeLine | Line>(name), isHead).map(({ head, lines }) => ({
    ...head,
    values: lines.filter((line) => 'value' in line),
    pairs: lines.filter((line) => 'pair' in line),
    paged: lines.filter((line) => 'paged' in line),
    otherForms: lines.filter((line) => 'otherForm' in line),
    foreign: lines.filter((line) => 'foreign' in line),
  }));
}
