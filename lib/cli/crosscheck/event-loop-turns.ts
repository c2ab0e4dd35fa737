import { setImmediate } from 'node:timers/promises';

/** Signals and the progress bar need the event loop. A step on large segments takes longer than this by itself. */
const SLICE_MILLIS = 20;

/** Lets the event loop turn between pieces of work, once enough time has passed. */
export class EventLoopTurns {
  #end = performance.now() + SLICE_MILLIS;

  get isDue(): boolean {
    return performance.now() >= this.#end;
  }

  async take(): Promise<void> {
    await setImmediate();
    this.#end = performance.now() + SLICE_MILLIS;
  }
}
