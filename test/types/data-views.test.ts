import { describe, expectTypeOf, it } from 'vitest';
import type {
  ByteInput,
  ByteOutput,
  DataInputDeserializer,
  DataInputView,
  DataOutputSerializer,
  DataOutputView,
  LongHalves,
  MemorySegment,
  MemorySegmentFactory,
  SegmentOwner,
  ViewMemory,
} from '../../lib/index.ts';

/** Held by the type checker (`npm run typecheck`): at run time these pass whatever the types are. */
describe('types of data views', () => {
  it('are the interfaces, and inputs and outputs of segments', () => {
    expectTypeOf<DataOutputSerializer>().toExtend<DataOutputView>();
    expectTypeOf<DataInputDeserializer>().toExtend<DataInputView>();
    expectTypeOf<DataOutputView>().toExtend<ByteOutput>();
    expectTypeOf<DataInputView>().toExtend<ByteInput>();
    expectTypeOf<Buffer>().not.toExtend<ByteOutput>();
    expectTypeOf<NodeJS.WritableStream>().not.toExtend<ByteOutput>();
  });

  it('are made on arrays and segments', () => {
    expectTypeOf<ViewMemory>().toEqualTypeOf<Uint8Array | MemorySegment>();
    expectTypeOf<ConstructorParameters<typeof DataOutputSerializer>[0]>().toEqualTypeOf<number | ViewMemory>();
    expectTypeOf<ConstructorParameters<typeof DataInputDeserializer>[0]>().toEqualTypeOf<ViewMemory | undefined>();
  });

  it('have longs as bigints, numbers and halves', () => {
    expectTypeOf<DataInputView['readLong']>().toEqualTypeOf<() => bigint>();
    expectTypeOf<DataInputView['readLongAsNumber']>().toEqualTypeOf<() => number>();
    expectTypeOf<DataInputView['readLongHighLow']>().toEqualTypeOf<(target: LongHalves) => LongHalves>();
    expectTypeOf<DataOutputView['writeLong']>().toEqualTypeOf<(value: bigint) => void>();
    expectTypeOf<DataOutputView['writeLongHighLow']>().toEqualTypeOf<(high: number, low: number) => void>();
  });

  it('have nothing at the end of the lines', () => {
    expectTypeOf<DataInputView['readLine']>().toEqualTypeOf<() => string | undefined>();
  });
});

describe('types of what segments share with them', () => {
  it('has longs by halves as numbers', () => {
    expectTypeOf<MemorySegment['getLongHigh']>().toEqualTypeOf<(offset: number) => number>();
    expectTypeOf<MemorySegment['getLongLowBigEndian']>().toEqualTypeOf<(offset: number) => number>();
    expectTypeOf<MemorySegment['putLongHighLow']>().toEqualTypeOf<
      (offset: number, high: number, low: number) => void
    >();
  });

  it('takes arrays, outputs and inputs, each with its own arguments', () => {
    expectTypeOf<MemorySegment['get']>().toBeCallableWith(0, new Uint8Array(8), 0, 8);
    expectTypeOf<MemorySegment['get']>().toBeCallableWith(0, {} as ByteOutput, 8);
    expectTypeOf<MemorySegment['put']>().toBeCallableWith(0, new Uint8Array(8));
    expectTypeOf<MemorySegment['put']>().toBeCallableWith(0, {} as ByteInput, 8);
    // @ts-expect-error: an output does not say how many bytes it takes.
    void ((segment: MemorySegment) => segment.get(0, {} as ByteOutput));
  });

  it('returns from process what the callback returns', () => {
    const digest = (segment: MemorySegment) => segment.process((bytes) => bytes.length.toString());
    expectTypeOf(digest).returns.toEqualTypeOf<string>();
  });

  it('is made by the factory with an owner and a clean-up', () => {
    expectTypeOf<(typeof MemorySegmentFactory)['allocateOffHeapUnsafeMemory']>().toEqualTypeOf<
      (sizeBytes: number, owner?: SegmentOwner, cleanup?: () => void) => MemorySegment
    >();
  });
});
