import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../lib/cli/crosscheck/report/findings.ts';
import { operation, someOperations } from '../../../fixtures/bench-results.ts';

describe('the findings', () => {
  it('say what the numbers say', () => {
    const found = findingsOf({ operations: someOperations }).map(({ figure, text }) => `${figure} ${text}`);
    expect(found).toEqual([
      '23.0× what MemorySegment takes for the access (6.00× to 40.0×). Scalars have no break-even size: it never pays.',
      '1 of 1 beat MemorySegment from some size on: compare from 64 B.',
      '64 integers are enough for one call to beat a loop of getInt.',
      expect.stringContaining('in the median of 7 cases; at worst 2.86× (compare of 1 KiB).'),
      "0.25× the time of Node's best way with its garbage collections.",
    ]);
  });

  it('leave out what was not measured', () => {
    expect(findingsOf({ operations: [] })).toEqual([]);
    const found = findingsOf({ operations: [operation('fill', 'bulk', [[4, 10, undefined, 10]])] });
    expect(found.map(({ title }) => title)).toEqual(['MemorySegment against plain Node']);
  });

  it('list the operations by their verdict', () => {
    const operations = [
      operation('always', 'bulk', [[4, 10, 1, 10]]),
      operation('never', 'bulk', [[4, 1, 10, 10]]),
      operation('even', 'bulk', [[4, 10, 10, 10]]),
    ];
    expect(findingsOf({ operations })[0]).toMatchObject({
      figure: '1 of 3',
      text: 'beat MemorySegment from some size on: at every size: always; no difference: even; never: never.',
    });
  });
});
