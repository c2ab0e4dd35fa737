/** Where bytes go: a file, standard output. Owned by whoever opened it. Exactly one of `commit` and `abort` ends it. */
export interface ByteSink {
  readonly name: string;
  /** Writes all of `bytes`; the caller keeps them unchanged until the promise settles. One write at a time. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes what was written visible as a whole. */
  commit(): Promise<void>;
  /** Leaves nothing behind. Idempotent; after `commit` it does nothing. */
  abort(): Promise<void>;
}
