import type { RecordIndex } from './record-index.ts';
import type { TimeSlice } from './time-slice.ts';

/** Record bytes in a window. */
const WINDOW_BYTES = 6;
/** Code of a window behind which the record goes on; smaller ones are the number of bytes that it had left. */
const GOES_ON = 7;

/** Digits of a window: six bytes and the code. */
const CODE_LEVEL = WINDOW_BYTES;
/** Factor that moves digit `level` of a window to the lowest eight bits. */
const DIGIT_SCALES = Float64Array.from({ length: CODE_LEVEL + 1 }, (_, level) =>
  level === CODE_LEVEL ? 1 : 2 ** -(3 + 8 * (WINDOW_BYTES - 1 - level)),
);
const DIGITS = 256;
/** Masks of the first 0 to 4 bytes of a big-endian word. */
const HIGH_BYTES = Int32Array.of(0, 0xff00_0000, 0xffff_0000, 0xffff_ff00, 0xffff_ffff);

/** Entries up to which quicksort beats distribution; its worst case is quadratic, so this also bounds the waste. */
const QUICKSORT_LIMIT = 768;
const INSERTION_LIMIT = 12;
/** Longest rest of a record that insertion compares at once. */
const INSERTION_TAIL_BYTES = 1024;
const ENTRIES_PER_STEP = 1 << 13;

/** `level` of a group whose windows have to be loaded first. */
const UNLOADED = -1;
/** `depth` of a group of equal records, which goes by offset. */
const BY_OFFSET = -1;

type Stage = 'next' | 'load' | 'count' | 'distribute';

export interface IndexSortOptions {
  /** Entries whose compared parts are the same go by offset: 'ascending', 'descending', or in any order. */
  readonly ties: 'ascending' | 'descending' | 'any';
}

/**
 * Sorts the entries of an index by the compared bytes of their records, ascending, in slices of time.
 *
 * A window holds what is compared next, as one float64 that is an exact integer below 2^51:
 * ```text
 * | 6 record bytes from `depth` on, zero-padded (48 bits) | min(bytes left, 7) (3 bits) |
 * ```
 *  1. Load the windows of a group at its depth.
 *  2. A large group is distributed by the first digit in which its windows differ (in place, by cycles), a small one is sorted
 *     by quicksort.
 *  3. Equal windows whose code is 7 form a group six bytes deeper; others are equal records.
 *
 * Groups wait on a stack, the largest of each distribution below the others: it holds at most 256 groups for each halving of
 * the number of entries. A window is loaded once, so long common prefixes cost no more than their length.
 */
export class IndexSort {
  readonly #records: DataView;
  readonly #windows: Float64Array;
  readonly #words: Uint32Array;
  readonly #ties: IndexSortOptions['ties'];
  /** Four numbers a group: from, to, depth, level. */
  readonly #groups: number[] = [];
  readonly #heads = new Uint32Array(DIGITS);
  readonly #ends = new Uint32Array(DIGITS);

  #stage: Stage = 'next';
  #from = 0;
  #to = 0;
  #depth = 0;
  #level = UNLOADED;
  /** Next entry, or next digit while distributing. */
  #at = 0;
  #least = 0;
  #greatest = 0;

  constructor(records: DataView, index: RecordIndex, { ties }: IndexSortOptions) {
    this.#records = records;
    this.#windows = index.windows;
    this.#words = index.words;
    this.#ties = ties;
    if (index.capacity - index.first > 1) this.#push(index.first, index.capacity, 0, UNLOADED);
  }

  /** Works until the slice is used up (false) or all is sorted (true). */
  step(slice: TimeSlice): boolean {
    for (;;) {
      if (this.#stage === 'next' && this.#groups.length === 0) return true;
      if (slice.spend(this.#advance())) return false;
    }
  }

  /** Returns the units of work done. */
  #advance(): number {
    switch (this.#stage) {
      case 'next':
        return this.#nextGroup();
      case 'load': {
        const end = Math.min(this.#to, this.#at + ENTRIES_PER_STEP);
        const entries = end - this.#at;
        this.#load(this.#at, end);
        this.#at = end;
        if (end === this.#to) this.#loaded();
        return 2 * entries + 4;
      }
      case 'count': {
        const end = Math.min(this.#to, this.#at + ENTRIES_PER_STEP);
        const entries = end - this.#at;
        this.#count(this.#at, end);
        this.#at = end;
        if (end === this.#to) this.#counted();
        return entries;
      }
      case 'distribute': {
        const left = this.#distribute(ENTRIES_PER_STEP);
        if (this.#at === DIGITS) this.#distributed();
        return ENTRIES_PER_STEP - left;
      }
    }
  }

  #push(from: number, to: number, depth: number, level: number): void {
    this.#groups.push(from, to, depth, level);
  }

  #nextGroup(): number {
    this.#level = this.#groups.pop() as number;
    this.#depth = this.#groups.pop() as number;
    this.#to = this.#groups.pop() as number;
    this.#from = this.#groups.pop() as number;
    if (this.#level === UNLOADED) {
      this.#stage = 'load';
      this.#at = this.#from;
      this.#least = Number.POSITIVE_INFINITY;
      this.#greatest = -1;
      return 1;
    }
    return this.#sortLoaded();
  }

  #sortLoaded(): number {
    const entries = this.#to - this.#from;
    if (entries <= QUICKSORT_LIMIT) {
      this.#stage = 'next';
      this.#sortSmall(this.#from, this.#to, this.#depth);
      return entries * 8;
    }
    this.#stage = 'count';
    this.#at = this.#from;
    this.#ends.fill(0);
    return 1;
  }

  #loaded(): void {
    this.#stage = 'next';
    if (this.#least === this.#greatest) {
      this.#equalWindows(this.#from, this.#to, this.#depth, this.#least);
      return;
    }
    this.#level = 0;
    while (digit(this.#least, this.#level) === digit(this.#greatest, this.#level)) this.#level++;
    this.#sortLoaded();
  }

  #load(from: number, to: number): void {
    if (this.#depth === BY_OFFSET) {
      this.#loadOffsets(from, to);
      return;
    }
    const records = this.#records;
    const windows = this.#windows;
    const words = this.#words;
    const depth = this.#depth;
    let least = this.#least;
    let greatest = this.#greatest;
    for (let entry = from; entry < to; entry++) {
      const at = (words[entry * 4 + 2] as number) + depth;
      const left = (words[entry * 4 + 3] as number) - depth;
      let window: number;
      if (left >= WINDOW_BYTES) {
        window =
          (records.getUint32(at) * 0x1_0000 + records.getUint16(at + 4)) * 8 +
          (left > WINDOW_BYTES ? GOES_ON : WINDOW_BYTES);
      } else {
        window = lastWindow(records, at, left);
      }
      windows[entry * 2] = window;
      if (window < least) least = window;
      if (window > greatest) greatest = window;
    }
    this.#least = least;
    this.#greatest = greatest;
  }

  #loadOffsets(from: number, to: number): void {
    for (let entry = from; entry < to; entry++) {
      const offset = this.#words[entry * 4 + 2] as number;
      // A multiple of eight, so that the code says that nothing follows.
      const window = (this.#ties === 'ascending' ? offset : 0xffff_ffff - offset) * 8;
      this.#windows[entry * 2] = window;
      this.#least = Math.min(this.#least, window);
      this.#greatest = Math.max(this.#greatest, window);
    }
  }

  #equalWindows(from: number, to: number, depth: number, window: number): void {
    if (to - from < 2 || depth === BY_OFFSET) return;
    if (window % 8 === GOES_ON) this.#push(from, to, depth + WINDOW_BYTES, UNLOADED);
    else if (this.#ties !== 'any') this.#push(from, to, BY_OFFSET, UNLOADED);
  }

  #count(from: number, to: number): void {
    const windows = this.#windows;
    const counts = this.#ends;
    const scale = DIGIT_SCALES[this.#level] as number;
    for (let entry = from; entry < to; entry++) {
      const digit = ((windows[entry * 2] as number) * scale) & 0xff;
      counts[digit] = (counts[digit] as number) + 1;
    }
  }

  #counted(): void {
    const heads = this.#heads;
    const ends = this.#ends;
    let end = this.#from;
    let used = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = ends[digit] as number;
      if (count > 0) used++;
      heads[digit] = end;
      end += count;
      ends[digit] = end;
    }
    this.#stage = 'distribute';
    if (used > 1) {
      this.#at = 0;
    } else {
      this.#at = DIGITS;
      this.#distributed();
    }
  }

  /** Puts entries into the places of their digits; returns what is left of `budget`. */
  #distribute(budget: number): number {
    const windows = this.#windows;
    const words = this.#words;
    const heads = this.#heads;
    const ends = this.#ends;
    const scale = DIGIT_SCALES[this.#level] as number;
    let left = budget;
    for (; this.#at < DIGITS; this.#at++) {
      const home = this.#at;
      const end = ends[home] as number;
      let head = heads[home] as number;
      while (head < end) {
        if (left <= 0) {
          heads[home] = head;
          return 0;
        }
        let window = windows[head * 2] as number;
        let digit = (window * scale) & 0xff;
        left--;
        if (digit !== home) {
          // Carries an entry to its place and the one from there on, until one comes home.
          let offset = words[head * 4 + 2] as number;
          let compared = words[head * 4 + 3] as number;
          do {
            const place = heads[digit] as number;
            heads[digit] = place + 1;
            const nextWindow = windows[place * 2] as number;
            const nextOffset = words[place * 4 + 2] as number;
            const nextCompared = words[place * 4 + 3] as number;
            windows[place * 2] = window;
            words[place * 4 + 2] = offset;
            words[place * 4 + 3] = compared;
            window = nextWindow;
            offset = nextOffset;
            compared = nextCompared;
            digit = (window * scale) & 0xff;
            left--;
          } while (digit !== home && left > 0);
          windows[head * 2] = window;
          words[head * 4 + 2] = offset;
          words[head * 4 + 3] = compared;
          if (digit !== home) continue;
        }
        head++;
      }
      heads[home] = head;
    }
    return left;
  }

  #distributed(): void {
    this.#stage = 'next';
    const ends = this.#ends;
    let largest = 0;
    for (let digit = 0, from = this.#from; digit < DIGITS; digit++) {
      const end = ends[digit] as number;
      if (end - from > (ends[largest] as number) - (largest === 0 ? this.#from : (ends[largest - 1] as number)))
        largest = digit;
      from = end;
    }
    this.#bucket(largest);
    for (let digit = 0; digit < DIGITS; digit++) if (digit !== largest) this.#bucket(digit);
  }

  #bucket(digit: number): void {
    const from = digit === 0 ? this.#from : (this.#ends[digit - 1] as number);
    const to = this.#ends[digit] as number;
    if (to - from < 2) return;
    if (this.#level < CODE_LEVEL) this.#push(from, to, this.#depth, this.#level + 1);
    else this.#equalWindows(from, to, this.#depth, this.#windows[from * 2] as number);
  }

  #sortSmall(from: number, to: number, depth: number): void {
    this.#quicksort(from, to);
    const windows = this.#windows;
    let start = from;
    while (start < to) {
      const window = windows[start * 2] as number;
      let end = start + 1;
      while (end < to && windows[end * 2] === window) end++;
      if (end - start > 1) this.#equalWindowsOfSmall(start, end, depth, window);
      start = end;
    }
  }

  #equalWindowsOfSmall(from: number, to: number, depth: number, window: number): void {
    const goesOn = window % 8 === GOES_ON;
    if (depth !== BY_OFFSET && to - from <= INSERTION_LIMIT && (goesOn || this.#ties !== 'any')) {
      const tail = depth + WINDOW_BYTES;
      if (!goesOn || this.#longestTail(from, to, tail) <= INSERTION_TAIL_BYTES) {
        this.#insertByTail(from, to, tail);
        return;
      }
    }
    this.#equalWindows(from, to, depth, window);
  }

  /** By windows only. */
  #quicksort(from: number, to: number): void {
    const windows = this.#windows;
    const words = this.#words;
    let low = from;
    let high = to;
    while (high - low > INSERTION_LIMIT) {
      const pivot = middle(
        windows[low * 2] as number,
        windows[((low + high) >>> 1) * 2] as number,
        windows[(high - 1) * 2] as number,
      );
      let i = low;
      let j = high - 1;
      for (;;) {
        while ((windows[i * 2] as number) < pivot) i++;
        while ((windows[j * 2] as number) > pivot) j--;
        if (i > j) break;
        const window = windows[i * 2] as number;
        const offset = words[i * 4 + 2] as number;
        const compared = words[i * 4 + 3] as number;
        windows[i * 2] = windows[j * 2] as number;
        words[i * 4 + 2] = words[j * 4 + 2] as number;
        words[i * 4 + 3] = words[j * 4 + 3] as number;
        windows[j * 2] = window;
        words[j * 4 + 2] = offset;
        words[j * 4 + 3] = compared;
        i++;
        j--;
        if (i > j) break;
      }
      if (j + 1 - low < high - i) {
        this.#quicksort(low, j + 1);
        low = i;
      } else {
        this.#quicksort(i, high);
        high = j + 1;
      }
    }
    this.#insertByWindow(low, high);
  }

  #insertByWindow(from: number, to: number): void {
    const windows = this.#windows;
    const words = this.#words;
    for (let i = from + 1; i < to; i++) {
      const window = windows[i * 2] as number;
      if ((windows[i * 2 - 2] as number) <= window) continue;
      const offset = words[i * 4 + 2] as number;
      const compared = words[i * 4 + 3] as number;
      let j = i;
      do {
        windows[j * 2] = windows[j * 2 - 2] as number;
        words[j * 4 + 2] = words[j * 4 - 2] as number;
        words[j * 4 + 3] = words[j * 4 - 1] as number;
        j--;
      } while (j > from && (windows[j * 2 - 2] as number) > window);
      windows[j * 2] = window;
      words[j * 4 + 2] = offset;
      words[j * 4 + 3] = compared;
    }
  }

  #longestTail(from: number, to: number, depth: number): number {
    let longest = 0;
    for (let entry = from; entry < to; entry++)
      longest = Math.max(longest, (this.#words[entry * 4 + 3] as number) - depth);
    return longest;
  }

  /** By the bytes from `depth` on, then by offset; the windows are not moved, as they are all the same. */
  #insertByTail(from: number, to: number, depth: number): void {
    const words = this.#words;
    for (let i = from + 1; i < to; i++) {
      const offset = words[i * 4 + 2] as number;
      const compared = words[i * 4 + 3] as number;
      let j = i;
      while (
        j > from &&
        this.#tailPrecedes(offset, compared, words[j * 4 - 2] as number, words[j * 4 - 1] as number, depth)
      ) {
        words[j * 4 + 2] = words[j * 4 - 2] as number;
        words[j * 4 + 3] = words[j * 4 - 1] as number;
        j--;
      }
      words[j * 4 + 2] = offset;
      words[j * 4 + 3] = compared;
    }
  }

  #tailPrecedes(a: number, aLength: number, b: number, bLength: number, depth: number): boolean {
    const records = this.#records;
    const limit = Math.min(aLength, bLength);
    let at = depth;
    for (; at + 4 <= limit; at += 4) {
      const left = records.getUint32(a + at);
      const right = records.getUint32(b + at);
      if (left !== right) return left < right;
    }
    for (; at < limit; at++) {
      const left = records.getUint8(a + at);
      const right = records.getUint8(b + at);
      if (left !== right) return left < right;
    }
    if (aLength !== bLength) return aLength < bLength;
    return this.#ties === 'ascending' ? a < b : this.#ties === 'descending' && a > b;
  }
}

/** The window of a record with fewer than WINDOW_BYTES left; the bytes behind it are read and masked. */
function lastWindow(records: DataView, at: number, left: number): number {
  const high = records.getUint32(at);
  if (left === 5) return (high * 0x1_0000 + (records.getUint16(at + 4) & 0xff00)) * 8 + left;
  return ((high & (HIGH_BYTES[left] as number)) >>> 0) * 0x8_0000 + left;
}

function digit(window: number, level: number): number {
  return (window * (DIGIT_SCALES[level] as number)) & 0xff;
}

function middle(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : Math.max(a, c)) : a < c ? a : Math.max(b, c);
}
