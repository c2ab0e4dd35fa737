import type { SingleBar } from 'cli-progress';
import type { ProgressMode } from '../../sort/sort-request.ts';

/**
 * A bar on standard error: what is measured now, how much is done and how long it takes still.
 *
 * It hides the cursor: `stop()` it on every way out.
 */
export class BenchProgress {
  readonly #bar: SingleBar;

  /** undefined: `mode` wants none. `auto`: on a terminal. */
  static async create(mode: ProgressMode, total: number): Promise<BenchProgress | undefined> {
    if (mode === 'never' || (mode === 'auto' && process.stderr.isTTY !== true)) return undefined;
    const { default: progress } = await import('cli-progress');
    const bar = new progress.SingleBar(
      {
        stream: process.stderr,
        format: 'Measuring [{bar}] {value} of {total} | {what} | {remaining}',
        barsize: 24,
        clearOnComplete: true,
        hideCursor: true,
        noTTYOutput: true,
        // The command handles signals itself and stops the bar on its way out.
        gracefulExit: false,
      },
      progress.Presets.legacy,
    );
    return new BenchProgress(bar, total);
  }

  private constructor(bar: SingleBar, total: number) {
    this.#bar = bar;
    bar.start(total, 0, { what: 'warming up', remaining: '' });
  }

  update(done: number, what: string, remainingMillis: number): void {
    this.#bar.update(done, { what, remaining: `${Math.ceil(remainingMillis / 1000)} s left` });
  }

  /** Idempotent. */
  stop(): void {
    this.#bar.stop();
  }
}
