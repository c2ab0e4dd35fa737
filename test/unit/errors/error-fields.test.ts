import { describe, expect, it } from 'vitest';
import { MemorySegment, OffheapError, types } from '../../../lib/index.ts';

describe('fields of errors', () => {
  it('are taken by JSON, a bigint as its text', () => {
    const segment = MemorySegment.wrap(new Uint8Array(8));
    segment.putLong(0, 2n ** 60n);
    const error = errorOf(() => segment.getLongAsNumber(0));
    expect(error.fields).toEqual({ offset: 0, value: '1152921504606846976' });
    expect(JSON.parse(JSON.stringify(error.fields))).toEqual({ offset: 0, value: '1152921504606846976' });
    expect(error.message).toContain('value=1152921504606846976');
  });

  it('name no path in the message where the value itself is wrong', () => {
    const error = errorOf(() => types.int().encode('1' as never));
    expect(error.message).toMatch(/^Value is not of the type: expected=/);
    expect(error.fields['path']).toBe('');
    expect(errorOf(() => types.row({ a: types.int() }).encode({ a: '1' } as never)).message).toContain('path=a');
  });
});

function errorOf(act: () => unknown): OffheapError {
  try {
    act();
  } catch (error) {
    if (error instanceof OffheapError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
