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
