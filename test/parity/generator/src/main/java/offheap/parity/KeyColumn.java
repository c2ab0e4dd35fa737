package offheap.parity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.operators.sort.SortUtil;

/**
 * A column that rows are ordered by: Flink's data of its edge values and of others, and what of SortUtil makes its keys.
 *
 * @param put null where Flink has no keys
 */
record KeyColumn(Column column, List<?> values, Put put) {
  interface Put {
    void key(Object value, MemorySegment target, int offset, int length);
  }

  static final KeyColumn BOOLEAN =
      new KeyColumn(Column.BOOLEAN, Values.BOOLEANS, (it, to, at, length) -> SortUtil.putBooleanNormalizedKey((Boolean) it, to, at, length));
  static final KeyColumn BYTE =
      new KeyColumn(Column.BYTE, some(Values.BYTES), (it, to, at, length) -> SortUtil.putByteNormalizedKey((Byte) it, to, at, length));
  static final KeyColumn SHORT =
      new KeyColumn(Column.SHORT, some(Values.SHORTS), (it, to, at, length) -> SortUtil.putShortNormalizedKey((Short) it, to, at, length));
  static final KeyColumn INT = ints(Column.INT);
  static final KeyColumn DATE = ints(Column.DATE);
  static final KeyColumn TIME =
      new KeyColumn(Column.TIME, List.of(0, 1, 999, 1000, 43_200_000, 86_399_999), KeyColumn::putInt);
  static final KeyColumn LONG =
      new KeyColumn(Column.LONG, some(Values.LONGS), (it, to, at, length) -> SortUtil.putLongNormalizedKey((Long) it, to, at, length));
  static final KeyColumn FLOAT =
      new KeyColumn(Column.FLOAT, some(Values.FLOATS), (it, to, at, length) -> SortUtil.putFloatNormalizedKey((Float) it, to, at, length));
  static final KeyColumn DOUBLE =
      new KeyColumn(Column.DOUBLE, some(Values.DOUBLES), (it, to, at, length) -> SortUtil.putDoubleNormalizedKey((Double) it, to, at, length));
  /** Lone surrogates too, which Flink writes as question marks. */
  static final KeyColumn STRING =
      new KeyColumn(
          Column.STRING,
          Values.STRINGS.stream().filter(text -> text.length() <= 200).limit(75).map(StringData::fromString).toList(),
          (it, to, at, length) -> SortUtil.putStringNormalizedKey((StringData) it, to, at, length));
  static final KeyColumn BYTES =
      new KeyColumn(Column.BYTES, byteArrays(), (it, to, at, length) -> SortUtil.putBinaryNormalizedKey((byte[]) it, to, at, length));

  static KeyColumn decimal(int precision, int scale) {
    Function<BigInteger, Object> data = unscaled -> DecimalData.fromBigDecimal(new BigDecimal(unscaled, scale), precision, scale);
    BigInteger limit = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    List<BigInteger> unscaled = new ArrayList<>();
    for (BigInteger edge : List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, limit, limit.subtract(BigInteger.ONE))) {
      unscaled.addAll(List.of(edge, edge.negate()));
    }
    Random random = new Random(precision);
    for (int i = 0; i < 15; i++) {
      BigInteger value = new BigInteger(random.nextInt(130), random).mod(limit);
      unscaled.add(random.nextBoolean() ? value : value.negate());
    }
    Put put = (it, to, at, length) -> SortUtil.putDecimalNormalizedKey((DecimalData) it, to, at, length);
    return new KeyColumn(Column.decimal(precision, scale), unscaled.stream().map(data).toList(), precision <= 18 ? put : null);
  }

  static KeyColumn timestamp(int precision) {
    return timestamps(Column.timestamp(precision), precision);
  }

  static KeyColumn timestampLtz(int precision) {
    return timestamps(Column.timestampLtz(precision), precision);
  }

  KeyColumn nullable() {
    return new KeyColumn(column.nullable(), values, put);
  }

  boolean isNullable() {
    return ((Map<?, ?>) column.description()).get("kind").equals("nullable");
  }

  private static KeyColumn ints(Column column) {
    return new KeyColumn(column, some(Values.INTS), KeyColumn::putInt);
  }

  private static void putInt(Object value, MemorySegment target, int offset, int length) {
    SortUtil.putIntNormalizedKey((Integer) value, target, offset, length);
  }

  /** Those with nanoseconds have milliseconds that are a safe integer: others cannot be read here. */
  private static KeyColumn timestamps(Column column, int precision) {
    boolean compact = precision <= 3;
    Random random = new Random(precision);
    List<TimestampData> values = new ArrayList<>();
    for (long millis : some(Values.MILLIS)) {
      if (compact) values.add(TimestampData.fromEpochMillis(millis));
      else if (Math.abs(millis) < 1L << 53) {
        for (int nanos : new int[] {0, 999_999, random.nextInt(1_000_000)}) values.add(TimestampData.fromEpochMillis(millis, nanos));
      }
    }
    Put put = (it, to, at, length) -> SortUtil.putTimestampNormalizedKey((TimestampData) it, to, at, length);
    return new KeyColumn(column, values, compact ? put : null);
  }

  private static List<byte[]> byteArrays() {
    List<byte[]> values = new ArrayList<>(List.of(new byte[0], new byte[] {0}, new byte[] {0, 0}, new byte[] {-1}, new byte[] {127, -128}));
    Random random = new Random(20);
    for (int length : new int[] {1, 2, 6, 7, 8, 9, 15, 16, 17, 24, 40}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      values.add(bytes);
    }
    return values;
  }

  /** The edges are first. */
  private static <T> List<T> some(List<T> values) {
    return values.subList(0, Math.min(values.size(), 30));
  }
}
