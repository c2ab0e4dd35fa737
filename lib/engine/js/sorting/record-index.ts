/** Bytes of one index entry. */
export const ENTRY_BYTES = 16;

/** Bytes that stay free between records and index: words are read behind the end of a record. */
export const SLACK_BYTES = 8;

/**
 * The index of a region: one entry a record, growing from the end of the region to its start.
 *
 * ```text
 * +--------------------------+---------------+-----------------+
 * | float64 window           | uint32 offset | uint32 compared |
 * +--------------------------+---------------+-----------------+
 * 0                          8               12                16
 * ```
 * window: what the sort compares next (index-sort.ts); offset: of the record in the region; compared: its compared length.
 */
export class RecordIndex {
  /** Two elements an entry; the second one is offset and length. */
  readonly windows: Float64Array;
  /** Four elements an entry; the first two are the window. */
  readonly words: Uint32Array;
  /** Entries that fit if there were no records. */
  readonly capacity: number;
  #first: number;

  /** Takes the end of the region that `view` covers; start and size of both are multiples of ENTRY_BYTES. */
  constructor({ buffer, byteOffset }: DataView, sizeBytes: number) {
    this.capacity = sizeBytes / ENTRY_BYTES;
    this.windows = new Float64Array(buffer, byteOffset, this.capacity * 2);
    this.words = new Uint32Array(buffer, byteOffset, this.capacity * 4);
    this.#first = this.capacity;
  }

  /** The entry added last; entries lie in [first, capacity). */
  get first(): number {
    return this.#first;
  }

  clear(): void {
    this.#first = this.capacity;
  }

  add(offset: number, compared: number): void {
    const entry = --this.#first;
    this.words[entry * 4 + 2] = offset;
    this.words[entry * 4 + 3] = compared;
  }
}
