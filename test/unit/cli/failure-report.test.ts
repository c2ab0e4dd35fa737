import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitCodeOf, reportFailure } from '../../../lib/cli/failure-report.ts';
import {
  InputUnreadableError,
  InsufficientMemoryError,
  InterruptedError,
  UsageError,
} from '../../../lib/errors/index.ts';

const written: string[] = [];

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});

afterEach(() => {
  written.length = 0;
});

describe('exitCodeOf', () => {
  it('is 1 when another command line would do', () => {
    expect(exitCodeOf(new UsageError('no'))).toBe(1);
    expect(exitCodeOf(new InsufficientMemoryError({ operator: 'sort', memoryBytes: 1, minimumBytes: 2 }))).toBe(1);
  });

  it('is 2 otherwise', () => {
    expect(exitCodeOf(new InputUnreadableError('a', new Error('no')))).toBe(2);
    expect(exitCodeOf(new InterruptedError('SIGINT'))).toBe(2);
    expect(exitCodeOf(new TypeError('no'))).toBe(2);
  });
});

describe('reportFailure', () => {
  it('writes one line for what can be expected', () => {
    reportFailure('offheap sort', new UsageError('first\nsecond\t\x07'));
    reportFailure('offheap sort', Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
    expect(written).toEqual(['offheap sort: first\\x0asecond\\x09\\x07\n', 'offheap sort: EIO: i/o error, read\n']);
  });

  it('writes the stack of what cannot', () => {
    reportFailure('offheap', new TypeError('no'));
    reportFailure('offheap', 'a string');
    expect(written[0]).toMatch(/^offheap: unexpected error: TypeError: no\n +at /);
    expect(written[1]).toBe('offheap: unexpected error: a string\n');
  });
});
