import { className } from './argument-checks.ts';

/** Who a segment belongs to. Only errors and reports use it: a string or symbol by its text, an object by its class. */
export type SegmentOwner = string | symbol | object;

/** Whom reports and errors name as the owner of a segment. */
export interface SegmentOptions {
  /** Default: none. */
  readonly owner?: SegmentOwner | undefined;
}

/** Never throws: null, which TypeScript refuses, is none, and an object without the name of a class is `object`. */
export function describeOwner(owner: SegmentOwner | undefined): string | undefined {
  switch (typeof owner) {
    case 'string':
      return owner;
    case 'symbol':
      return owner.description ?? 'symbol';
    case 'undefined':
      return undefined;
    default:
      return owner === null ? undefined : (className(owner as object) ?? 'object');
  }
}
