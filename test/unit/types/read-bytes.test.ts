import { describe, expect, it } from 'vitest';
import { CorruptDataError } from '../../../lib/errors/index.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { readBytes } from '../../../lib/types/composites/read-bytes.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import { DataInputStream } from '../../../lib/views/data-input-stream.ts';
import type { DataInputView } from '../../../lib/views/data-input-view.ts';
import { PagedInputView } from '../../../lib/views/paged-input-view.ts';
import { failureOf } from '../../contracts/failure.ts';

const BYTES = 200_000;
const bytes = Uint8Array.from({ length: BYTES }, (_, i) => i % 251);

function paged(): PagedInputView {
  const pages = Array.from({ length: Math.ceil(BYTES / 1000) }, (_, i) => bytes.slice(1000 * i, 1000 * (i + 1)));
  return new PagedInputView({
    nextSegment() {
      const page = pages.shift();
      return page && { segment: MemorySegment.wrap(page), limit: page.length };
    },
  });
}

async function* piecesOf(length: number, count: number) {
  for (let at = 0; at < count; at += length) yield bytes.slice(at, Math.min(count, at + length));
}

describe('readBytes', () => {
  it.each([
    ['an array', () => new DataInputDeserializer(bytes)],
    ['pages', paged],
  ])('reads as many bytes of %s as it is told', (_, open: () => DataInputView) => {
    const view = open();
    expect(readBytes(view, 0)).toEqual(new Uint8Array(0));
    expect(readBytes(view, 7)).toEqual(bytes.subarray(0, 7));
    expect(readBytes(view, BYTES - 8)).toEqual(bytes.subarray(7, BYTES - 1));
    expect(view.position).toBe(BYTES - 1);
    expect(failureOf(() => readBytes(view, 2)).code).toBe('ERR_END_OF_DATA');
  });

  it.each([
    ['an array', () => new DataInputDeserializer(bytes)],
    ['pages', paged],
  ])('makes no room for more bytes than %s holds', (_, open: () => DataInputView) => {
    // More than any array can hold.
    expect(failureOf(() => readBytes(open(), Number.MAX_SAFE_INTEGER)).code).toBe('ERR_END_OF_DATA');
  });

  it('says what is missing', () => {
    const view = new DataInputDeserializer(bytes, 0, 10);
    view.readInt();
    const missing = { code: 'ERR_END_OF_DATA', position: 4, requested: 7, available: 6 };
    expect(failureOf(() => readBytes(view, 7))).toEqual(missing);
    expect(view.position).toBe(4);
  });

  it.each([1, 2, 1000])('waits for the rest of a stream that arrives by %i bytes', async (length) => {
    const input = new DataInputStream(piecesOf(length, 4000));
    const found = input.values((view) => readBytes(view, 1 + (view.readByte() & 63)));
    let total = 0;
    for await (const value of found) {
      expect(value).toEqual(bytes.slice(total + 1, total + 1 + value.length));
      total += 1 + value.length;
      if (total > 3900) break;
    }
    expect(total).toBeGreaterThan(3900);
  });

  it('does not wait for more bytes of a stream than a value may take', async () => {
    const input = new DataInputStream(piecesOf(1, 4000), { maxValueBytes: 100 });
    await expect(input.read((view) => readBytes(view, 101))).rejects.toMatchObject({ code: 'ERR_VALUE_TOO_LONG' });
  });

  it('takes a negative count for corrupt bytes, and what is no integer for a mistake', () => {
    const view = new DataInputDeserializer(bytes);
    view.readByte();
    const corrupt = { code: 'ERR_CORRUPT_DATA', position: 1, reason: 'a negative number of bytes', count: -1 };
    expect(failureOf(() => readBytes(view, -1))).toEqual(corrupt);
    for (const wrong of [1.5, Number.NaN, '1', undefined]) {
      expect(failureOf(() => readBytes(view, wrong as number)).code).toBe('ERR_INVALID_ARGUMENT');
    }
  });
});

describe('an error of the library made in JavaScript', () => {
  it('takes a text for the reason', () => {
    const error = new CorruptDataError('my own' as never);
    expect(error.message).toBe('Data cannot be read as the type: reason=my own');
    expect(error.fields).toEqual({ reason: 'my own' });
  });

  it('does without fields', () => {
    for (const none of [undefined, null]) {
      expect(new CorruptDataError(none as never).message).toBe('Data cannot be read as the type');
    }
  });
});
