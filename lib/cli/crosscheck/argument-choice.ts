import type { RandomSource } from './random-source.ts';
import type { ModelSegment, SegmentModel } from './segment-model.ts';

/** Where a system page ends; accesses that cross it are worth more than others. */
const PAGE = 4096;
const BIG = 2 * 1024 * 1024;

const USED_AFTER_FREE_PERCENT = 2;
const BAD_INDEX_PERCENT = 3;
/** They cost milliseconds each: one in about ten rounds. */
const BIG_SEGMENT_PERCENT = 0.25;

/** Around the sizes at which a bulk operation changes its way. */
const LENGTHS = [15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 257, 4095, 4096, 4097];
const SIZES = [0, 1, 3, 7, 8, 9, 15, 16, 31, 32, 33, 63, 64, 65, 100, 255, 256, 257, 511, 513, 1000, 1023];
const PAGED_SIZES = [PAGE - 1, PAGE, PAGE + 1, PAGE + 9, 2 * PAGE, 2 * PAGE + 5, 3 * PAGE + 64];

const NO_INTEGERS: readonly unknown[] = [Number.NaN, 0.5, -0.5, 1.5, -1.5, Infinity, '1', 'one', undefined, null];

/** What a round tries: segments, indices and lengths, mostly good ones and those at the edges. */
export class ArgumentChoice {
  readonly random: RandomSource;
  readonly model: SegmentModel;
  readonly #segmentSize: number | undefined;

  constructor(random: RandomSource, model: SegmentModel, segmentSize: number | undefined) {
    this.random = random;
    this.model = model;
    this.#segmentSize = segmentSize;
  }

  /** Of a new segment. */
  size(): number {
    const { random } = this;
    if (this.#segmentSize !== undefined) return this.#segmentSize;
    if (random.chance(BIG_SEGMENT_PERCENT)) return BIG + random.below(3) - 1;
    return random.chance(60) ? random.pick(SIZES) : random.pick(PAGED_SIZES);
  }

  /** Rather one of at least `width` bytes. undefined: there is none at all. */
  segment(width = 0): ModelSegment | undefined {
    const { live, freed } = this.model;
    if (freed.length > 0 && this.random.chance(USED_AFTER_FREE_PERCENT)) return this.random.pick(freed);
    if (live.length === 0) return undefined;
    const first = this.random.pick(live);
    return first.size >= width || this.random.chance(BAD_INDEX_PERCENT) ? first : this.random.pick(live);
  }

  /** Where `width` bytes of a segment begin, and sometimes where they cannot. */
  offset(size: number, width: number): number {
    const { random } = this;
    if (size < width || random.chance(BAD_INDEX_PERCENT)) return this.#badIndex(size, width);
    const last = size - width;
    switch (random.below(8)) {
      case 0:
        return 0;
      case 1:
        return last;
      case 2: {
        const crossing = PAGE - random.below(width + 1);
        return crossing <= last ? crossing : random.below(last + 1);
      }
      default:
        return random.below(last + 1);
    }
  }

  /** A length of at most `most`, and sometimes a bad one. */
  length(most: number): number {
    const { random } = this;
    if (random.chance(1)) return this.#badIndex(most, 0);
    switch (random.below(8)) {
      case 0:
        return Math.min(random.pick(LENGTHS), most);
      case 1:
        // All of a big segment takes milliseconds: now and then.
        return most <= 4 * PAGE || random.chance(10) ? most : random.below(PAGE);
      case 2:
        return most <= 4 * PAGE || random.chance(10) ? random.below(most + 1) : random.below(PAGE);
      default:
        return random.below(Math.min(most, 40) + 1);
    }
  }

  /** Offset and length of a range of a segment. */
  range(size: number): { offset: number; length: number } {
    const length = this.length(size);
    return {
      length,
      offset: this.offset(size, Number.isInteger(length) && length >= 0 && length <= size ? length : 0),
    };
  }

  #badIndex(size: number, width: number): number {
    const { random } = this;
    if (random.chance(25)) return random.pick(NO_INTEGERS) as number;
    return random.pick([
      -1,
      size,
      size - width + 1,
      size + 1,
      2 ** 31 - 1,
      2 ** 31,
      -(2 ** 31),
      2 ** 32,
      2 ** 53,
      -(2 ** 53),
      Number.MAX_SAFE_INTEGER,
    ]);
  }
}
