import { describe, expect, it } from 'vitest';
import type { TypeDescription } from '../../lib/types/type-description.ts';
import { typeOf } from '../../lib/types/type-of.ts';
import { registerFlinkValues } from './flink-values.ts';
import { describeTypeParity } from './typed-parity.ts';
import { readTypeVectors } from './typed-vectors.ts';

registerFlinkValues();

const vectors = readTypeVectors('vectors/composites.jsonl');
const kinds = [...new Set(vectors.map(({ type }) => type.kind))];

describe.each(kinds)('%s', (kind) => {
  for (const ofType of vectors.filter(({ type }) => type.kind === kind)) {
    describeTypeParity(titleOf(ofType.type), () => typeOf(ofType.type), ofType);
  }
});

it('has vectors of every kind of composite', () => {
  expect(kinds.toSorted()).toEqual(
    ['array', 'either', 'list', 'map', 'nullable', 'pojo', 'primitiveArray', 'row', 'tuple', 'value'].toSorted(),
  );
});

function titleOf(type: TypeDescription): string {
  return typeOf(type).toString();
}
