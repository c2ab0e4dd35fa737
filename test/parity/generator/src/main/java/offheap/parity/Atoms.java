package offheap.parity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.LocalTimeTypeInfo;
import org.apache.flink.api.common.typeinfo.SqlTimeTypeInfo;
import org.apache.flink.api.java.typeutils.EnumTypeInfo;

/** The kinds without parts. Numbers of 64 bits as text, floats by their bits, texts by their UTF-16 units in hex. */
final class Atoms {
  enum Color {
    RED,
    GREEN,
    BLUE,
    ULTRAVIOLET
  }

  static final Kind<Boolean> BOOLEAN = Kind.of(named("boolean"), BasicTypeInfo.BOOLEAN_TYPE_INFO, value -> value);
  static final Kind<Byte> BYTE = Kind.of(named("byte"), BasicTypeInfo.BYTE_TYPE_INFO, value -> value);
  static final Kind<Short> SHORT = Kind.of(named("short"), BasicTypeInfo.SHORT_TYPE_INFO, value -> value);
  static final Kind<Integer> INT = Kind.of(named("int"), BasicTypeInfo.INT_TYPE_INFO, value -> value);
  static final Kind<Long> LONG = Kind.of(Vector.of("kind", "long", "as", "bigint"), BasicTypeInfo.LONG_TYPE_INFO, Atoms::of);
  static final Kind<Float> FLOAT = Kind.of(named("float"), BasicTypeInfo.FLOAT_TYPE_INFO, Atoms::of);
  static final Kind<Double> DOUBLE = Kind.of(named("double"), BasicTypeInfo.DOUBLE_TYPE_INFO, Atoms::of);
  static final Kind<Character> CHAR =
      Kind.of(named("char"), BasicTypeInfo.CHAR_TYPE_INFO, value -> DataOutputVectors.units(value.toString()));
  static final Kind<String> STRING = Kind.of(named("string"), BasicTypeInfo.STRING_TYPE_INFO, DataOutputVectors::units);
  static final Kind<BigInteger> BIGINT = Kind.of(named("bigint"), BasicTypeInfo.BIG_INT_TYPE_INFO, BigInteger::toString);
  static final Kind<BigDecimal> DECIMAL = Kind.of(named("decimal"), BasicTypeInfo.BIG_DEC_TYPE_INFO, Atoms::of);
  static final Kind<Date> DATE = Kind.of(named("date"), BasicTypeInfo.DATE_TYPE_INFO, value -> of(value.getTime()));
  static final Kind<Instant> INSTANT =
      Kind.of(
          named("instant"),
          BasicTypeInfo.INSTANT_TYPE_INFO,
          value -> List.of(of(value.getEpochSecond()), value.getNano()));
  static final Kind<LocalDate> LOCAL_DATE = Kind.of(named("localDate"), LocalTimeTypeInfo.LOCAL_DATE, Atoms::of);
  static final Kind<LocalTime> LOCAL_TIME = Kind.of(named("localTime"), LocalTimeTypeInfo.LOCAL_TIME, Atoms::of);
  static final Kind<LocalDateTime> LOCAL_DATE_TIME =
      Kind.of(
          named("localDateTime"),
          LocalTimeTypeInfo.LOCAL_DATE_TIME,
          value -> List.of(of(value.toLocalDate()), of(value.toLocalTime())));
  static final Kind<java.sql.Date> SQL_DATE =
      Kind.of(named("sqlDate"), SqlTimeTypeInfo.DATE, value -> of(value.getTime()));
  static final Kind<java.sql.Time> SQL_TIME =
      Kind.of(named("sqlTime"), SqlTimeTypeInfo.TIME, value -> of(value.getTime()));
  static final Kind<Timestamp> SQL_TIMESTAMP =
      Kind.of(named("sqlTimestamp"), SqlTimeTypeInfo.TIMESTAMP, value -> List.of(of(value.getTime()), value.getNanos()));
  static final Kind<Void> VOID = Kind.of(named("void"), BasicTypeInfo.VOID_TYPE_INFO, value -> null);
  static final Kind<Color> ENUM =
      Kind.of(
          Vector.of("kind", "enum", "constants", List.of("RED", "GREEN", "BLUE", "ULTRAVIOLET")),
          new EnumTypeInfo<>(Color.class),
          Color::name);

  private static Object named(String kind) {
    return Vector.of("kind", kind);
  }

  private static String of(Long value) {
    return Long.toString(value);
  }

  private static Object of(Float value) {
    return String.format("%08x", Float.floatToRawIntBits(value));
  }

  private static Object of(Double value) {
    return String.format("%016x", Double.doubleToRawLongBits(value));
  }

  private static Object of(BigDecimal value) {
    return List.of(value.unscaledValue().toString(), value.scale());
  }

  private static Object of(LocalDate date) {
    return List.of(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static Object of(LocalTime time) {
    return List.of(time.getHour(), time.getMinute(), time.getSecond(), time.getNano());
  }

  private Atoms() {}
}
