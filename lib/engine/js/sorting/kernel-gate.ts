import { KernelBusyError, KernelClosedError } from '../../../errors/index.ts';

/** Lets one call of a kernel run at a time, and none after `close()`, which ends a running one with KernelClosedError. */
export class KernelGate {
  readonly #kernel: string;
  readonly #release: () => void;
  #running: string | undefined;
  #closed = false;

  /** `release` gives back what the kernel holds: once, when it is closed and no call runs. */
  constructor(kernel: string, release: () => void) {
    this.#kernel = kernel;
    this.#release = release;
  }

  /** Throws unless the kernel is idle and open. */
  check(call: string): void {
    if (this.#running !== undefined) throw new KernelBusyError({ kernel: this.#kernel, call, running: this.#running });
    this.checkOpen(call);
  }

  checkOpen(call: string): void {
    if (this.#closed) throw new KernelClosedError({ kernel: this.#kernel, call });
  }

  /** `work` calls `checkOpen` whenever other code may have run. */
  async run<T>(call: string, work: () => Promise<T>): Promise<T> {
    this.check(call);
    this.#running = call;
    try {
      const result = await work();
      this.checkOpen(call);
      return result;
    } finally {
      this.#running = undefined;
      if (this.#closed) this.#release();
    }
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#running === undefined) this.#release();
  }
}
