import type { SingleBar } from 'cli-progress';

/** A bar on standard error. It hides the cursor: `stop()` it on every way out. */
export class CrosscheckProgress {
  readonly #bar: SingleBar;

  private constructor(bar: SingleBar, operations: number) {
    this.#bar = bar;
    bar.start(operations, 0);
  }

  /** undefined: nobody wants to see one. */
  static async create(when: 'auto' | 'always' | 'never', operations: number): Promise<CrosscheckProgress | undefined> {
    if (when === 'never' || (when === 'auto' && process.stderr.isTTY !== true)) return undefined;
    const { default: progress } = await import('cli-progress');
    const bar = new progress.SingleBar(
      {
        stream: process.stderr,
        format: 'Checking [{bar}] {percentage} % | {value} operations | {eta_formatted} left',
        barsize: 30,
        clearOnComplete: true,
        hideCursor: true,
        noTTYOutput: true,
        // The command handles signals itself and stops the bar on its way out.
        gracefulExit: false,
      },
      progress.Presets.legacy,
    );
    return new CrosscheckProgress(bar, operations);
  }

  update(operations: number): void {
    this.#bar.update(operations);
  }

  stop(): void {
    this.#bar.stop();
  }
}
