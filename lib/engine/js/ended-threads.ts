import type { Worker } from 'node:worker_threads';

const ended = new Set<number>();
const listeners = new Set<(threadId: number) => void>();
let watching = false;

/** Whether a worker has ended that this thread had started. A thread's id is never used again. */
export function hasEnded(threadId: number): boolean {
  return ended.has(threadId);
}

/** Calls `listener` when a worker of this thread has ended, for as long as the thread lives. */
export function onThreadEnd(listener: (threadId: number) => void): void {
  listeners.add(listener);
}

/** Workers that were started before this are not seen. Idempotent. */
export function watchThreads(): void {
  if (watching) return;
  watching = true;
  process.on('worker', (worker: Worker) => {
    const { threadId } = worker;
    worker.once('exit', () => {
      ended.add(threadId);
      for (const listener of listeners) listener(threadId);
    });
  });
}
