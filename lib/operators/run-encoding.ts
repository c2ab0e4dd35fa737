import type { RecordFormat, RunBuilder } from '../engine/sort-kernels.ts';
import type { Page } from './page-arena.ts';

/** Writes a sorted run out: one page is encoded while the other is written. Returns when no page is in use any more. */
export async function encodeRun(
  builder: RunBuilder,
  format: RecordFormat,
  pages: readonly [Page, Page],
  write: (bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  let [page, other] = pages;
  let writing: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const length = await builder.encode(page.region, format);
      await writing;
      if (length === 0) return;
      signal?.throwIfAborted();
      writing = write(page.bytes.subarray(0, length));
      writing.catch(() => {}); // awaited in the next round
      [page, other] = [other, page];
    }
  } finally {
    await writing.catch(() => {});
  }
}
