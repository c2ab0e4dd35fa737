import type { TypeDescription } from '../../lib/types/type-description.ts';
import { typeOf } from '../../lib/types/type-of.ts';
import { describeTypeParity } from './typed-parity.ts';
import { readTypeVectors } from './typed-vectors.ts';

const LONG_AS_NUMBER: TypeDescription = { kind: 'long', as: 'number' };

for (const vectors of readTypeVectors('vectors/atoms.jsonl')) {
  describeTypeParity(vectors.type.kind, () => typeOf(vectors.type), vectors);
  if (vectors.type.kind === 'long') {
    describeTypeParity('long as number', () => typeOf(LONG_AS_NUMBER), { ...vectors, type: LONG_AS_NUMBER });
  }
}
