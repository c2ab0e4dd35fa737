package offheap.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;

/** Bytes that the accessors leave, and results of the operations on two ranges. */
final class MemorySegmentVectors {
  private static final int SIZE = 40;

  private final List<Object> entries = new ArrayList<>();

  static Object all() {
    MemorySegmentVectors vectors = new MemorySegmentVectors();
    vectors.accessors();
    Random random = new Random(20261121);
    for (int i = 0; i < 60; i++) vectors.compare(random);
    for (int i = 0; i < 30; i++) vectors.swapBytes(random);
    return vectors.entries;
  }

  private void accessors() {
    for (boolean value : new boolean[] {true, false}) put("putBoolean", value, (s, v) -> s.putBoolean(3, value));
    for (int value : new int[] {0, -2, 0x12345678, Integer.MIN_VALUE}) {
      put("putByte", (int) (byte) value, (s, v) -> s.put(3, (byte) value));
      put("putCharLittleEndian", (int) (char) value, (s, v) -> s.putCharLittleEndian(3, (char) value));
      put("putCharBigEndian", (int) (char) value, (s, v) -> s.putCharBigEndian(3, (char) value));
      put("putShortLittleEndian", (int) (short) value, (s, v) -> s.putShortLittleEndian(3, (short) value));
      put("putShortBigEndian", (int) (short) value, (s, v) -> s.putShortBigEndian(3, (short) value));
      put("putIntLittleEndian", value, (s, v) -> s.putIntLittleEndian(3, value));
      put("putIntBigEndian", value, (s, v) -> s.putIntBigEndian(3, value));
    }
    for (long value : new long[] {0, -2, 0x123456789abcdef0L, Long.MIN_VALUE}) {
      put("putLongLittleEndian", value, (s, v) -> s.putLongLittleEndian(3, value));
      put("putLongBigEndian", value, (s, v) -> s.putLongBigEndian(3, value));
    }
    for (float value : new float[] {-0f, 1.5f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY}) {
      put("putFloatLittleEndian", value, (s, v) -> s.putFloatLittleEndian(3, value));
      put("putFloatBigEndian", value, (s, v) -> s.putFloatBigEndian(3, value));
    }
    for (double value : new double[] {-0d, Math.PI, Double.MIN_VALUE, Double.POSITIVE_INFINITY}) {
      put("putDoubleLittleEndian", value, (s, v) -> s.putDoubleLittleEndian(3, value));
      put("putDoubleBigEndian", value, (s, v) -> s.putDoubleBigEndian(3, value));
    }
  }

  private void put(String method, Object value, BiConsumer<MemorySegment, Object> put) {
    MemorySegment segment = MemorySegmentFactory.allocateOffHeapUnsafeMemory(16);
    for (int i = 0; i < 16; i++) segment.put(i, (byte) 0);
    put.accept(segment, value);
    entries.add(Vector.of("method", method, "offset", 3, "value", value, "bytes", bytesOf(segment)));
    segment.free();
  }

  /** Few different bytes, so that long beginnings are equal. */
  private static MemorySegment few(Random random) {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) bytes[i] = random.nextInt(24) == 0 ? (byte) 0x80 : 0;
    return MemorySegmentFactory.wrap(bytes);
  }

  private void compare(Random random) {
    MemorySegment first = few(random);
    MemorySegment second = few(random);
    int length1 = random.nextInt(SIZE + 1);
    int length2 = random.nextInt(SIZE + 1);
    int offset1 = random.nextInt(SIZE - length1 + 1);
    int offset2 = random.nextInt(SIZE - length2 + 1);
    int common = Math.min(length1, length2);
    Map<String, Object> entry =
        Vector.of(
            "method", "compare", "first", bytesOf(first), "second", bytesOf(second),
            "offset1", offset1, "offset2", offset2, "length1", length1, "length2", length2,
            "result", first.compare(second, offset1, offset2, length1, length2),
            "common", first.compare(second, offset1, offset2, common),
            "equal", first.equalTo(second, offset1, offset2, common));
    entries.add(entry);
  }

  private void swapBytes(Random random) {
    byte[] bytes1 = new byte[SIZE];
    byte[] bytes2 = new byte[SIZE];
    random.nextBytes(bytes1);
    random.nextBytes(bytes2);
    boolean same = random.nextInt(3) == 0;
    MemorySegment first = MemorySegmentFactory.wrap(bytes1);
    MemorySegment second = same ? first : MemorySegmentFactory.wrap(bytes2);
    int length = random.nextInt(SIZE / 2);
    int offset1 = random.nextInt(SIZE - length + 1);
    int offset2 = random.nextInt(SIZE - length + 1);
    String before1 = Vector.hex(bytes1);
    String before2 = same ? null : Vector.hex(bytes2);
    first.swapBytes(new byte[length], second, offset1, offset2, length);
    entries.add(
        Vector.of(
            "method", "swapBytes", "first", before1, "second", before2,
            "offset1", offset1, "offset2", offset2, "length", length,
            "firstAfter", bytes1, "secondAfter", same ? null : Vector.hex(bytes2)));
  }

  private static byte[] bytesOf(MemorySegment segment) {
    byte[] bytes = new byte[segment.size()];
    segment.get(0, bytes);
    return bytes;
  }

  private MemorySegmentVectors() {}
}
