export { IndexOutOfBoundsError, InvalidArgumentError } from './argument-errors.ts';
export { BudgetClosedError, BudgetReleaseError } from './budget-errors.ts';
export { InterruptedError, UsageError } from './command-errors.ts';
export { EngineUnavailableError } from './engine-errors.ts';
export { InputUnreadableError, ReadFailedError, SourceMisuseError } from './input-errors.ts';
export { CorruptRunError, KernelBusyError, KernelClosedError, KernelStateError } from './kernel-errors.ts';
export { LeakError } from './leak-errors.ts';
export { LineOrderError, SortKeyError } from './line-order-errors.ts';
export {
  type BudgetHolder,
  type BudgetUsageTree,
  ManagerClosedError,
  MemoryReservationError,
} from './manager-errors.ts';
export { ChunkStateError, OutOfMemoryError, SegmentDescriptorError, SegmentFreedError } from './memory-errors.ts';
export { type ErrorFields, OffheapError } from './offheap-error.ts';
export { InsufficientMemoryError, LineTooLongError } from './operator-errors.ts';
export { OutputClosedError, OutputUnwritableError, SinkMisuseError, WriteFailedError } from './output-errors.ts';
export { InvalidSettingError } from './setting-errors.ts';
export { SpillError } from './spill-errors.ts';
export {
  CorruptDataError,
  IncompatibleSnapshotError,
  NullFieldError,
  NullKeyFieldError,
  TypeDefinitionError,
  TypeMismatchError,
} from './type-errors.ts';
export { UnsafeIntegerError } from './unsafe-integer-error.ts';
export {
  EncodedTextTooLongError,
  EndOfDataError,
  MalformedUtfError,
  OutputFullError,
  ValueTooLongError,
} from './view-errors.ts';
