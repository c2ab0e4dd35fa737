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
 * - `compatible`: as they are; longs that are read as numbers now, if they are safe integers.
 * - `after-migration`: only by the old serializer; `migrationFrom` writes them anew (fields that were added and are nullable,
 *   removed or moved, constants of enums that were moved, what has become nullable).
 * - `incompatible`: not at all; `reason` says where.
 */
export type SerializerCompatibility =
  | { readonly result: 'compatible' | 'after-migration' }
  | { readonly result: 'incompatible'; readonly reason: string };
