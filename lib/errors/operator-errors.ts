import { OffheapError } from './offheap-error.ts';

/** The memory that an operator was given is below what its smallest set of buffers takes. */
export class InsufficientMemoryError extends OffheapError {
  readonly code = 'ERR_INSUFFICIENT_MEMORY';

  constructor(fields: { readonly operator: string; readonly memoryBytes: number; readonly minimumBytes: number }) {
    super('Memory is below the minimum; give at least minimumBytes', fields);
  }
}

/** A line, with its sort key, is longer than the part of the memory that one run may take. */
export class LineTooLongError extends OffheapError {
  readonly code = 'ERR_LINE_TOO_LONG';

  constructor(fields: {
    readonly source: string;
    /** Counted from 1, over all sources. */
    readonly line: number;
    /** Bytes of the line that were read before the memory was full. */
    readonly lineBytesAtLeast: number;
    /** What a line and its normalized keys may take together. */
    readonly longestBytes: number;
    /** `-k` keys that are kept beside the line. */
    readonly keys: number | undefined;
    readonly memoryBytes: number;
  }) {
    super(
      fields.keys === undefined
        ? 'Line is longer than the sort memory holds; give more than three times its length'
        : 'Line with its sort keys is longer than the sort memory holds; give more than three times the length of both',
      fields,
    );
  }
}
