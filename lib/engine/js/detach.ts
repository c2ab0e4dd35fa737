import { checkedMode } from '../checked-mode.ts';
import { poisonFreed, takePoisonTurn } from '../poison.ts';

const POISONS = checkedMode.interval > 0;

/** Node 20 has none, and this project's TypeScript target does not know it. The language's own: a buffer may have another. */
const { transfer } = ArrayBuffer.prototype as {
  transfer?: (this: ArrayBuffer, newByteLength?: number) => ArrayBuffer;
};

/** Moves the memory to a new ArrayBuffer and detaches the old one, so that every view on it is dead. Copies nothing. */
export function moveMemory(buffer: ArrayBuffer): ArrayBuffer {
  // Somebody else may have detached it; then nothing is left to move.
  if (buffer.byteLength === 0) return new ArrayBuffer(0);
  return transfer === undefined ? structuredClone(buffer, { transfer: [buffer] }) : transfer.call(buffer);
}

/**
 * Detaches the buffer. Its memory goes at once where the runtime can do that, otherwise with the next collection; that of a
 * SharedArrayBuffer when no thread reaches it any more. Checked mode poisons what it detaches first, for whoever still reads it
 * without a pin.
 */
export function dropMemory(buffer: ArrayBufferLike): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength === 0) return;
  if (POISONS && takePoisonTurn()) poisonFreed(buffer);
  if (transfer === undefined) structuredClone(buffer, { transfer: [buffer] });
  else transfer.call(buffer, 0);
}
