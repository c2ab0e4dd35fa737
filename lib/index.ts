// The public names by floor, lowest first; CONTRIBUTING.md describes the floors.

// 1 errors

export * from './errors/index.ts';

// 1 engine

export type { BudgetHandle, BudgetTree, BudgetUsage, SharedBudget } from './engine/budget-tree.ts';
export type { ChunkAccess } from './engine/chunk-access.ts';
export type { ChunkDescriptor, RegistryDescriptor, SharedMemoryDescriptor } from './engine/chunk-descriptor.ts';
export type { ChunkHoldings, ChunkReport, ThreadHoldings } from './engine/chunk-report.ts';
export { currentEngine, engine } from './engine/current-engine.ts';
export type { EngineChoice } from './engine/engine-names.ts';
export type { AllocateOptions, Chunk, ChunkRegion, ChunkStatistics, Engine, EngineName } from './engine/engine.ts';
export type { RowKernelOrder, RowKernels } from './engine/row-kernels.ts';
export { type EngineDescription, type LoadedEngine, loadEngine } from './engine/load-engine.ts';

// 2 memory

export type { SegmentKind } from './memory/backing.ts';
export { type ByteOrder, nativeByteOrder } from './memory/byte-order.ts';
export type { ByteInput, ByteOutput } from './memory/byte-transfer.ts';
export type { LongHalves } from './memory/long-halves.ts';
export {
  type AttachBudgetOptions,
  type ChildBudgetOptions,
  MemoryBudget,
  type ReserveOptions,
} from './memory/budget/memory-budget.ts';
export { type MemoryCleaner, registerCleaner, runCleaners } from './memory/budget/memory-cleaners.ts';
export type { MemoryReservation } from './memory/budget/memory-reservation.ts';
export { MemorySegmentFactory } from './memory/memory-segment-factory.ts';
export { type AllocateSegmentOptions, type AttachSegmentOptions, MemorySegment } from './memory/memory-segment.ts';
export {
  describeMemorySize,
  formatMemorySize,
  gibibytes,
  kibibytes,
  mebibytes,
  parseMemorySize,
} from './memory/memory-size.ts';
export { type PooledMemory, registerPooledMemory } from './memory/pooled-memory.ts';
export type { SegmentDescriptor } from './memory/segment-descriptor.ts';
export type { SegmentOptions, SegmentOwner } from './memory/segment-owner.ts';
export type { SegmentPin } from './memory/segment-pin.ts';
export { trim } from './memory/trim.ts';

// 3 manager

export { MemoryManager, type MemoryManagerOptions } from './manager/memory-manager.ts';

// 4 views

export type { ByteSink } from './views/files/byte-sink.ts';
export type { ByteSource } from './views/files/byte-source.ts';
export { DataInputDeserializer } from './views/data-input-deserializer.ts';
export { DataInputStream, type DataInputStreamOptions } from './views/data-input-stream.ts';
export type { DataInputView } from './views/data-input-view.ts';
export { DataOutputSerializer, type DataOutputSerializerOptions } from './views/data-output-serializer.ts';
export { DataOutputStream, type DataOutputStreamOptions } from './views/data-output-stream.ts';
export type { DataOutputView } from './views/data-output-view.ts';
export { FileSource, type FileSourceOptions } from './views/files/file-source.ts';
export { type OpenOutputOptions, openOutput } from './views/files/open-output.ts';
export { locateOutput, type OutputTarget } from './views/files/output-target.ts';
export { openStandardInput, type StandardInputOptions } from './views/files/standard-input-source.ts';
export { type InputPage, type PagedInputOptions, PagedInputView } from './views/paged-input-view.ts';
export { type PagedOutputOptions, PagedOutputView } from './views/paged-output-view.ts';
export { type RandomAccessInputOptions, RandomAccessInputView } from './views/random-access-input-view.ts';
export { RandomAccessOutputView } from './views/random-access-output-view.ts';
export type { SeekableDataInputView, SeekableDataOutputView } from './views/seekable-data-views.ts';
export { openStandardOutput, type StandardOutputOptions } from './views/files/standard-output-sink.ts';
export type { ValueReader } from './views/value-callbacks.ts';
export type { ViewMemory } from './views/view-memory.ts';
export { bytesOf, readableOf, type ViewBytesOptions, writableTo } from './views/view-streams.ts';

// 5 types

export type { ComparatorDescription, FieldKey, KeyDescription, KeySpec } from './types/comparator-description.ts';
export { checkCompatibility } from './types/compatibility.ts';
export type { Either } from './types/composites/either.ts';
export { readBytes } from './types/composites/read-bytes.ts';
export type { Inferred } from './types/composites/inferred.ts';
export type { PrimitiveArrays } from './types/composites/primitive-array.ts';
export type { RowKindOptions } from './types/composites/row.ts';
export type { RowKind } from './types/composites/row-kind.ts';
export type { ValueDefinition } from './types/composites/value.ts';
export { type Migration, migrationFrom } from './types/migration.ts';
export { ascending, descending, type KeyOptions, type KeyPath } from './types/orders.ts';
export type { SerializerCompatibility, SerializerSnapshot } from './types/serializer-snapshot.ts';
export type { TypeComparator } from './types/type-comparator.ts';
export type {
  AtomicKind,
  FieldDescription,
  PrimitiveKind,
  TypeDescription,
  TypeKind,
} from './types/type-description.ts';
export type { Order, TypeInformation, ValueOf } from './types/type-information.ts';
export { comparatorOf, typeOf } from './types/type-of.ts';
export type { TypeSerializer } from './types/type-serializer.ts';
export {
  type ElementValues,
  type FieldTypes,
  type FieldValues,
  type FieldValuesWithKind,
  type LongOptions,
  types,
} from './types/types.ts';
export { Decimal } from './types/values/decimal.ts';
export { Instant } from './types/values/instant.ts';
export { LocalDate } from './types/values/local-date.ts';
export { LocalDateTime } from './types/values/local-date-time.ts';
export { LocalTime } from './types/values/local-time.ts';
export { SqlTimestamp } from './types/values/sql-timestamp.ts';

// 5 rows

export { BinaryArray } from './rows/binary-array.ts';
export type { ElementBytes } from './rows/binary-array-layout.ts';
export { BinaryArrayWriter } from './rows/binary-array-writer.ts';
export type { BinaryColumn, ColumnValue } from './rows/columns/binary-column.ts';
export { BinaryMap } from './rows/binary-map.ts';
export { BinaryRow } from './rows/binary-row.ts';
export { BinaryRowBatch } from './rows/batch/binary-row-batch.ts';
export { BinaryRowComparator } from './rows/keys/binary-row-comparator.ts';
export type {
  BinaryRowComparatorDescription,
  RowKeyDescription,
} from './rows/keys/binary-row-comparator-description.ts';
export { BinaryRowSerializer } from './rows/binary-row-serializer.ts';
export { BinaryRowType, binaryRowType, binaryRowTypeOf, type RowValue } from './rows/binary-row-type.ts';
export { BinaryRowWriter, type BinaryWriterOptions } from './rows/binary-row-writer.ts';
export type { SectionMemory } from './rows/binary-section.ts';
export { BinaryString } from './rows/binary-string.ts';
export type { ColumnDescription, NamedColumn, RowDescription } from './rows/columns/column-description.ts';
export { type BinaryRowOptions, columns, type RowFields, type RowObject } from './rows/columns/columns.ts';
export type { DecimalValue } from './rows/decimal-precision.ts';
export type { TimestampValue } from './rows/timestamp-value.ts';

// 7 operators

export type { LineOrder, SortKey } from './engine/sort-kernels.ts';
export { type LineOrderOptions, lineOrder } from './operators/line-order.ts';
export { type KeyOrdering, parseSortKey } from './operators/sort-key.ts';
export {
  type SortLinesOptions,
  type SortPhase,
  type SortProgress,
  type SortStatistics,
  sortLines,
} from './operators/sort-lines.ts';

// 9 observability

export { LEAK_CHANNEL, type LeakListener } from './observability/leak-announcer.ts';
export {
  drainLeaks,
  type LeakDetectionOptions,
  type LeakDetector,
  leakDetector,
} from './observability/leak-detector.ts';
export type { LeakLevel } from './observability/leak-level.ts';
export type { LeakReport, LeakTouch } from './observability/leak-report.ts';
export type { LiveMemory } from './observability/live-memory.ts';
export { type MemoryReport, memoryReport } from './observability/memory-report.ts';
