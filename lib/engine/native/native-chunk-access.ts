import type { Addon } from '../addon.ts';
import type { ChunkAccess } from '../chunk-access.ts';
import type { Chunk } from '../engine.ts';
import type { ChunkHandles } from './chunk-handles.ts';

/** The addon's accessors by (id, generation). A handle of another engine would name some other chunk: those are refused. */
export class NativeChunkAccess implements ChunkAccess {
  readonly #addon: Addon;
  readonly #handles: ChunkHandles;

  /** `handles`: of the engine's chunks. */
  constructor(addon: Addon, handles: ChunkHandles) {
    this.#addon = addon;
    this.#handles = handles;
  }

  getByte(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getByte(id, generation, offset);
  }

  putByte(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putByte(id, generation, offset, value);
  }

  getShortLittleEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getShortLittleEndian(id, generation, offset);
  }

  putShortLittleEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putShortLittleEndian(id, generation, offset, value);
  }

  getShortBigEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getShortBigEndian(id, generation, offset);
  }

  putShortBigEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putShortBigEndian(id, generation, offset, value);
  }

  getCharLittleEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getCharLittleEndian(id, generation, offset);
  }

  putCharLittleEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putCharLittleEndian(id, generation, offset, value);
  }

  getCharBigEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getCharBigEndian(id, generation, offset);
  }

  putCharBigEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putCharBigEndian(id, generation, offset, value);
  }

  getIntLittleEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getIntLittleEndian(id, generation, offset);
  }

  putIntLittleEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putIntLittleEndian(id, generation, offset, value);
  }

  getIntBigEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getIntBigEndian(id, generation, offset);
  }

  putIntBigEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putIntBigEndian(id, generation, offset, value);
  }

  getLongLittleEndian(chunk: Chunk, offset: number): bigint {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getLongLittleEndian(id, generation, offset);
  }

  putLongLittleEndian(chunk: Chunk, offset: number, value: bigint): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putLongLittleEndian(id, generation, offset, value);
  }

  getLongBigEndian(chunk: Chunk, offset: number): bigint {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getLongBigEndian(id, generation, offset);
  }

  putLongBigEndian(chunk: Chunk, offset: number, value: bigint): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putLongBigEndian(id, generation, offset, value);
  }

  getFloatLittleEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getFloatLittleEndian(id, generation, offset);
  }

  putFloatLittleEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putFloatLittleEndian(id, generation, offset, value);
  }

  getFloatBigEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getFloatBigEndian(id, generation, offset);
  }

  putFloatBigEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putFloatBigEndian(id, generation, offset, value);
  }

  getDoubleLittleEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getDoubleLittleEndian(id, generation, offset);
  }

  putDoubleLittleEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putDoubleLittleEndian(id, generation, offset, value);
  }

  getDoubleBigEndian(chunk: Chunk, offset: number): number {
    const { id, generation } = this.#own(chunk);
    return this.#addon.getDoubleBigEndian(id, generation, offset);
  }

  putDoubleBigEndian(chunk: Chunk, offset: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.putDoubleBigEndian(id, generation, offset, value);
  }

  copyBytes(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): void {
    const first = this.#own(chunk1);
    const second = this.#own(chunk2);
    this.#addon.copyBytes(first.id, first.generation, offset1, second.id, second.generation, offset2, length);
  }

  equalBytes(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): boolean {
    const first = this.#own(chunk1);
    const second = this.#own(chunk2);
    return this.#addon.equalBytes(first.id, first.generation, offset1, second.id, second.generation, offset2, length);
  }

  swapBytes(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): void {
    const first = this.#own(chunk1);
    const second = this.#own(chunk2);
    this.#addon.swapBytes(first.id, first.generation, offset1, second.id, second.generation, offset2, length);
  }

  compareBytes(
    chunk1: Chunk,
    offset1: number,
    length1: number,
    chunk2: Chunk,
    offset2: number,
    length2: number,
  ): number {
    const { id, generation } = this.#own(chunk1);
    const second = this.#own(chunk2);
    return this.#addon.compareBytes(id, generation, offset1, length1, second.id, second.generation, offset2, length2);
  }

  fillBytes(chunk: Chunk, offset: number, length: number, value: number): void {
    const { id, generation } = this.#own(chunk);
    this.#addon.fillBytes(id, generation, offset, length, value);
  }

  #own(chunk: Chunk): Pick<Chunk, 'id' | 'generation'> {
    return { id: this.#handles.idOf(chunk), generation: this.#handles.generationOf(chunk) };
  }
}
