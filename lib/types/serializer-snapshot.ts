import type { TypeDescription } from './type-description.ts';

/** What is kept beside serialized values: JSON. */
export interface SerializerSnapshot {
  /** Of the form of writing, so that it can change one day. */
  readonly version: 1;
  readonly type: TypeDescription;
}

/**
 * Whether bytes that were written with one serializer can be read with another.
 *
 * - `compatible`: as they are.
 * - `after-migration`: only by the old serializer; the new one can write what it read (rows: fields added at any place that are
 *   nullable, fields removed, int to long and float to double).
 * - `incompatible`: not at all; `reason` says where.
 */
export type SerializerCompatibility =
  | { readonly result: 'compatible' | 'after-migration' }
  | { readonly result: 'incompatible'; readonly reason: string };
