import { channel } from 'node:diagnostics_channel';
import { detail, headline, type LeakReport } from './leak-report.ts';
import { LeakTally } from './leak-tally.ts';

/** `node:diagnostics_channel` on which every LeakReport is published. */
export const LEAK_CHANNEL = 'offheap:leak';
/** Type of the warnings by `process.emitWarning`; their code is `OFFHEAP_LEAK`. */
export const LEAK_WARNING = 'OffheapLeakWarning';

const leaks = channel(LEAK_CHANNEL);

/** Called with each report of a leak. */
export type LeakListener = (report: LeakReport) => void;

/**
 * Tells of leaks in batches, one report per origin: to the channel, to the callback and, as long as it is news, by a warning.
 * A warning comes with the first leak of an origin and whenever there are ten times as many as at the last.
 */
export class LeakAnnouncer {
  onLeak: LeakListener | undefined;
  readonly #batch = new LeakTally();
  readonly #undrained = new LeakTally();
  readonly #ever = new LeakTally();
  #anyLeak = false;

  /** Whether anything has ever leaked in this thread. */
  get anyLeak(): boolean {
    return this.#anyLeak;
  }

  add(report: LeakReport): void {
    this.#anyLeak = true;
    if (this.#batch.size === 0) setImmediate(() => this.announce()).unref();
    this.#batch.add(report);
  }

  /** Tells of what has come since the last time. */
  announce(): void {
    for (const report of this.#batch.drain()) {
      this.#undrained.add(report);
      const total = this.#ever.add(report);
      if (isNews(total.count, report.count)) warn(report, total);
      this.publish(report);
    }
  }

  publish(report: LeakReport): void {
    if (leaks.hasSubscribers) leaks.publish(report);
    try {
      this.onLeak?.(report);
    } catch (error) {
      // As diagnostics_channel does with its subscribers: the error is the user's, the other reports still go out.
      process.nextTick(() => {
        throw error;
      });
    }
  }

  /** What was announced since the last drain. */
  drain(): LeakReport[] {
    return this.#undrained.drain();
  }
}

/** Whether the number has passed a power of ten with the last `added`. */
function isNews(count: number, added: number): boolean {
  return Math.floor(Math.log10(count)) > Math.floor(Math.log10(count - added));
}

function warn(report: LeakReport, total: LeakReport): void {
  const so = total.count > report.count ? ` (${total.count} from there so far)` : '';
  process.emitWarning(`${headline(report)}${so}`, {
    type: LEAK_WARNING,
    code: 'OFFHEAP_LEAK',
    detail: detail(report),
  });
}
