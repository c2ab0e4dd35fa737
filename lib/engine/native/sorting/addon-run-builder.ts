import { InvalidArgumentError } from '../../../errors/index.ts';
import type { Addon, NativeRunBuilder } from '../../addon.ts';
import type { ChunkRegion } from '../../engine.ts';
import type { LineOrder, RecordFormat, RunBuilder } from '../../sort-kernels.ts';
import type { ChunkHandles } from '../chunk-handles.ts';

/** Forwards to the native class, which pins the region and checks every call. */
export class AddonRunBuilder implements RunBuilder {
  readonly #native: NativeRunBuilder;
  readonly #chunks: ChunkHandles;

  constructor(addon: Addon, chunks: ChunkHandles, memory: ChunkRegion, order: LineOrder) {
    const { chunk, offset, length } = memory;
    this.#chunks = chunks;
    this.#native = new addon.RunBuilder(chunks.idOf(chunk), chunks.generationOf(chunk), offset, length, order);
  }

  get lineCount(): number {
    return this.#native.lineCount;
  }

  get lineBytes(): number {
    return this.#native.lineBytes;
  }

  get maxRecordBytes(): number {
    return this.#native.maxRecordBytes;
  }

  get openLineBytes(): number {
    return this.#native.openLineBytes;
  }

  get encodedLines(): number {
    return this.#native.encodedLines;
  }

  append(input: ChunkRegion): number | Promise<number> {
    const { chunk, offset, length } = input;
    return this.#native.append(this.#chunks.idOf(chunk), this.#chunks.generationOf(chunk), offset, length);
  }

  endInput(): boolean | Promise<boolean> {
    return this.#native.endInput();
  }

  adoptOpenLine(previous: RunBuilder): boolean | Promise<boolean> {
    if (!(previous instanceof AddonRunBuilder)) {
      throw new InvalidArgumentError('Previous must be a run builder of the same engine');
    }
    return this.#native.adoptOpenLine(previous.#native);
  }

  async sort(): Promise<void> {
    return this.#native.sort();
  }

  async encode(output: ChunkRegion, format: RecordFormat): Promise<number> {
    const { chunk, offset, length } = output;
    const chunks = this.#chunks;
    return this.#native.encode(chunks.idOf(chunk), chunks.generationOf(chunk), offset, length, format === 'text');
  }

  reset(): void {
    this.#native.reset();
  }

  close(): void {
    this.#native.close();
  }
}
