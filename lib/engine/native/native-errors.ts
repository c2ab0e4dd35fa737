import {
  BudgetClosedError,
  BudgetReleaseError,
  ChunkStateError,
  CorruptRunError,
  IndexOutOfBoundsError,
  InvalidArgumentError,
  KernelBusyError,
  KernelClosedError,
  KernelStateError,
  OutOfMemoryError,
  SegmentFreedError,
} from '../../errors/index.ts';
import type { NativeErrorFactory } from '../addon.ts';

/** What native code throws is of the same classes as what JavaScript throws. */
export const createNativeError: NativeErrorFactory = (code, sentence, fields) => {
  switch (code) {
    case 'ERR_SEGMENT_FREED':
      return new SegmentFreedError(fields);
    case 'ERR_INDEX_OUT_OF_BOUNDS':
      return new IndexOutOfBoundsError(fields);
    case 'ERR_OUT_OF_MEMORY':
      return new OutOfMemoryError(fields);
    case 'ERR_INVALID_ARGUMENT':
      return new InvalidArgumentError(sentence, fields);
    case 'ERR_CHUNK_STATE':
      return new ChunkStateError(sentence, fields);
    case 'ERR_BUDGET_CLOSED':
      return new BudgetClosedError(fields);
    case 'ERR_BUDGET_RELEASE':
      return new BudgetReleaseError(fields as { budget: number; releasedBytes: number; reservedBytes: number });
    case 'ERR_KERNEL_BUSY':
      return new KernelBusyError(fields);
    case 'ERR_KERNEL_CLOSED':
      return new KernelClosedError(fields);
    case 'ERR_KERNEL_STATE':
      return new KernelStateError(sentence, fields);
    case 'ERR_CORRUPT_RUN':
      return new CorruptRunError(fields as { run: number; position: number });
    default:
      return Object.assign(new Error(sentence), { code, fields });
  }
};
