import { setImmediate } from 'node:timers/promises';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { SourceMisuseError } from '../errors/input-errors.ts';
import { addFields, OffheapError } from '../errors/offheap-error.ts';
import { EndOfDataError, ValueTooLongError } from '../errors/view-errors.ts';
import { invalid, requireByteArray, requireOptions } from '../memory/argument-checks.ts';
import { DataInputDeserializer } from './data-input-deserializer.ts';
import type { DataInputView } from './data-input-view.ts';
import { readingOf, type ValueReader } from './value-callbacks.ts';
import { requireSignalOption, requireSizeOption } from './view-arguments.ts';
import { segmentOf } from './view-memory.ts';

/** In errors: a stream has no name of its own. */
const NAME = 'stream';
const DEFAULT_MAX_VALUE_BYTES = 64 * 1024 * 1024;
/** From here on a value is not tried again while more of it has arrived already. */
const LONG_VALUE_BYTES = 256 * 1024;

/** How much a data input stream collects for a value, and what closes it. */
export interface DataInputStreamOptions {
  /** Bytes that one value may take. Default 64 MiB. */
  readonly maxValueBytes?: number | undefined;
  /** Closes the stream; a read that waits, and every later one, is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads values from bytes that arrive in pieces: a Readable, a socket, any AsyncIterable of Uint8Arrays.
 *
 *     for await (const n of new DataInputStream(socket).values((view) => view.readInt())) …
 *
 * A value is read once its last byte has arrived. To find that out, `read` functions are called again from the first byte whenever
 * too few were there: they must do nothing but read. In errors `position` counts from the first byte of the value, `valueIndex` is
 * how many values were read before it, and `valueStart` how many bytes of the stream they took. Errors without a code pass as they
 * are; `valuesRead` and `position` say the same of them, also after the end.
 *
 * Takes the source as its own: an end of `values()` before that of the source, `close()`, and what a read throws end it. The
 * source may use the memory of a piece again once it is asked for the next.
 */
export class DataInputStream implements AsyncDisposable {
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #maxValueBytes: number;
  readonly #signal: AbortSignal | undefined;
  readonly #view = new DataInputDeserializer();
  /** Bytes not read yet: those from `#start` to `#end`. */
  #bytes: Uint8Array = new Uint8Array(0);
  /** `#bytes` is memory of this stream, not a piece of the source. */
  #isOwn = false;
  #start = 0;
  #end = 0;
  #position = 0;
  #valuesRead = 0;
  /** A piece that has been asked for and has not arrived yet. */
  #pending: Promise<IteratorResult<Uint8Array>> | undefined;
  /** Rejects the read that waits for it. */
  #giveUp: ((reason: unknown) => void) | undefined;
  #ended = false;
  #closed = false;
  #reading = false;

  constructor(source: AsyncIterable<Uint8Array>, options: DataInputStreamOptions = {}) {
    requireOptions(options);
    const { maxValueBytes = DEFAULT_MAX_VALUE_BYTES, signal } = options;
    requireSizeOption('maxValueBytes', maxValueBytes);
    requireSignalOption(signal);
    if (typeof source?.[Symbol.asyncIterator] !== 'function') throw invalid('an async iterable', 'source', source);
    this.#source = source;
    this.#pieces = source[Symbol.asyncIterator]();
    this.#maxValueBytes = maxValueBytes;
    this.#signal = signal;
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort);
  }

  /** Bytes of the stream that the values took which have been read. */
  get position(): number {
    return this.#position;
  }

  /** Values that have been read. */
  get valuesRead(): number {
    return this.#valuesRead;
  }

  /**
   * One value. Throws EndOfDataError where the source ends before or in it, ValueTooLongError beyond `maxValueBytes`, what `read`
   * throws, and InvalidArgumentError where it gives a promise. What cannot read at all is refused and ends nothing.
   */
  async read<T>(read: ValueReader<T>): Promise<T> {
    const reading = readingOf(read);
    const found = await this.#exclusively(() => this.#next(reading, 0));
    if (found === undefined) throw this.#located(new EndOfDataError({ position: 0, requested: 1, available: 0 }));
    return found.value;
  }

  /**
   * All values up to the end of the source. Throws EndOfDataError when it ends within one, and InvalidArgumentError where `read`
   * reads no byte: such values would never end.
   */
  values<T>(read: ValueReader<T>): AsyncGenerator<T, void, undefined> {
    const values = this.#values(readingOf(read));
    const end = values.return;
    // A generator that has not begun, or waits in `next`, would not close the source.
    values.return = async (value) => {
      await this.close();
      return end.call(values, value);
    };
    return values;
  }

  async *#values<T>(read: (view: DataInputView) => T): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        const found = await this.#exclusively(() => this.#next(read, 1));
        if (found === undefined) return;
        yield found.value;
      }
    } finally {
      await this.close();
    }
  }

  /**
   * Ends the source: a stream is destroyed, another iterable told to return. Idempotent. A read that waits is rejected with
   * SourceMisuseError, and whatever an iterable that is no stream gives to it later is dropped.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#giveUp?.(new SourceMisuseError(NAME, 'closed'));
    this.#view.release();
    this.#use(new Uint8Array(0), 0, false);
    if (this.#ended) return;
    this.#ended = true;
    const { destroy } = this.#source as { destroy?: unknown };
    if (typeof destroy === 'function') destroy.call(this.#source);
    const returned = this.#pieces.return?.();
    // An iterable answers in order: first the read that waits, however long that takes.
    if (this.#pending === undefined || typeof destroy === 'function') await returned;
    else returned?.catch(() => {});
  }

  readonly #onAbort = (): void => {
    this.#giveUp?.(this.#signal?.reason);
    this.close().catch(() => {});
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #exclusively<T>(action: () => Promise<T>): Promise<T> {
    if (this.#reading) throw new SourceMisuseError(NAME, 'reading');
    this.#requireOpen();
    this.#reading = true;
    try {
      return await action();
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      this.#reading = false;
    }
  }

  #requireOpen(): void {
    this.#signal?.throwIfAborted();
    if (this.#closed) throw new SourceMisuseError(NAME, 'closed');
  }

  /** Undefined when the source is at its end. */
  async #next<T>(read: (view: DataInputView) => T, leastBytes: 0 | 1): Promise<{ readonly value: T } | undefined> {
    if (this.#end === this.#start && !(await this.#take())) return undefined;
    for (;;) {
      const view = this.#view;
      view.setBuffer(this.#unread(this.#maxValueBytes));
      try {
        const value = read(view);
        if (view.position < leastBytes) {
          throw new InvalidArgumentError('Function has read no byte of the value', { argument: 'read' });
        }
        this.#start += view.position;
        this.#position += view.position;
        this.#valuesRead += 1;
        return { value };
      } catch (error) {
        if (!(error instanceof EndOfDataError)) throw this.#located(error);
        const { position = 0, requested = 1 } = error.fields;
        await this.#await(Number(position) + Number(requested), error);
      }
    }
  }

  /** What reading a value has thrown, with the place of the value. */
  #located(error: unknown): unknown {
    if (error instanceof OffheapError) addFields(error, { valueIndex: this.#valuesRead, valueStart: this.#position });
    return error;
  }

  /** Waits until at least `needed` bytes of the value are there. */
  async #await(needed: number, error: EndOfDataError): Promise<void> {
    // At least one more than the view had, whoever has thrown the error.
    const wanted = Math.max(needed, Math.min(this.#end - this.#start, this.#maxValueBytes) + 1);
    if (wanted > this.#maxValueBytes)
      throw this.#located(new ValueTooLongError({ maxValueBytes: this.#maxValueBytes }));
    while (this.#end - this.#start < wanted) if (!(await this.#take())) throw this.#located(error);
    while (this.#end - this.#start > LONG_VALUE_BYTES && (await this.#hasArrived())) await this.#take();
  }

  /** Whether the next piece, or the end, is there without waiting for it. */
  async #hasArrived(): Promise<boolean> {
    if (this.#end - this.#start >= this.#maxValueBytes) return false;
    this.#pending ??= this.#ask();
    // What it fails with is for the take of it: this value may be complete.
    const first = await Promise.race([this.#pending, setImmediate(undefined)]).catch(() => undefined);
    return first !== undefined && first.done !== true;
  }

  /** Adds the next piece that is not empty. False at the end. */
  async #take(): Promise<boolean> {
    for (;;) {
      this.#requireOpen();
      if (this.#ended) return false;
      let arrival: IteratorResult<Uint8Array>;
      try {
        arrival = await this.#arrival();
      } finally {
        this.#giveUp = undefined;
        this.#pending = undefined;
      }
      const { done, value } = arrival;
      if (done === true) {
        this.#ended = true;
        return false;
      }
      requireByteArray('piece of the source', value);
      if (value.length > 0) {
        this.#append(value);
        return true;
      }
      // An array of no bytes may be one that was detached, which is refused.
      segmentOf(value);
    }
  }

  /** The next piece, unless the stream is closed before. */
  #arrival(): Promise<IteratorResult<Uint8Array>> {
    this.#pending ??= this.#ask();
    const pending = this.#pending;
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      pending.then(resolve, reject);
    });
  }

  #ask(): Promise<IteratorResult<Uint8Array>> {
    const rest = this.#end - this.#start;
    // A copy: the piece is the source's again.
    if (!this.#isOwn && rest > 0) this.#use(new Uint8Array(this.#unread(rest)), rest, true);
    return Promise.resolve(this.#pieces.next());
  }

  #unread(most: number): Uint8Array {
    if (this.#bytes.length < this.#end) {
      throw new InvalidArgumentError('Piece of the source was detached before it was read', {
        unread: this.#end - this.#start,
      });
    }
    return this.#bytes.subarray(this.#start, Math.min(this.#end, this.#start + most));
  }

  #append(piece: Uint8Array): void {
    const rest = this.#end - this.#start;
    if (rest === 0) {
      this.#use(piece, piece.length, false);
      return;
    }
    if (this.#bytes.length - this.#end < piece.length) {
      const joined = new Uint8Array(Math.max(2 * rest, rest + piece.length));
      joined.set(this.#bytes.subarray(this.#start, this.#end));
      this.#use(joined, rest, true);
    }
    this.#bytes.set(piece, this.#end);
    this.#end += piece.length;
  }

  #use(bytes: Uint8Array, length: number, isOwn: boolean): void {
    this.#bytes = bytes;
    this.#start = 0;
    this.#end = length;
    this.#isOwn = isOwn;
  }
}
