import type { SerializerSnapshot } from './serializer-snapshot.ts';
import type { TypeDescription } from './type-description.ts';

export function snapshotOf(type: TypeDescription): SerializerSnapshot {
  return { version: 1, type };
}
