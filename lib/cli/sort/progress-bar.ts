import type { SingleBar } from 'cli-progress';
import type { SortPhase, SortProgress } from '../../operators/sort-lines.ts';
import type { ProgressMode } from './sort-request.ts';

/** More often, nobody can read it. */
const UPDATE_INTERVAL_MILLIS = 100;
/** How many updates the estimate looks back over: five seconds. */
const ESTIMATE_UPDATES = 50;
const MEGABYTE = 1e6;

const VERBS: Readonly<Record<SortPhase, string>> = { read: 'Reading', merge: 'Merging', write: 'Writing' };

/** On a terminal, unless the sorted lines run over the same one. */
export function wantsProgress(mode: ProgressMode, outputIsTerminal: boolean): boolean {
  if (mode === 'auto') return process.stderr.isTTY === true && !outputIsTerminal;
  return mode === 'always';
}

/**
 * A bar on standard error: phase, rate and estimate; a line now and then where that is no terminal.
 *
 * It hides the cursor: `stop()` it on every way out.
 */
export class ProgressBar {
  readonly #bar: SingleBar;
  #latest: SortProgress | undefined;
  #phaseStart = 0;
  #lastUpdate = 0;

  static async create(): Promise<ProgressBar> {
    // Loaded here because most sorts run without it.
    const { default: progress } = await import('cli-progress');
    const options = {
      stream: process.stderr,
      barsize: 30,
      clearOnComplete: true,
      hideCursor: true,
      noTTYOutput: true,
      etaBuffer: ESTIMATE_UPDATES,
      // The command handles signals itself and stops the bar on its way out.
      gracefulExit: false,
    };
    const bar = new progress.SingleBar(
      {
        ...options,
        format: (derived, { progress: share, eta }, { text, rate, isTotalKnown }: Payload) => {
          if (!isTotalKnown) return `${text} | ${rate}`;
          const percent = String(Math.floor(share * 100)).padStart(3);
          return `${text} [${progress.Format.BarFormat(share, derived)}] ${percent} % | ${rate} | ${describeRemaining(eta)}`;
        },
      },
      progress.Presets.legacy,
    );
    return new ProgressBar(bar);
  }

  private constructor(bar: SingleBar) {
    this.#bar = bar;
  }

  /** Any number of times a second. */
  update(progress: SortProgress): void {
    const now = performance.now();
    if (progress.phase !== this.#latest?.phase) {
      this.#endPhase(now);
      this.#phaseStart = now;
      this.#lastUpdate = now;
      this.#bar.start(progress.totalBytes ?? 0, progress.bytes, this.#payload(progress, now));
    } else if (now - this.#lastUpdate >= UPDATE_INTERVAL_MILLIS) {
      this.#draw(progress, now);
    }
    this.#latest = progress;
  }

  /** Idempotent. Shows what was reported last. */
  stop(): void {
    if (this.#latest !== undefined) this.#draw(this.#latest, performance.now());
    this.#bar.stop();
  }

  /** The next phase has begun, so all of this one is done. */
  #endPhase(now: number): void {
    if (this.#latest === undefined) return;
    this.#draw({ ...this.#latest, bytes: this.#latest.totalBytes ?? this.#latest.bytes }, now);
    this.#bar.stop();
  }

  #draw(progress: SortProgress, now: number): void {
    this.#lastUpdate = now;
    this.#bar.setTotal(progress.totalBytes ?? 0);
    this.#bar.update(progress.bytes, this.#payload(progress, now));
  }

  #payload({ phase, bytes, totalBytes }: SortProgress, now: number): Payload {
    const seconds = (now - this.#phaseStart) / 1000;
    const rate = seconds > 0 ? bytes / MEGABYTE / seconds : 0;
    const isTotalKnown = totalBytes !== undefined;
    return {
      isTotalKnown,
      text: isTotalKnown ? VERBS[phase] : `${VERBS[phase]} ${(bytes / MEGABYTE).toFixed(0)} MB`,
      rate: `${rate.toFixed(0)} MB/s`,
    };
  }
}

interface Payload {
  readonly text: string;
  readonly rate: string;
  readonly isTotalKnown: boolean;
}

/** Text, as long as there is nothing to estimate from. */
function describeRemaining(estimate: number | string): string {
  if (typeof estimate === 'string') return '...';
  const seconds = Math.ceil(estimate);
  return seconds < 60 ? `${seconds} s left` : `${Math.floor(seconds / 60)} min ${seconds % 60} s left`;
}
