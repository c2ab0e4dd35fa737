import { fstat } from 'node:fs';
import { promisify } from 'node:util';
import { InputUnreadableError } from '../../errors/input-errors.ts';
import { systemError } from '../../errors/system-reason.ts';
import type { ByteSource } from './byte-source.ts';
import { isStreaming } from './descriptor-kind.ts';
import { DescriptorSource } from './descriptor-source.ts';
import { PipeSource } from './pipe-source.ts';

const STANDARD_INPUT = 0;
const fstatAsync = promisify(fstat);

/** How standard input is read. */
export interface StandardInputOptions {
  /** Ends a read that waits for the writer of a pipe. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Standard input, from where it stands; its name is `-`. Descriptor 0 stays open after `close()`.
 *
 * Do not touch `process.stdin` beside it: both would take bytes. Throws InputUnreadableError when it is a directory.
 */
export async function openStandardInput(options: StandardInputOptions = {}): Promise<ByteSource> {
  const found = await fstatAsync(STANDARD_INPUT);
  if (found.isDirectory()) throw new InputUnreadableError('-', systemError('EISDIR'));
  return (await isStreaming(STANDARD_INPUT))
    ? new PipeSource(STANDARD_INPUT, { name: '-', signal: options.signal })
    : new DescriptorSource(STANDARD_INPUT, {
        name: '-',
        sizeBytes: found.isFile() ? found.size : undefined,
        borrowed: true,
      });
}
