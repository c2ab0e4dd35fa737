package offheap.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** A kind and how to draw values of it: what composites are made of. */
record Drawn<T>(Kind<T> kind, Function<Random, T> draw) {
  static <T> Drawn<T> from(Kind<T> kind, List<T> values) {
    return new Drawn<>(kind, random -> values.get(random.nextInt(values.size())));
  }

  /** One in four is null. */
  Drawn<T> nullable() {
    return new Drawn<>(kind.nullable(), random -> random.nextInt(4) == 0 ? null : draw.apply(random));
  }

  List<T> values(int count, int seed) {
    Random random = new Random(seed);
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) values.add(draw.apply(random));
    return values;
  }

  static final Drawn<Boolean> BOOLEAN = from(Atoms.BOOLEAN, Values.BOOLEANS);
  static final Drawn<Byte> BYTE = from(Atoms.BYTE, Values.BYTES);
  static final Drawn<Short> SHORT = from(Atoms.SHORT, Values.SHORTS);
  static final Drawn<Integer> INT = from(Atoms.INT, Values.INTS);
  static final Drawn<Long> LONG = from(Atoms.LONG, Values.LONGS);
  static final Drawn<Float> FLOAT = from(Atoms.FLOAT, Values.FLOATS);
  static final Drawn<Double> DOUBLE = from(Atoms.DOUBLE, Values.DOUBLES);
  static final Drawn<Character> CHAR = from(Atoms.CHAR, Values.CHARS);
  static final Drawn<String> STRING =
      from(Atoms.STRING, Values.STRINGS.stream().filter(text -> text.length() <= 20).toList());
  /** Few different ones, so that the keys after it decide. */
  static final Drawn<String> WORD = from(Atoms.STRING, List.of("", "a", "b", "ab", "\u65e5"));
  static final Drawn<Integer> DIGIT = from(Atoms.INT, List.of(-1, 0, 1));
  static final Drawn<java.math.BigInteger> BIGINT = from(Atoms.BIGINT, Values.BIG_INTEGERS);
  static final Drawn<java.math.BigDecimal> DECIMAL = from(Atoms.DECIMAL, Values.BIG_DECIMALS);
  static final Drawn<java.time.Instant> INSTANT = from(Atoms.INSTANT, AtomVectors.INSTANTS);
  static final Drawn<java.time.LocalDate> LOCAL_DATE = from(Atoms.LOCAL_DATE, AtomVectors.DATES);
  static final Drawn<java.time.LocalTime> LOCAL_TIME = from(Atoms.LOCAL_TIME, AtomVectors.TIMES);
  static final Drawn<java.time.LocalDateTime> LOCAL_DATE_TIME = from(Atoms.LOCAL_DATE_TIME, AtomVectors.DATE_TIMES);
  /** Within what JavaScript's Date reaches. */
  private static final List<Long> MILLIS =
      Values.MILLIS.stream().filter(millis -> millis <= 8_640_000_000_000_000L && millis >= -8_640_000_000_000_000L).toList();
  static final Drawn<java.util.Date> DATE = from(Atoms.DATE, MILLIS.stream().map(java.util.Date::new).toList());
  static final Drawn<java.sql.Date> SQL_DATE = from(Atoms.SQL_DATE, MILLIS.stream().map(java.sql.Date::new).toList());
  static final Drawn<java.sql.Time> SQL_TIME = from(Atoms.SQL_TIME, MILLIS.stream().map(java.sql.Time::new).toList());
  static final Drawn<java.sql.Timestamp> SQL_TIMESTAMP =
      from(Atoms.SQL_TIMESTAMP, MILLIS.stream().map(java.sql.Timestamp::new).toList());
  static final Drawn<Atoms.Color> ENUM = from(Atoms.ENUM, List.of(Atoms.Color.values()));
}
