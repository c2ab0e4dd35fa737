import { checkedMode } from './checked-mode.ts';

/** What memory holds that was allocated without zeros, in checked mode. The same as in native/memory/checked_mode.h. */
export const UNINITIALISED_BYTE = 0xcd;
/** What memory holds from its free on, in checked mode. */
export const FREED_BYTE = 0xdb;

const { interval } = checkedMode;
let untilNext = interval;

/** Whether the next memory to be freed is poisoned: always in checked mode, once in N times when it samples, otherwise never. */
export function takePoisonTurn(): boolean {
  if (interval <= 1) return interval === 1;
  untilNext -= 1;
  if (untilNext > 0) return false;
  untilNext = interval;
  return true;
}

/** The range must be inside, unless the buffer is detached: then there is nothing to poison. */
export function poisonFreed(buffer: ArrayBufferLike, offset = 0, length = buffer.byteLength - offset): void {
  if (buffer.byteLength > 0) new Uint8Array(buffer, offset, length).fill(FREED_BYTE);
}
