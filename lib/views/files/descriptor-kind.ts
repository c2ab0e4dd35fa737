import { fstat } from 'node:fs';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';

const fstatAsync = promisify(fstat);

/** A pipe, socket or terminal: its reads and writes may wait for somebody else, for any time. */
export async function isStreaming(descriptor: number): Promise<boolean> {
  const kind = await fstatAsync(descriptor);
  return kind.isFIFO() || kind.isSocket() || isatty(descriptor);
}
