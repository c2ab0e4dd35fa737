/** Who a segment belongs to. Only errors and reports use it: a string or symbol by its text, an object by its class. */
export type SegmentOwner = string | symbol | object;

export interface SegmentOptions {
  /** Default: none. */
  readonly owner?: SegmentOwner | undefined;
}

export function describeOwner(owner: SegmentOwner | undefined): string | undefined {
  switch (typeof owner) {
    case 'string':
      return owner;
    case 'symbol':
      return owner.description ?? 'symbol';
    case 'undefined':
      return undefined;
    default:
      return owner.constructor?.name || 'object';
  }
}
