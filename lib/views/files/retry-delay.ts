import { setTimeout as delay } from 'node:timers/promises';

const LONGEST_MILLIS = 50;

/** Waits before another try at what the system does not give yet: briefly at first, then longer each time. */
export async function retryDelay(attempt: number): Promise<void> {
  await delay(Math.min(2 ** attempt, LONGEST_MILLIS));
}
