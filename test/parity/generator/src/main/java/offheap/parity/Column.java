package offheap.parity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/**
 * The type of a column, as our ColumnDescription has it and as Flink has it, and how to draw values: as Flink's internal data and
 * as JSON.
 */
record Column(Object description, LogicalType type, Function<Random, Value> draw) {
  /** Flink's data structure, or null, and the JSON that says the same. */
  record Value(Object data, Object json) {
    static final Value NULL = new Value(null, null);
  }

  static final Column BOOLEAN = same("boolean", new BooleanType(), Values.BOOLEANS);
  static final Column BYTE = same("byte", new TinyIntType(), Values.BYTES);
  static final Column SHORT = same("short", new SmallIntType(), Values.SHORTS);
  static final Column INT = same("int", new IntType(), Values.INTS);
  static final Column DATE = same("date", new DateType(), Values.INTS);
  static final Column TIME = same("time", new TimeType(3), List.of(0, 1, 999, 1000, 43_200_000, 86_399_999));
  static final Column LONG =
      of(Vector.of("kind", "long", "as", "bigint"), new BigIntType(), Values.LONGS, value -> value, String::valueOf);
  static final Column FLOAT =
      of(named("float"), new FloatType(), Values.FLOATS, Column::plain, value -> floatJson(plain(value)));
  static final Column DOUBLE =
      of(named("double"), new DoubleType(), Values.DOUBLES, Column::plain, value -> doubleJson(plain(value)));
  static final Column STRING =
      of(
          named("string"),
          new VarCharType(VarCharType.MAX_LENGTH),
          Values.STRINGS.stream().filter(text -> text.length() <= 128 && !hasLoneSurrogate(text)).toList(),
          StringData::fromString,
          DataOutputVectors::units);
  static final Column BYTES =
      new Column(
          named("bytes"),
          new VarBinaryType(VarBinaryType.MAX_LENGTH),
          random -> {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            return new Value(bytes, Vector.hex(bytes));
          });

  static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff);
  }

  static Column decimal(int precision, int scale) {
    return new Column(
        Vector.of("kind", "decimal", "precision", precision, "scale", scale),
        new DecimalType(precision, scale),
        random -> {
          BigInteger limit = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
          BigInteger unscaled =
              switch (random.nextInt(5)) {
                case 0 -> limit;
                case 1 -> limit.negate();
                case 2 -> BigInteger.valueOf(random.nextInt(5) - 2).mod(limit.add(BigInteger.ONE));
                default -> new BigInteger(random.nextInt(130), random).mod(limit).multiply(BigInteger.valueOf(random.nextInt(2) * 2 - 1));
              };
          BigDecimal value = new BigDecimal(unscaled, scale);
          return new Value(DecimalData.fromBigDecimal(value, precision, scale), unscaled.toString());
        });
  }

  static Column timestamp(int precision) {
    return timestamps("timestamp", precision, new TimestampType(precision));
  }

  static Column timestampLtz(int precision) {
    return timestamps("timestampLtz", precision, new LocalZonedTimestampType(precision));
  }

  /** Milliseconds within what is safe as a number. */
  private static Column timestamps(String kind, int precision, LogicalType type) {
    return new Column(
        Vector.of("kind", kind, "precision", precision),
        type,
        random -> {
          long millis = random.nextLong() >> (11 + random.nextInt(40));
          if (millis == Long.MIN_VALUE >> 11) millis += 1;
          int nanos = precision <= 3 || random.nextInt(4) == 0 ? 0 : random.nextInt(1_000_000);
          return new Value(TimestampData.fromEpochMillis(millis, nanos), List.of(String.valueOf(millis), nanos));
        });
  }

  Column nullable() {
    return new Column(
        Vector.of("kind", "nullable", "element", description),
        type.copy(true),
        random -> random.nextInt(4) == 0 ? Value.NULL : draw.apply(random));
  }

  static Column array(Column element) {
    return new Column(
        Vector.of("kind", "array", "element", element.description),
        new ArrayType(element.type),
        random -> {
          List<Value> values = element.drawSome(random);
          return new Value(new GenericArrayData(values.stream().map(Value::data).toArray()), jsonOf(values));
        });
  }

  static Column map(Column key, Column value) {
    return new Column(
        Vector.of("kind", "map", "key", key.description, "value", value.description),
        new MapType(key.type, value.type),
        random -> {
          Map<Object, Object> data = new LinkedHashMap<>();
          List<Object> json = new ArrayList<>();
          for (Value each : key.drawSome(random)) {
            Value to = value.draw.apply(random);
            if (data.containsKey(each.data())) continue;
            data.put(each.data(), to.data());
            json.add(jsonOf(List.of(each, to)));
          }
          return new Value(new GenericMapData(data), json);
        });
  }

  /** @param kindProperty the property of our rows that holds the RowKind, or null */
  static Column row(String kindProperty, Column... fields) {
    List<Object> descriptions = new ArrayList<>();
    LogicalType[] types = new LogicalType[fields.length];
    for (int i = 0; i < fields.length; i++) {
      descriptions.add(Vector.of("name", "f" + i, "type", fields[i].description));
      types[i] = fields[i].type;
    }
    Map<String, Object> description = Vector.of("kind", "row", "fields", descriptions);
    if (kindProperty != null) description.put("rowKind", kindProperty);
    return new Column(
        description,
        RowType.of(types),
        random -> {
          RowKind kind = kindProperty == null ? RowKind.INSERT : RowKind.values()[random.nextInt(4)];
          GenericRowData row = new GenericRowData(kind, fields.length);
          List<Object> json = new ArrayList<>();
          if (kindProperty != null) json.add(Composites.ROW_KINDS[kind.ordinal()]);
          for (int i = 0; i < fields.length; i++) {
            Value value = fields[i].draw.apply(random);
            row.setField(i, value.data());
            json.add(value.json());
          }
          return new Value(row, json);
        });
  }

  private List<Value> drawSome(Random random) {
    List<Value> values = new ArrayList<>();
    int length = random.nextInt(8) == 0 ? 30 + random.nextInt(40) : random.nextInt(6);
    for (int i = 0; i < length; i++) values.add(draw.apply(random));
    return values;
  }

  private static List<Object> jsonOf(List<Value> values) {
    List<Object> json = new ArrayList<>();
    for (Value value : values) json.add(value.json());
    return json;
  }

  private static <T> Column same(String kind, LogicalType type, List<T> values) {
    return of(named(kind), type, values, value -> value, value -> value);
  }

  private static <T> Column of(
      Object description, LogicalType type, List<T> values, Function<T, Object> data, Function<T, Object> json) {
    return new Column(
        description,
        type,
        random -> {
          T value = values.get(random.nextInt(values.size()));
          return new Value(data.apply(value), json.apply(value));
        });
  }

  private static Object named(String kind) {
    return Vector.of("kind", kind);
  }

  /** JavaScript does not keep what a NaN carries. */
  private static Float plain(Float value) {
    return value.isNaN() ? Float.NaN : value;
  }

  private static Double plain(Double value) {
    return value.isNaN() ? Double.NaN : value;
  }

  private static String floatJson(Float value) {
    return String.format("%08x", Float.floatToRawIntBits(value));
  }

  private static String doubleJson(Double value) {
    return String.format("%016x", Double.doubleToRawLongBits(value));
  }
}
