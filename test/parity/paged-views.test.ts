import { describe, expect, it } from 'vitest';
import type { MemorySegment } from '../../lib/memory/memory-segment.ts';
import type { PagedInputView } from '../../lib/views/paged-input-view.ts';
import { PagedOutputView } from '../../lib/views/paged-output-view.ts';
import { readVectorLines } from './vector-lines.ts';
import { freshSegment, inputOf, writtenPages } from './vector-pages.ts';
import { bytesOfHex, doubleOfBits, floatOfBits, hexOf, textOfUnits } from './vectors.ts';

type Argument = boolean | number | string;

interface PagedVector {
  readonly segmentSize: number;
  readonly headerLength: number;
  /** Methods with their argument, if they have one. */
  readonly writes: readonly (readonly [string, Argument?])[];
  /** The last ends where writing has come to. */
  readonly pages: readonly string[];
}

type Methods = Readonly<Record<string, (...args: unknown[]) => unknown>>;

const vectors = readVectorLines<PagedVector>('vectors/paged-views.jsonl');
const sizes = [...new Set(vectors.map(({ segmentSize, headerLength }) => `${segmentSize} and ${headerLength}`))];

describe.each(sizes)('paged views against Flink, segments and headers of %s bytes', (size) => {
  const ofSize = vectors.filter(({ segmentSize, headerLength }) => `${segmentSize} and ${headerLength}` === size);

  it('writes the pages that Flink writes', () => {
    expect(ofSize.length).toBeGreaterThan(0);
    for (const { segmentSize, headerLength, writes, pages } of ofSize) {
      const written: MemorySegment[] = [];
      const output = new PagedOutputView({
        segmentSizeBytes: segmentSize,
        headerLengthBytes: headerLength,
        initialSegment: freshSegment(written, segmentSize),
        nextSegment: () => freshSegment(written, segmentSize),
      });
      for (const [method, argument] of writes) {
        if (argument === undefined) output.advance();
        else (output as unknown as Methods)[method]?.(argumentOf(method, argument));
      }
      expect(writtenPages(written, output), JSON.stringify(writes)).toEqual(pages);
    }
  });

  it('reads back what Flink wrote', () => {
    for (const { headerLength, writes, pages } of ofSize) {
      // The output began in its first segment.
      const input = inputOf(pages, headerLength);
      for (const [method, argument] of writes) {
        if (argument === undefined) input.advance();
        else expect(readBack(input, method, argument), JSON.stringify(writes)).toEqual(expected(method, argument));
      }
    }
  });
});

function argumentOf(method: string, argument: Argument): unknown {
  switch (method) {
    case 'writeLong':
      return BigInt(argument);
    case 'writeFloat':
      return floatOfBits(argument as string);
    case 'writeDouble':
      return doubleOfBits(argument as string);
    case 'writeUTF':
    case 'writeChars':
      return textOfUnits(argument as string);
    case 'write':
      return bytesOfHex(argument as string);
    default:
      return argument;
  }
}

function readBack(input: PagedInputView, method: string, argument: Argument): unknown {
  switch (method) {
    case 'skipBytesToWrite':
      input.skipBytesToRead(argument as number);
      return argument;
    case 'write': {
      const bytes = new Uint8Array((argument as string).length / 2);
      input.readFully(bytes);
      return hexOf(bytes);
    }
    case 'writeChars': {
      const units = Array.from({ length: (argument as string).length / 4 }, () => input.readChar());
      return String.fromCharCode(...units);
    }
    default:
      return (input as unknown as Methods)[method.replace('write', 'read')]?.();
  }
}

/** What is read of what was written: cut to the width of the method. */
function expected(method: string, argument: Argument): unknown {
  if (method === 'writeByte') return ((argument as number) << 24) >> 24;
  if (method === 'writeShort') return ((argument as number) << 16) >> 16;
  return method === 'write' ? argument : argumentOf(method, argument);
}
