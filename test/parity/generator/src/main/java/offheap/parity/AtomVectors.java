package offheap.parity;

import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Every basic type: bytes, hash codes, normalized keys, order. */
final class AtomVectors {
  static final List<Instant> INSTANTS =
      Values.of(
          List.of(
              Instant.EPOCH, Instant.ofEpochSecond(-1), Instant.ofEpochSecond(0, 1), Instant.ofEpochSecond(-1, 999_999_999),
              Instant.MAX, Instant.MIN.plusNanos(1), Instant.parse("2026-11-21T15:04:05.123456789Z")),
          50,
          21,
          random -> Instant.ofEpochSecond(random.nextLong() >> (10 + random.nextInt(50)), random.nextInt(1_000_000_000)));
  static final List<LocalDate> DATES =
      Values.of(
          List.of(
              LocalDate.EPOCH, LocalDate.MIN, LocalDate.MAX, LocalDate.of(0, 1, 1), LocalDate.of(-1, 12, 31), LocalDate.of(2024, 2, 29),
              LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), LocalDate.of(2026, 11, 21)),
          50,
          22,
          AtomVectors::date);
  static final List<LocalTime> TIMES =
      Values.of(
          List.of(
              LocalTime.MIN, LocalTime.MAX, LocalTime.NOON, LocalTime.of(23, 59, 59), LocalTime.of(0, 0, 0, 1), LocalTime.of(1, 2, 3, 4)),
          50,
          23,
          AtomVectors::time);
  static final List<LocalDateTime> DATE_TIMES =
      Values.of(
          List.of(LocalDateTime.MIN, LocalDateTime.MAX, LocalDate.EPOCH.atStartOfDay(), LocalDateTime.of(2026, 11, 21, 15, 4, 5, 6)),
          50,
          24,
          random -> LocalDateTime.of(date(random), time(random)));

  static List<Object> all() throws Exception {
    List<Object> lines = new ArrayList<>();
    ordered(lines, Atoms.BOOLEAN, Values.BOOLEANS);
    ordered(lines, Atoms.BYTE, Values.BYTES);
    ordered(lines, Atoms.SHORT, Values.SHORTS);
    ordered(lines, Atoms.INT, Values.INTS);
    ordered(lines, Atoms.LONG, Values.LONGS);
    ordered(lines, Atoms.FLOAT, Values.FLOATS);
    ordered(lines, Atoms.DOUBLE, Values.DOUBLES);
    ordered(lines, Atoms.CHAR, Values.CHARS);
    ordered(lines, Atoms.STRING, Values.STRINGS);
    ordered(lines, Atoms.BIGINT, Values.BIG_INTEGERS);
    for (String text : new String[] {"0", "1", "2", "10"}) {
      // Not the object BigInteger.ONE: only that has the short form.
      BigInteger copy = new BigInteger("1" + text).subtract(BigInteger.TEN.pow(text.length()));
      DataOutputSerializer output = new DataOutputSerializer(16);
      Atoms.BIGINT.serializer().serialize(copy, output);
      lines.add(Vector.of("otherForm", text, "bytes", output.getCopyOfBuffer()));
    }
    ordered(lines, Atoms.DECIMAL, Values.BIG_DECIMALS);
    ordered(lines, Atoms.DATE, Values.MILLIS.stream().map(java.util.Date::new).toList());
    ordered(lines, Atoms.INSTANT, INSTANTS);
    ordered(lines, Atoms.LOCAL_DATE, DATES);
    ordered(lines, Atoms.LOCAL_TIME, TIMES);
    ordered(lines, Atoms.LOCAL_DATE_TIME, DATE_TIMES);
    ordered(lines, Atoms.SQL_DATE, Values.MILLIS.stream().map(java.sql.Date::new).toList());
    ordered(lines, Atoms.SQL_TIME, Values.MILLIS.stream().map(java.sql.Time::new).toList());
    ordered(lines, Atoms.SQL_TIMESTAMP, timestamps());
    new TypedVectors<>(Atoms.ENUM, lines).withoutHashes().withoutPaddedKeys().ordered().of(List.of(Atoms.Color.values()));
    new TypedVectors<>(Atoms.VOID, lines).of(Arrays.asList((Void) null));
    return lines;
  }

  private static <T> void ordered(List<Object> lines, Kind<T> kind, List<T> values) throws Exception {
    new TypedVectors<>(kind, lines).ordered().of(values);
  }

  static List<Timestamp> timestamps() {
    List<Timestamp> values = new ArrayList<>();
    Random random = new Random(25);
    for (long millis : Values.MILLIS) {
      // Beyond these, java.sql.Timestamp itself overflows.
      if (Math.abs(millis) > Long.MAX_VALUE / 4) continue;
      Timestamp timestamp = new Timestamp(millis);
      if (random.nextInt(3) > 0) timestamp.setNanos(random.nextInt(1_000_000_000));
      values.add(timestamp);
    }
    return values;
  }

  private static LocalDate date(Random random) {
    int year = random.nextInt(4) == 0 ? random.nextInt(1_999_999_999) - 999_999_999 : random.nextInt(12_000) - 2_000;
    return LocalDate.ofYearDay(year, 1 + random.nextInt(365));
  }

  private static LocalTime time(Random random) {
    int nano = random.nextBoolean() ? random.nextInt(1_000_000_000) : 0;
    return LocalTime.of(random.nextInt(24), random.nextInt(60), random.nextInt(60), nano);
  }

  private AtomVectors() {}
}
