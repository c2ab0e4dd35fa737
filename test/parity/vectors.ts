import { readFileSync } from 'node:fs';

interface VectorFile<Entry> {
  /** The release that ran. */
  readonly flink: string;
  readonly entries: readonly Entry[];
}

/** A file that `npm run parity:generate` wrote. */
export function readVectors<Entry>(name: string): VectorFile<Entry> {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as VectorFile<Entry>;
}

export function bytesOfHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** A text from its UTF-16 units in hex. */
export function textOfUnits(units: string): string {
  return Buffer.from(units, 'hex').swap16().toString('utf16le');
}

export function unitsOfText(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex');
}

export function floatOfBits(bits: string): number {
  return new DataView(bytesOfHex(bits).buffer as ArrayBuffer).getFloat32(0);
}

export function doubleOfBits(bits: string): number {
  return new DataView(bytesOfHex(bits).buffer as ArrayBuffer).getFloat64(0);
}
