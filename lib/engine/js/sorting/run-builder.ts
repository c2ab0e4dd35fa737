import { InvalidArgumentError, KernelStateError } from '../../../errors/index.ts';
import type { ChunkRegion } from '../../engine.ts';
import type { LineOrder, RecordFormat, RunBuilder } from '../../sort-kernels.ts';
import { copyBytes } from './byte-copy.ts';
import { commonPrefix } from './common-prefix.ts';
import { comparesKeyOnly } from './compared-part.ts';
import { IndexSort } from './index-sort.ts';
import { KernelGate } from './kernel-gate.ts';
import type { Steps } from './long-key.ts';
import { findNewline, NEWLINE } from './newline-scan.ts';
import { KEY_DOES_NOT_FIT, NormalizedKeys } from './normalized-key.ts';
import { checkInside, PinnedRegion } from './pinned-region.ts';
import { ENTRY_BYTES, RecordIndex, SLACK_BYTES } from './record-index.ts';
import { RecordWriter } from './record-writer.ts';
import { BYTES_PER_STEP, runInSlices, type TimeSlice } from './time-slice.ts';

export const MIN_RUN_BUILDER_BYTES = 4096;

/** Offsets are 32 bits wide; of a larger region the rest stays unused. */
const MAX_REGION_BYTES = 0xffff_fff0;

/** With keys, what stands before each record: the length of the key, or of the record when the key is what is compared. */
const LENGTH_BYTES = 4;
/** Copying an open line of this length takes long enough to be sliced. */
const LONG_LINE_BYTES = 1 << 20;

type Phase = 'collecting' | 'sorted';

/**
 * ```text
 * | record \n | record \n | ... | open line |    free    | ... | entry 1 | entry 0 | unused < 16 |
 * 0                             top                      indexBottom
 * ```
 * A record is `key ++ line`, with keys behind four bytes of length. The newline stays with its record, so that whole pages are
 * copied at once. A record fits if SLACK_BYTES stay free behind it and its entry.
 *
 * The region is the caller's; it is pinned until `close()`, or the end of the call that runs then.
 */
export class JsRunBuilder implements RunBuilder {
  readonly #region: PinnedRegion;
  readonly #gate = new KernelGate('run builder', () => this.#region.unpin());
  readonly #order: LineOrder;
  readonly #hasKeys: boolean;
  readonly #keyOnly: boolean;
  readonly #keys: NormalizedKeys;
  readonly #index: RecordIndex;
  readonly #indexEnd: number;
  readonly #writer: RecordWriter;

  #phase: Phase = 'collecting';
  #top = 0;
  #openBytes = 0;
  #indexBottom: number;
  #lineCount = 0;
  #lineBytes = 0;
  #maxRecordBytes = 0;

  #encoded = 0;
  #encodedLines = 0;
  #previousAt = 0;
  #previousLength = 0;
  /** Bytes that the next record is known to share with the previous one. */
  #common = 0;

  constructor(memory: ChunkRegion, order: LineOrder) {
    checkInside(memory);
    if (memory.offset % ENTRY_BYTES !== 0 || memory.length < MIN_RUN_BUILDER_BYTES) {
      throw new InvalidArgumentError('Region of a run must start at a multiple of 16, and be large enough', {
        offset: memory.offset,
        length: memory.length,
        minimum: MIN_RUN_BUILDER_BYTES,
      });
    }
    this.#region = new PinnedRegion(memory);
    this.#order = order;
    this.#hasKeys = order.keys.length > 0;
    this.#keyOnly = comparesKeyOnly(order);
    this.#keys = new NormalizedKeys(order);
    this.#indexEnd = Math.floor(Math.min(memory.length, MAX_REGION_BYTES) / ENTRY_BYTES) * ENTRY_BYTES;
    this.#indexBottom = this.#indexEnd;
    this.#index = new RecordIndex(this.#region.view, this.#indexEnd);
    this.#writer = new RecordWriter(this.#region.bytes, this.#hasKeys);
  }

  get lineCount(): number {
    this.#gate.check('lineCount');
    return this.#lineCount;
  }

  get lineBytes(): number {
    this.#gate.check('lineBytes');
    return this.#lineBytes;
  }

  get maxRecordBytes(): number {
    this.#gate.check('maxRecordBytes');
    return this.#maxRecordBytes;
  }

  get openLineBytes(): number {
    this.#gate.check('openLineBytes');
    return this.#openBytes;
  }

  get encodedLines(): number {
    this.#gate.check('encodedLines');
    return this.#encodedLines;
  }

  append(input: ChunkRegion): number | Promise<number> {
    this.#checkCollecting('append');
    const source = new PinnedRegion(input);
    try {
      if (!this.#hasKeys) return this.#appendPage(source);
      if (!this.#hasLongLine()) return this.#appendKeyed(source, 0);
      const lineEnd = findNewline(source.view, 0, source.length);
      if (lineEnd === source.length) return this.#appendKeyed(source, 0);
    } finally {
      source.unpin();
    }
    return this.#gate.run('append', () => this.#appendBehindLongLine(input));
  }

  endInput(): boolean | Promise<boolean> {
    this.#checkCollecting('endInput');
    if (this.#hasKeys && this.#hasLongLine()) return this.#gate.run('endInput', () => this.#endLongLine());
    return this.#openBytes === 0 || this.#endOpenLine();
  }

  #hasLongLine(): boolean {
    return this.#openBytes >= LONG_LINE_BYTES;
  }

  adoptOpenLine(previous: RunBuilder): boolean | Promise<boolean> {
    this.#checkCollecting('adoptOpenLine');
    if (!(previous instanceof JsRunBuilder) || previous === this) {
      throw new InvalidArgumentError('Open line must come from another run builder of the same engine');
    }
    if (this.#lineCount > 0 || this.#openBytes > 0) {
      throw new KernelStateError('Run builder that adopts a line must be empty', {
        lines: this.#lineCount,
        openBytes: this.#openBytes,
      });
    }
    previous.#checkCollecting('adoptOpenLine');
    const bytes = previous.#openBytes;
    if (!this.#hasRoomForOpen(bytes)) return false;
    if (bytes >= LONG_LINE_BYTES) return this.#adoptLongLine(previous, bytes);
    copyBytes(previous.#region.bytes, previous.#top, this.#region.bytes, this.#top, bytes);
    this.#openBytes = bytes;
    previous.#openBytes = 0;
    return true;
  }

  #adoptLongLine(previous: JsRunBuilder, bytes: number): Promise<boolean> {
    const copy = async () => {
      let done = 0;
      await runInSlices((slice) => {
        this.#region.check();
        previous.#region.check();
        do {
          const step = Math.min(BYTES_PER_STEP, bytes - done);
          copyBytes(previous.#region.bytes, previous.#top + done, this.#region.bytes, this.#top + done, step);
          done += step;
        } while (done < bytes && !slice.spend(BYTES_PER_STEP));
        return done === bytes;
      });
      this.#openBytes = bytes;
      previous.#openBytes = 0;
      return true;
    };
    return this.#gate.run('adoptOpenLine', () => previous.#gate.run('adoptOpenLine', copy));
  }

  async sort(): Promise<void> {
    await this.#gate.run('sort', async () => {
      this.#checkPhase('sort');
      if (this.#openBytes > 0) {
        throw new KernelStateError('Run ends in an unfinished line', { openLineBytes: this.#openBytes });
      }
      this.#phase = 'sorted';
      const ties = this.#keyOnly ? (this.#order.descending ? 'descending' : 'ascending') : 'any';
      const sort = new IndexSort(this.#region.view, this.#index, { ties });
      await runInSlices((slice) => {
        this.#gate.checkOpen('sort');
        this.#region.check();
        return sort.step(slice);
      });
    });
  }

  async encode(output: ChunkRegion, format: RecordFormat): Promise<number> {
    return this.#gate.run('encode', async () => {
      if (this.#phase !== 'sorted') throw new KernelStateError('Run is not sorted yet');
      if (output.length === 0) throw new InvalidArgumentError('Output must not be empty');
      const target = new PinnedRegion(output);
      try {
        let written = 0;
        await runInSlices((slice) => {
          this.#gate.checkOpen('encode');
          this.#region.check();
          target.check();
          written = this.#encodeSome(target.bytes, written, format, slice);
          return written === target.length || (this.#encoded === this.#lineCount && !this.#writer.pending);
        });
        return written;
      } finally {
        target.unpin();
      }
    });
  }

  reset(): void {
    this.#gate.check('reset');
    this.#phase = 'collecting';
    this.#top = 0;
    this.#openBytes = 0;
    this.#index.clear();
    this.#indexBottom = this.#indexEnd;
    this.#lineCount = 0;
    this.#lineBytes = 0;
    this.#maxRecordBytes = 0;
    this.#encoded = 0;
    this.#encodedLines = 0;
    this.#previousAt = 0;
    this.#previousLength = 0;
    this.#common = 0;
    this.#writer.reset();
  }

  close(): void {
    this.#gate.close();
  }

  #checkCollecting(call: string): void {
    this.#gate.check(call);
    this.#region.check();
    this.#checkPhase(call);
  }

  #checkPhase(call: string): void {
    if (this.#phase !== 'collecting') throw new KernelStateError('Run was sorted already; reset it first', { call });
  }

  /** Whether a record, its newline and its entry fit above `top`. */
  #hasRoomFor(storedBytes: number): boolean {
    return this.#top + storedBytes + 1 + SLACK_BYTES + ENTRY_BYTES <= this.#indexBottom;
  }

  #hasRoomForOpen(bytes: number): boolean {
    return this.#top + bytes + SLACK_BYTES <= this.#indexBottom;
  }

  #addRecord(at: number, keyLength: number, lineLength: number): void {
    const length = keyLength + lineLength;
    if (this.#hasKeys) this.#region.view.setUint32(at - LENGTH_BYTES, this.#keyOnly ? length : keyLength, true);
    this.#region.bytes[at + length] = NEWLINE;
    this.#index.add(at, this.#keyOnly ? keyLength : length);
    this.#indexBottom -= ENTRY_BYTES;
    this.#top = at + length + 1;
    this.#openBytes = 0;
    this.#lineCount++;
    this.#lineBytes += lineLength;
    if (length > this.#maxRecordBytes) this.#maxRecordBytes = length;
  }

  /**
   * Copies what may fit, then splits it in place. New entries may run over copied bytes that turn out not to fit: only bytes
   * below them are looked at.
   */
  #appendPage(source: PinnedRegion): number {
    const { view, bytes } = this.#region;
    const start = this.#top + this.#openBytes;
    const copied = Math.max(0, Math.min(source.length, this.#indexBottom - SLACK_BYTES - start));
    const end = start + copied;
    bytes.set(copied < source.length ? source.bytes.subarray(0, copied) : source.bytes, start);
    let scanned = start;
    for (;;) {
      const lineEnd = findNewline(view, scanned, Math.min(end, this.#indexBottom - SLACK_BYTES));
      const isLine = lineEnd < Math.min(end, this.#indexBottom - SLACK_BYTES);
      if (!isLine || !this.#hasRoomFor(lineEnd - this.#top)) break;
      this.#addRecord(this.#top, 0, lineEnd - this.#top);
      scanned = this.#top;
    }
    // What follows is an open line if all of it is here and it holds no newline.
    if (copied === source.length && end + SLACK_BYTES <= this.#indexBottom && findNewline(view, scanned, end) === end) {
      this.#openBytes = end - this.#top;
      return source.length;
    }
    return scanned - start;
  }

  /** The page holds the end of the long open line. */
  async #appendBehindLongLine(input: ChunkRegion): Promise<number> {
    const source = new PinnedRegion(input);
    try {
      const lineEnd = findNewline(source.view, 0, source.length);
      const before = this.#openBytes;
      if (!this.#open(source, 0, lineEnd)) return 0;
      if (!(await this.#endLongLine())) {
        this.#openBytes = before;
        return 0;
      }
      source.check();
      return this.#appendKeyed(source, lineEnd + 1);
    } finally {
      source.unpin();
    }
  }

  #appendKeyed(source: PinnedRegion, from: number): number {
    let taken = from;
    while (taken < source.length) {
      const lineEnd = findNewline(source.view, taken, source.length);
      if (lineEnd === source.length) {
        if (!this.#open(source, taken, lineEnd)) return taken;
        return source.length;
      }
      if (this.#openBytes === 0) {
        if (!this.#appendKeyedLine(source.bytes, taken, lineEnd)) return taken;
      } else {
        const before = this.#openBytes;
        if (!this.#open(source, taken, lineEnd)) return taken;
        if (!this.#endOpenLine()) {
          this.#openBytes = before;
          return taken;
        }
      }
      taken = lineEnd + 1;
    }
    return taken;
  }

  #appendKeyedLine(source: Uint8Array, from: number, to: number): boolean {
    const length = to - from;
    if (!this.#hasRoomFor(LENGTH_BYTES + length)) return false;
    const record = this.#top + LENGTH_BYTES;
    const limit = this.#indexBottom - ENTRY_BYTES - SLACK_BYTES - 1 - length;
    const keyEnd = this.#keys.write(source, from, to, this.#region.bytes, record, limit);
    if (keyEnd === KEY_DOES_NOT_FIT) return false;
    copyBytes(source, from, this.#region.bytes, keyEnd, length);
    this.#addRecord(record, keyEnd - record, length);
    return true;
  }

  /** Adds [from, to) to the open line. */
  #open(source: PinnedRegion, from: number, to: number): boolean {
    if (!this.#hasRoomForOpen(this.#openBytes + to - from)) return false;
    copyBytes(source.bytes, from, this.#region.bytes, this.#top + this.#openBytes, to - from);
    this.#openBytes += to - from;
    return true;
  }

  /** Makes a record of the open line. False: it does not fit, and the line stays open. */
  #endOpenLine(): boolean {
    const { bytes } = this.#region;
    const start = this.#top;
    const length = this.#openBytes;
    if (!this.#hasKeys) {
      if (!this.#hasRoomFor(length)) return false;
      this.#addRecord(start, 0, length);
      return true;
    }
    if (!this.#hasRoomFor(LENGTH_BYTES + length)) return false;
    // Behind the line the key shows its length; then the line makes room and the key is written in front of it.
    const behind = start + length;
    const limit = this.#indexBottom - ENTRY_BYTES - SLACK_BYTES - 1 - LENGTH_BYTES;
    const behindEnd = this.#keys.write(bytes, start, behind, bytes, behind, limit);
    if (behindEnd === KEY_DOES_NOT_FIT) return false;
    const record = start + LENGTH_BYTES;
    const line = record + (behindEnd - behind);
    bytes.copyWithin(line, start, behind);
    this.#keys.write(bytes, line, line + length, bytes, record, line);
    this.#addRecord(record, line - record, length);
    return true;
  }

  /** `#endOpenLine` of a line of megabytes with keys, in slices. */
  async #endLongLine(): Promise<boolean> {
    const start = this.#top;
    const length = this.#openBytes;
    if (!this.#hasRoomFor(LENGTH_BYTES + length)) return false;
    const { bytes } = this.#region;
    const behind = start + length;
    const limit = this.#indexBottom - ENTRY_BYTES - SLACK_BYTES - 1 - LENGTH_BYTES;
    const behindEnd = await this.#inSlices(this.#keys.writeInSteps(bytes, start, behind, bytes, behind, limit));
    if (behindEnd === KEY_DOES_NOT_FIT) return false;
    const record = start + LENGTH_BYTES;
    const line = record + (behindEnd - behind);
    await this.#inSlices(moveUp(bytes, start, behind, line));
    await this.#inSlices(this.#keys.writeInSteps(bytes, line, line + length, bytes, record, line));
    this.#addRecord(record, line - record, length);
    return true;
  }

  async #inSlices<T>(steps: Steps<T>): Promise<T> {
    let result: T | undefined;
    await runInSlices((slice) => {
      this.#gate.checkOpen('append');
      this.#region.check();
      for (;;) {
        const step = steps.next();
        if (step.done === true) {
          result = step.value;
          return true;
        }
        if (slice.spend(step.value / 4)) return false;
      }
    });
    return result as T;
  }

  /** Writes records into `output` from `at` until it is full, all is written or the slice is used up; returns the new end. */
  #encodeSome(output: Uint8Array, at: number, format: RecordFormat, slice: TimeSlice): number {
    const { view } = this.#region;
    const { words, first, capacity } = this.#index;
    const { descending, unique } = this.#order;
    const writer = this.#writer;
    const end = output.length;
    let next = at;
    if (writer.pending) next = writer.write(output, next, end);
    while (next < end && this.#encoded < this.#lineCount) {
      const entry = descending ? capacity - 1 - this.#encoded : first + this.#encoded;
      const offset = words[entry * 4 + 2] as number;
      const compared = words[entry * 4 + 3] as number;
      const stored = this.#hasKeys ? view.getUint32(offset - LENGTH_BYTES, true) : 0;
      const length = this.#keyOnly ? stored : compared;
      const keyLength = this.#keyOnly ? compared : stored;

      if (format === 'run' || unique) {
        const limit = Math.min(length, this.#previousLength);
        const stop = Math.min(limit, this.#common + BYTES_PER_STEP);
        this.#common = commonPrefix(view, this.#previousAt, offset, this.#common, stop);
        if (this.#common === stop && stop < limit) {
          if (slice.spend(BYTES_PER_STEP)) return next;
          continue;
        }
      }
      this.#encoded++;
      const common = this.#common;
      this.#common = 0;
      // Keys are prefix-free, so two that share the bytes of one are the same.
      const repeats =
        this.#encodedLines > 0 && common >= compared && (this.#keyOnly || this.#previousLength === length);
      if (!(unique && repeats)) {
        this.#previousAt = offset;
        this.#previousLength = length;
        this.#encodedLines++;
        writer.begin(format, offset, length, keyLength, common);
        next = writer.write(output, next, end);
      }
      if (slice.spend(10 + Math.min(common, BYTES_PER_STEP) / 4)) break;
    }
    return next;
  }
}

/** Moves [start, end) to `target` above it, from the end down, as the two overlap. */
function* moveUp(bytes: Uint8Array, start: number, end: number, target: number): Steps<void> {
  for (let stop = end; stop > start; ) {
    const from = Math.max(start, stop - BYTES_PER_STEP);
    bytes.copyWithin(target + from - start, from, stop);
    yield stop - from;
    stop = from;
  }
}
