/** What a row does to a table: Flink's RowKind, in the order of its byte values. */
export type RowKind = 'insert' | 'updateBefore' | 'updateAfter' | 'delete';

export const ROW_KINDS: readonly RowKind[] = Object.freeze(['insert', 'updateBefore', 'updateAfter', 'delete']);

/** Bits of the mask before those of the fields. */
const KIND_BITS = 2;

/** Two bits of the kind, the lower first, at the top of the mask's first byte. */
export function maskOfKind(kind: number): number {
  return ((kind & 1) << 7) | ((kind & 2) << 5);
}

export function kindOfMask(byte: number): number {
  return ((byte >> 7) & 1) | ((byte >> 5) & 2);
}

/** `field` as a bit of the mask: in byte `bit >> 3`, the highest bit first. */
export function maskBit(field: number): number {
  return field + KIND_BITS;
}

export function maskLength(fields: number): number {
  return (fields + KIND_BITS + 7) >> 3;
}
