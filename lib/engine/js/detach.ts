import { checkedMode } from '../checked-mode.ts';
import { poisonFreed, takePoisonTurn } from '../poison.ts';

const POISONS = checkedMode.interval > 0;

/** Node 20 has no ArrayBuffer.prototype.transfer, and this project's TypeScript target does not know it. */
type Transferable = ArrayBuffer & { transfer?(newByteLength?: number): ArrayBuffer };

/** Moves the memory to a new ArrayBuffer and detaches the old one, so that every view on it is dead. Copies nothing. */
export function moveMemory(buffer: ArrayBuffer): ArrayBuffer {
  const transferable: Transferable = buffer;
  return transferable.transfer === undefined
    ? structuredClone(buffer, { transfer: [buffer] })
    : transferable.transfer();
}

/**
/**
 * Detaches the buffer. Its memory goes at once where the runtime can do that, otherwise with the next collection; that of a
 * SharedArrayBuffer when no thread reaches it any more. Checked mode poisons what it detaches first, for whoever still reads it
 * without a pin.
 */
export function dropMemory(buffer: ArrayBufferLike): void {
  if (!(buffer instanceof ArrayBuffer)) return;
  if (POISONS && takePoisonTurn()) poisonFreed(buffer);
  const transferable: Transferable = buffer;
  if (transferable.transfer === undefined) structuredClone(buffer, { transfer: [buffer] });
  else transferable.transfer(0);
}
