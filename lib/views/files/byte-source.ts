/** Bytes that come from outside: a file, standard input. Owned by whoever opened it; `close()` is idempotent. */
export interface ByteSource {
  /** For messages: the path, or `-` for standard input. */
  readonly name: string;
  /** Bytes to expect, when that is known. */
  readonly sizeBytes: number | undefined;
  /** Off-heap memory that the source holds beside the target of a read. Default: none. */
  readonly bufferBytes?: number;
  /** Fills the start of `target` and returns how many bytes it wrote there; 0 only at the end. */
  read(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}
