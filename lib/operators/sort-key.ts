import type { SortKey } from '../engine/sort-kernels.ts';
import { SortKeyError } from '../errors/line-order-errors.ts';

/** How the bytes of a key compare: sort(1)'s ordering options, for one key or for all. */
export interface KeyOrdering {
  /** `b`: leading blanks do not count. */
  readonly skipBlanks?: boolean;
  /** `d`: only blanks, letters and digits count. */
  readonly dictionary?: boolean;
  /** `f`: lower case counts as upper case. */
  readonly foldCase?: boolean;
  /** `i`: only printable characters count. */
  readonly ignoreNonprinting?: boolean;
  /** `n`: compare by numeric value. */
  readonly numeric?: boolean;
  /** `r`: reverse the result. */
  readonly descending?: boolean;
}

/** Farther than any line reaches: the kernels hold positions as signed 32-bit integers. */
const FARTHEST = 0x7fff_ffff;

const WHOLE_LINE = { startField: 0, startChar: 0, endField: -1, endChar: 0 } as const;

/** Letters of sort(1) that compare in ways offheap does not know. */
const UNSUPPORTED_ORDERINGS: Readonly<Record<string, string>> = {
  g: 'general numeric',
  h: 'human-readable numbers',
  M: 'month names',
  R: 'random',
  V: 'version numbers',
};

/**
 * Reads a key as `sort -k` does: `FIELD[.CHAR][bdfinr][,FIELD[.CHAR][bdfinr]]`, counted from 1.
 *
 * A key without ordering letters of its own takes `inherited`. Throws SortKeyError.
 * `parseSortKey('2,2n')` is the second field by its numeric value.
 */
export function parseSortKey(spec: string, inherited: KeyOrdering = {}): SortKey {
  const text = new KeyText(spec);

  const startField = text.position('at the start', 'field') - 1;
  const startChar = text.take('.') ? text.position("after '.'", 'character') - 1 : 0;
  const start = text.letters();

  let endField = -1;
  let endChar = 0;
  let end = '';
  if (text.take(',')) {
    endField = text.position("after ','", 'field') - 1;
    endChar = text.take('.') ? text.count("after '.'") : 0;
    end = text.letters();
  }
  text.end();

  const own = start + end;
  if (own === '')
    return sortKey({ startField, startChar, endField, endChar }, inherited, inherited.skipBlanks === true);
  return sortKey(
    { startField, startChar, endField, endChar },
    {
      skipBlanks: start.includes('b'),
      dictionary: own.includes('d'),
      foldCase: own.includes('f'),
      ignoreNonprinting: own.includes('i'),
      numeric: own.includes('n'),
      descending: own.includes('r'),
    },
    end.includes('b'),
    spec,
  );
}

/** The whole line as one key, or undefined when `ordering` says nothing that plain byte order does not. */
export function wholeLineKey(ordering: KeyOrdering): SortKey | undefined {
  const { skipBlanks, dictionary, foldCase, ignoreNonprinting, numeric } = ordering;
  if (!(skipBlanks || dictionary || foldCase || ignoreNonprinting || numeric)) return undefined;
  return sortKey(WHOLE_LINE, ordering, skipBlanks === true);
}

type KeyExtent = Pick<SortKey, 'startField' | 'startChar' | 'endField' | 'endChar'>;

function sortKey(extent: KeyExtent, ordering: KeyOrdering, skipEndBlanks: boolean, spec?: string): SortKey {
  const { dictionary = false, ignoreNonprinting = false, numeric = false } = ordering;
  if (numeric && (dictionary || ignoreNonprinting)) {
    const letters = `${dictionary ? 'd' : 'i'}n`;
    throw new SortKeyError(spec ?? `-${letters}`, `the orderings '${letters}' exclude each other`);
  }
  return {
    ...extent,
    skipStartBlanks: ordering.skipBlanks === true,
    skipEndBlanks,
    numeric,
    descending: ordering.descending === true,
    foldCase: ordering.foldCase === true,
    dictionary,
    // As in sort(1), where `d` keeps tabs although `i` alone drops them.
    ignoreNonprinting: ignoreNonprinting && !dictionary,
  };
}

/** Reads a key from left to right. */
class KeyText {
  readonly #spec: string;
  #at = 0;

  constructor(spec: string) {
    this.#spec = spec;
  }

  take(character: string): boolean {
    if (this.#spec[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** A count from 1. */
  position(where: string, what: string): number {
    const value = this.count(where);
    if (value === 0) throw new SortKeyError(this.#spec, `the ${what} number ${where} is zero`);
    return value;
  }

  /** A count from 0, with the blanks and the `+` before it that sort(1) allows. */
  count(where: string): number {
    const match = /^[ \t\n\v\f\r]*\+?([0-9]+)/.exec(this.#spec.slice(this.#at));
    if (match === null) throw new SortKeyError(this.#spec, `a number is missing ${where}`);
    this.#at += match[0].length;
    return Math.min(Number(match[1]), FARTHEST);
  }

  letters(): string {
    const letters = /^[bdfinrghMRV]*/.exec(this.#spec.slice(this.#at))?.[0] ?? '';
    for (const letter of letters) {
      const meaning = UNSUPPORTED_ORDERINGS[letter];
      if (meaning !== undefined) {
        throw new SortKeyError(this.#spec, `ordering '${letter}' (${meaning}) is not supported`);
      }
    }
    this.#at += letters.length;
    return letters;
  }

  end(): void {
    const rest = this.#spec.slice(this.#at);
    if (rest !== '') throw new SortKeyError(this.#spec, `unexpected '${rest}'`);
  }
}
