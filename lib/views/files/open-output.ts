import { constants, open } from 'node:fs';
import { promisify } from 'node:util';
import { OutputUnwritableError } from '../../errors/output-errors.ts';
import { systemCode } from '../../errors/system-reason.ts';
import type { ByteSink } from './byte-sink.ts';
import { DescriptorSink } from './descriptor-sink.ts';
import { FileSink } from './file-sink.ts';
import { locateOutput, type OutputTarget } from './output-target.ts';
import { PipeSink } from './pipe-sink.ts';
import { retryDelay } from './retry-delay.ts';

const openAsync = promisify(open);

/** How an output is opened. */
export interface OpenOutputOptions {
  /** Ends the wait for the reader of a FIFO. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a file, device or FIFO for writing: a path, or what `locateOutput` found before the work.
 *
 * A file appears, or is replaced, as a whole at `commit()`. Throws OutputUnwritableError.
 */
export async function openOutput(output: string | OutputTarget, options: OpenOutputOptions = {}): Promise<ByteSink> {
  const target = typeof output === 'string' ? await locateOutput(output) : output;
  switch (target.kind) {
    case 'file':
      return FileSink.create(target);
    case 'fifo':
      return new PipeSink(await openFifo(target, options.signal), { name: target.name, signal: options.signal });
    case 'device':
      return new DescriptorSink(await openDevice(target), { name: target.name });
  }
}

async function openDevice(target: OutputTarget): Promise<number> {
  try {
    return await openAsync(target.path, constants.O_WRONLY);
  } catch (error) {
    throw new OutputUnwritableError(target.name, error);
  }
}

/** Waits for a reader as a plain open would, but without holding a thread and the end of the process. */
async function openFifo(target: OutputTarget, signal: AbortSignal | undefined): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await openAsync(target.path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      // ENXIO: nobody reads yet.
      if (systemCode(error) !== 'ENXIO') throw new OutputUnwritableError(target.name, error);
    }
    await retryDelay(attempt);
  }
}
