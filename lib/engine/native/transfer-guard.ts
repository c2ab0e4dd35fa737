import { InvalidArgumentError } from '../../errors/index.ts';

/** Newer than the types of this project's target; runtimes without them cannot move the memory of a buffer. */
const METHODS = ['transfer', 'transferToFixedLength'].filter((name) => name in ArrayBuffer.prototype);

const REFUSAL: PropertyDescriptor = {
  value: () => {
    throw new InvalidArgumentError('Memory of a segment cannot be transferred: share the segment instead');
  },
};

/**
 * To be called before a buffer over native memory goes to the user: `transfer()` would give them a buffer that outlives the
 * memory. postMessage and structuredClone refuse or copy such buffers by themselves.
 */
export function refuseTransfer(buffer: ArrayBuffer): void {
  for (const name of METHODS) {
    if (!Object.hasOwn(buffer, name)) Object.defineProperty(buffer, name, REFUSAL);
  }
}
