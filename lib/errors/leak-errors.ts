import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** A leak scope ended while memory that was allocated in it was still held. `open` has a line for each origin. */
export class LeakError extends OffheapError {
  readonly code = 'ERR_LEAK';

  constructor(
    fields: {
      /** Segments that are not freed. */
      readonly segments: number;
      /** Of these segments. */
      readonly bytes: number;
      /** Pins that are not released. */
      readonly pins: number;
      /** Chunks without a segment, where the scope was told to count an engine's. */
      readonly chunks?: number | undefined;
      readonly open: string;
    } & ErrorFields,
  ) {
    super('Memory was left open', fields);
  }
}
