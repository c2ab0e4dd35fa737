import { InterruptedError } from '../errors/command-errors.ts';
import { ExitCode } from './failure-report.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns the signals that ask a process to stop into an abort, from construction until disposal.
 *
 * The first one aborts `signal` with an InterruptedError and leaves the rest to the clean-up. The second one, for the
 * impatient, runs the exit hooks, which remove temporary files, and then lets the signal kill the process: an orderly exit
 * waits for kernels that still run.
 */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    for (const name of SIGNALS) process.off(name, this.#onSignal);
  }

  readonly #onSignal = (name: NodeJS.Signals): void => {
    if (!this.#controller.signal.aborted) {
      this.#controller.abort(new InterruptedError(name));
      return;
    }
    process.on('exit', () => {
      process.removeAllListeners(name);
      process.kill(process.pid, name);
    });
    process.exit(ExitCode.failure);
  };
}
