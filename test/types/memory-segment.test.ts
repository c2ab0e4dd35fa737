import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type AllocateSegmentOptions,
  type ByteOrder,
  type Engine,
  type MemoryBudget,
  type MemorySegment,
  mebibytes,
  nativeByteOrder,
  parseMemorySize,
  MemorySegment as Segment,
  type SegmentOwner,
  type SegmentPin,
} from '../../lib/index.ts';

/** `expectTypeOf` is held by the type checker (`npm run typecheck`): at run time it passes whatever the types are. */
describe('types of MemorySegment', () => {
  it('has no public constructor', () => {
    // @ts-expect-error: segments come from allocate, allocateHeap and wrap.
    expect(() => new Segment()).toThrow('MemorySegment is made by allocate, allocateHeap or wrap');
  });

  it('is made from a size or bytes, with options', () => {
    expectTypeOf(Segment.allocate).parameters.toEqualTypeOf<[sizeBytes: number, options?: AllocateSegmentOptions]>();
    expectTypeOf(Segment.allocate).returns.toEqualTypeOf<MemorySegment>();
    expectTypeOf(Segment.allocateHeap).returns.toEqualTypeOf<MemorySegment>();
    expectTypeOf(Segment.wrap).parameter(0).toEqualTypeOf<Uint8Array>();
    expectTypeOf<AllocateSegmentOptions>().toEqualTypeOf<{
      readonly zeroed?: boolean | undefined;
      readonly shared?: boolean | undefined;
      readonly engine?: Engine | undefined;
      readonly owner?: SegmentOwner | undefined;
      readonly budget?: MemoryBudget | undefined;
    }>();
  });

  it('tells what it is, read-only', () => {
    expectTypeOf<Pick<MemorySegment, 'size' | 'owner' | 'isFreed' | 'isOffHeap'>>().toEqualTypeOf<{
      readonly size: number;
      readonly owner: SegmentOwner | undefined;
      readonly isFreed: boolean;
      readonly isOffHeap: boolean;
    }>();
    expectTypeOf<MemorySegment>().toExtend<Disposable>();
  });

  it('reads longs as bigints, or as numbers, and everything else but booleans as numbers', () => {
    expectTypeOf<MemorySegment['getLong']>().toEqualTypeOf<(offset: number) => bigint>();
    expectTypeOf<MemorySegment['getLongBigEndian']>().toEqualTypeOf<(offset: number) => bigint>();
    expectTypeOf<MemorySegment['getLongAsNumber']>().toEqualTypeOf<(offset: number) => number>();
    expectTypeOf<MemorySegment['getBoolean']>().toEqualTypeOf<(offset: number) => boolean>();
    expectTypeOf<MemorySegment['getByte']>().toEqualTypeOf<(offset: number) => number>();
    expectTypeOf<MemorySegment['getChar']>().toEqualTypeOf<(offset: number) => number>();
    expectTypeOf<MemorySegment['getDoubleLittleEndian']>().toEqualTypeOf<(offset: number) => number>();
  });

  it('writes what it reads', () => {
    expectTypeOf<MemorySegment['putLong']>().toEqualTypeOf<(offset: number, value: bigint) => void>();
    expectTypeOf<MemorySegment['putLongAsNumber']>().toEqualTypeOf<(offset: number, value: number) => void>();
    expectTypeOf<MemorySegment['putBoolean']>().toEqualTypeOf<(offset: number, value: boolean) => void>();
    expectTypeOf<MemorySegment['putFloatBigEndian']>().toEqualTypeOf<(offset: number, value: number) => void>();
  });

  it('takes a Buffer where it takes bytes', () => {
    expectTypeOf<Buffer>().toExtend<Parameters<MemorySegment['put']>[1]>();
    expectTypeOf<Buffer>().toExtend<Parameters<MemorySegment['get']>[1]>();
    expectTypeOf<Uint16Array>().not.toExtend<Parameters<MemorySegment['put']>[1]>();
  });

  it('makes views by offset and length, and pins', () => {
    expectTypeOf<MemorySegment['wrap']>().toEqualTypeOf<(offset: number, length: number) => MemorySegment>();
    expectTypeOf<MemorySegment['pin']>().returns.toEqualTypeOf<SegmentPin>();
    expectTypeOf<SegmentPin>().toExtend<Disposable>();
    expectTypeOf<SegmentPin['bytes']>().toEqualTypeOf<Uint8Array>();
  });

  it('compares to a number, tests to a boolean', () => {
    expectTypeOf<MemorySegment['compare']>().returns.toEqualTypeOf<number>();
    expectTypeOf<MemorySegment['equalTo']>().returns.toEqualTypeOf<boolean>();
  });

  it('has sizes in bytes as plain numbers', () => {
    expectTypeOf(parseMemorySize).toEqualTypeOf<(text: string) => number>();
    expectTypeOf(mebibytes).toEqualTypeOf<(count: number) => number>();
    expectTypeOf(nativeByteOrder).toEqualTypeOf<ByteOrder>();
  });
});
