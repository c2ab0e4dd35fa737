/**
 * The layout of a tree of budgets in shared memory, and the state word of its nodes.
 *
 * ```text
 * byte 0    header     i32 magic | i32 releases | i32 watchers | 52 unused
 * byte 64   node 1     i32 state | i32 parent | i32 owner | i32 depth | i32 nameLength | 12 unused
 *                      i64 used | i64 own | i64 limit | i64 peak
 *                      48 bytes of name | 16 unused
 * byte 192  node 2     …
 *
 * state  31          17   16   15          0
 *        +--------------+------+------------+
 *        | generation   | open | holds      |
 *        +--------------+------+------------+
 * ```
 * A hold is an operation in progress, or a child. Closed with holds: the last one gives back what the budget holds.
 * Closed without: vacant.
 */
const HEADER_BYTES = 64;
const NODE_BYTES = 128;
/** One MiB, of which the system only backs what is touched. */
export const MAX_NODES = 8191;
export const MEMORY_BYTES = HEADER_BYTES + MAX_NODES * NODE_BYTES;

/** 'OHB1' */
export const MAGIC = 0x3142484f;

/** Indices of 32-bit words in the header. */
export const HeaderWord = { magic: 0, releases: 1, watchers: 2 } as const;
/** Indices of 32-bit words in a node. */
export const NodeWord = { state: 0, parent: 1, owner: 2, depth: 3, nameLength: 4 } as const;
/** Indices of 64-bit words in a node. */
export const NodeLong = { used: 4, own: 5, limit: 6, peak: 7 } as const;
const NAME_OFFSET = 64;
export const MAX_NAME_BYTES = 47;

export const MAX_DEPTH = 31;
export const MAX_GENERATION = 2 ** 15 - 1;
/** The most that a tree counts. */
export const MAX_BYTES = BigInt(Number.MAX_SAFE_INTEGER);
/** A limit that is none. */
export const UNLIMITED = MAX_BYTES + 1n;

const OPEN = 1 << 16;

export const nodeState = {
  opened: (generation: number): number => (generation << 17) | OPEN,
  closed: (generation: number): number => generation << 17,
  generation: (state: number): number => state >>> 17,
  holds: (state: number): number => state & 0xffff,
  isOpen: (state: number): boolean => (state & OPEN) !== 0,
  /** The state with `open` taken away and one hold more. */
  closing: (state: number): number => state - OPEN + 1,
};

/** The index of a node's first 32-bit word. */
export function wordOf(id: number): number {
  return (HEADER_BYTES + (id - 1) * NODE_BYTES) / 4;
}

/** The index of a node's first 64-bit word. */
export function longOf(id: number): number {
  return (HEADER_BYTES + (id - 1) * NODE_BYTES) / 8;
}

/** The offset of a node's name. */
export function nameOf(id: number): number {
  return HEADER_BYTES + (id - 1) * NODE_BYTES + NAME_OFFSET;
}
