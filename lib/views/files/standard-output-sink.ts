import { fstat } from 'node:fs';
import { promisify } from 'node:util';
import type { ByteSink } from './byte-sink.ts';
import { DescriptorSink } from './descriptor-sink.ts';
import { PipeSink } from './pipe-sink.ts';

const STANDARD_OUTPUT = 1;
const fstatAsync = promisify(fstat);

/** How standard output is written. */
export interface StandardOutputOptions {
  /** Ends a write that waits for the reader of a pipe. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Standard output; its name is `-`. Descriptor 1 stays open at the end.
 *
 * Do not write to `process.stdout` beside it: the order of the two is not defined.
 */
export async function openStandardOutput(options: StandardOutputOptions = {}): Promise<ByteSink> {
  const found = await fstatAsync(STANDARD_OUTPUT);
  return found.isFIFO() || found.isSocket()
    ? new PipeSink(STANDARD_OUTPUT, { name: '-', signal: options.signal })
    : new DescriptorSink(STANDARD_OUTPUT, { name: '-', borrowed: true });
}
