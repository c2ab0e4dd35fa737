import { typeOf } from '../../lib/types/type-of.ts';
import { type Differences, describeTypeParity } from './typed-parity.ts';
import { readTypeVectors } from './typed-vectors.ts';

/** docs/flink-parity.md, Atomic types. */
const DIFFERENCES: Readonly<Record<string, Differences>> = {
  float: { ownKeys: true, ownOrderOfBytes: true },
  double: { ownKeys: true, ownOrderOfBytes: true },
};

for (const vectors of readTypeVectors('vectors/atoms.jsonl')) {
  const { type } = vectors;
  describeTypeParity(type.kind, () => typeOf(type), vectors, DIFFERENCES[type.kind]);
}
