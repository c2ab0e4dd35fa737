import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** A segment, chunk or view on one was used after `free()`, or freed twice. */
export class SegmentFreedError extends OffheapError {
  readonly code = 'ERR_SEGMENT_FREED';

  constructor(fields?: ErrorFields) {
    super('Segment was already freed', fields);
  }
}

/** The system refused to give memory. Budgets that are used up have errors of their own. */
export class OutOfMemoryError extends OffheapError {
  readonly code = 'ERR_OUT_OF_MEMORY';

  constructor(fields?: ErrorFields, options?: ErrorOptions) {
    super('The system refused to allocate memory', fields, options);
  }
}

/** What was given to `attach` does not name a segment that this thread can attach. */
export class SegmentDescriptorError extends OffheapError {
  readonly code = 'ERR_SEGMENT_DESCRIPTOR';

  constructor(reason: string) {
    super('Segment cannot be attached', { reason });
  }
}

/** A chunk is pinned or unpinned in a way its state does not allow. */
export class ChunkStateError extends OffheapError {
  readonly code = 'ERR_CHUNK_STATE';
}
