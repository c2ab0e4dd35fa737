import { typeOf } from '../../lib/types/type-of.ts';
import { describeTypeParity } from './typed-parity.ts';
import { readTypeVectors } from './typed-vectors.ts';

for (const vectors of readTypeVectors('vectors/atoms.jsonl')) {
  describeTypeParity(vectors.type.kind, () => typeOf(vectors.type), vectors);
}
