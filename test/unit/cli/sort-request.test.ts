import { describe, expect, it } from 'vitest';
import { readSortRequest, type SortFlags } from '../../../lib/cli/sort/sort-request.ts';
import { SortKeyError, UsageError } from '../../../lib/errors/index.ts';

const request = (flags: Partial<SortFlags>, files: string[] = []) =>
  readSortRequest(files, { progress: 'auto', ...flags });

describe('readSortRequest', () => {
  it('sorts standard input to standard output by default', () => {
    expect(request({})).toEqual({
      files: ['-'],
      output: undefined,
      memoryBytes: undefined,
      temporaryDirectory: undefined,
      order: { keys: [], separator: -1, descending: false, stable: false, unique: false },
      engine: undefined,
      statistics: undefined,
      progress: 'auto',
    });
  });

  it('keeps the files in their order', () => {
    expect(request({}, ['b', '-', 'a']).files).toEqual(['b', '-', 'a']);
  });

  it.each([
    ['64mb', 64 * 1024 * 1024],
    ['64 MB', 64 * 1024 * 1024],
    ['1g', 1024 * 1024 * 1024],
    ['1048576', 1024 * 1024],
  ])('takes %j as memory', (memory, bytes) => {
    expect(request({ memory }).memoryBytes).toBe(bytes);
  });

  it('takes either name of the temporary directory', () => {
    expect(request({ tempDir: 'a' }).temporaryDirectory).toBe('a');
    expect(request({ temporaryDirectory: 'a' }).temporaryDirectory).toBe('a');
    expect(request({ tempDir: 'a', temporaryDirectory: 'a' }).temporaryDirectory).toBe('a');
    expect(() => request({ tempDir: 'a', temporaryDirectory: 'b' })).toThrow(UsageError);
  });

  it('gives every ordering option to keys that have none', () => {
    const flags = {
      reverse: true,
      ignoreCase: true,
      dictionaryOrder: true,
      ignoreLeadingBlanks: true,
      unique: true,
      stable: true,
      fieldSeparator: ',',
      key: ['2', '1n'],
    };
    expect(request(flags).order).toMatchObject({
      keys: [
        {
          startField: 1,
          descending: true,
          foldCase: true,
          dictionary: true,
          skipStartBlanks: true,
          skipEndBlanks: true,
        },
        { startField: 0, descending: false, foldCase: false, dictionary: false, skipStartBlanks: false, numeric: true },
      ],
      separator: 0x2c,
      descending: true,
      stable: true,
      unique: true,
    });
    expect(request({ ignoreNonprinting: true }).order.keys).toMatchObject([{ ignoreNonprinting: true }]);
    expect(request({ numericSort: true }).order.keys).toMatchObject([{ numeric: true }]);
  });

  it('makes what the library refuses a usage error, and keeps its cause', () => {
    const read = () => request({ key: ['x'] });
    expect(read).toThrow(UsageError);
    expect(read).toThrow(expect.objectContaining({ cause: expect.any(SortKeyError) }));
  });

  it('sends statistics to standard output only when the lines go elsewhere', () => {
    expect(request({ stats: 'file' }).statistics).toEqual({ kind: 'file', path: 'file' });
    expect(request({ stats: '-', output: 'file' }).statistics).toEqual({ kind: 'standard output' });
    expect(() => request({ stats: '-' })).toThrow(UsageError);
  });
});
