import { SinkMisuseError } from '../../errors/output-errors.ts';

/**
 * The life of a sink: open, writing and open again, then committed or aborted.
 *
 * A commit is refused while a write is under way; an abort waits for the write, whose memory the system still reads.
 */
export class SinkState {
  readonly #name: string;
  #ended: 'committed' | 'aborted' | undefined;
  #writing: Promise<void> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  async write(operation: () => Promise<void>): Promise<void> {
    this.#check();
    this.#writing = operation();
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  commit(): void {
    this.#check();
    this.#ended = 'committed';
  }

  /** False: it has ended before, there is nothing to do. */
  abort(): boolean {
    if (this.#ended !== undefined) return false;
    this.#ended = 'aborted';
    return true;
  }

  /** Settles, and never rejects, when no write is under way. */
  async idle(): Promise<void> {
    await this.#writing?.catch(() => {});
  }

  #check(): void {
    if (this.#ended !== undefined) throw new SinkMisuseError(this.#name, this.#ended);
    if (this.#writing !== undefined) throw new SinkMisuseError(this.#name, 'writing');
  }
}
