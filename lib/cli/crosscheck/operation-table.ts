import { lifetimeOperations } from './lifetime-operations.ts';
import { longHalfOperations } from './long-half-operations.ts';
import type { Operation } from './operation.ts';
import { processOperations } from './process-operations.ts';
import { rangeOperations } from './range-operations.ts';
import { scalarOperations } from './scalar-operations.ts';
import { transferOperations } from './transfer-operations.ts';

/** Everything that a cross-check tries. */
export const operations: readonly Operation[] = [
  ...scalarOperations,
  ...longHalfOperations,
  ...rangeOperations,
  ...transferOperations,
  ...processOperations,
  ...lifetimeOperations,
];

/** Members of MemorySegment that no operation calls, each with the reason. */
export const uncovered: Readonly<Record<string, string>> = {
  constructor: 'private: it throws for everybody else',
  share: 'a second holder has a ledger and a lifetime of its own: test/contracts/segment-sharing.contract.test.ts',
  'static attach': 'see share',
  getAscii: 'gets bytes and makes a text of them: test/contracts/ascii-text.contract.test.ts',
  putAscii: 'see getAscii',
};
