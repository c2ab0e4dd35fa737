import type { NativeChunkReport } from '../addon.ts';
import type { ThreadHoldings } from '../chunk-report.ts';

/** What each thread holds through all its instances of the addon, by thread. Instances of no known thread are left out. */
export function threadHoldings(owners: NativeChunkReport['owners']): ThreadHoldings[] {
  const threads = new Map<number, ThreadHoldings>();
  for (const { threadId, chunks, bytes } of owners) {
    if (threadId === undefined) continue;
    const sum = threads.get(threadId) ?? { threadId, chunks: 0, bytes: 0 };
    threads.set(threadId, { threadId, chunks: sum.chunks + chunks, bytes: sum.bytes + bytes });
  }
  return [...threads.values()].sort((a, b) => a.threadId - b.threadId);
}
