package offheap.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple;
import org.apache.flink.api.java.typeutils.ValueTypeInfo;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.BooleanValue;
import org.apache.flink.types.ByteValue;
import org.apache.flink.types.CharValue;
import org.apache.flink.types.DoubleValue;
import org.apache.flink.types.FloatValue;
import org.apache.flink.types.IntValue;
import org.apache.flink.types.LongValue;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.ShortValue;
import org.apache.flink.types.StringValue;

/** Every type that is made of others, and values. */
final class CompositeVectors {
  private static final String[] NAMES = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};

  private final List<Object> lines = new ArrayList<>();
  private int seed = 1000;

  static List<Object> all() throws Exception {
    CompositeVectors vectors = new CompositeVectors();
    vectors.arrays();
    vectors.listsAndMaps();
    vectors.tuples();
    vectors.nullPatterns();
    vectors.rows();
    vectors.pojos();
    vectors.eithers();
    vectors.nullables();
    vectors.values();
    return vectors.lines;
  }

  private void arrays() throws Exception {
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.BOOLEAN_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.BOOLEAN));
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.BYTE));
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.SHORT_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.SHORT));
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.CHAR_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.CHAR));
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.INT));
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.LONG));
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.FLOAT));
    ordered(Composites.primitives(PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.DOUBLE));
    add(Composites.array(Integer.class, Drawn.INT), 15);
    add(Composites.array(Integer.class, Drawn.INT.nullable()), 25);
    add(Composites.array(String.class, Drawn.STRING), 15);
    add(Composites.array(String.class, Drawn.STRING.nullable()), 25);
    add(Composites.array(Double.class, Drawn.DOUBLE.nullable()), 15);
    add(Composites.array(java.math.BigDecimal.class, Drawn.DECIMAL.nullable()), 15);
    add(Composites.array(Tuple.class, Composites.tuple(Drawn.INT, Drawn.STRING).nullable()), 15);
    add(Composites.array(Integer[].class, Composites.array(Integer.class, Drawn.INT.nullable()).nullable()), 15);
    add(Composites.array(int[].class, ints().nullable()), 15);
  }

  private void listsAndMaps() throws Exception {
    add(Composites.list(Drawn.INT), 20);
    add(Composites.list(Drawn.STRING), 20);
    add(Composites.list(Drawn.LONG.nullable()), 20);
    add(Composites.list(Drawn.STRING.nullable()), 20);
    add(Composites.list(Drawn.DOUBLE), 15);
    add(Composites.list(Composites.list(Drawn.SHORT)), 15);
    add(Composites.list(Composites.list(Drawn.SHORT).nullable()), 15);
    add(Composites.list(Composites.row(null, NAMES, Drawn.INT, Drawn.STRING.nullable())), 15);
    add(Composites.list(Drawn.INSTANT), 10);
    add(Composites.list(Drawn.LOCAL_DATE_TIME.nullable()), 10);
    add(Composites.map(Drawn.STRING, Drawn.INT), 25);
    add(Composites.map(Drawn.INT, Drawn.STRING.nullable()), 25);
    add(Composites.map(Drawn.STRING, Drawn.LONG.nullable()), 25);
    add(Composites.map(Drawn.LONG, Composites.list(Drawn.INT).nullable()), 15);
    add(Composites.map(Drawn.STRING, Composites.map(Drawn.BYTE, Drawn.DECIMAL)), 15);
    add(Composites.map(Drawn.INT.nullable(), Drawn.INT), 15);
    add(Composites.map(Drawn.STRING.nullable(), Drawn.STRING.nullable()), 15);
    add(Composites.map(Drawn.LOCAL_DATE, Drawn.ENUM.nullable()), 10);
  }

  private void tuples() throws Exception {
    with(Composites.tuple(Drawn.LONG)).orderedBy("+f0").orderedBy("-f0").drawn(30, seed++);
    with(Composites.tuple(Drawn.STRING, Drawn.INT)).orderedBy("+f0").orderedBy("-f1").orderedBy("+f1", "-f0").drawn(30, seed++);
    with(Composites.tuple(Drawn.DIGIT, Drawn.WORD, Drawn.DIGIT))
        .orderedBy("+f0", "+f2", "+f1")
        .orderedBy("-f0", "-f2", "-f1")
        .orderedBy("+f2", "-f0", "+f1")
        .orderedBy("+f1", "+f0")
        .drawn(40, seed++);
    with(Composites.tuple(Drawn.BOOLEAN, Drawn.BYTE, Drawn.SHORT, Drawn.CHAR))
        .orderedBy("+f0", "+f1", "+f2", "+f3")
        .orderedBy("-f3", "-f2", "+f1")
        .drawn(30, seed++);
    with(Composites.tuple(Drawn.DIGIT, Drawn.DOUBLE, Drawn.LONG, Drawn.FLOAT, Drawn.WORD))
        .orderedBy("+f0", "+f1", "+f2")
        .orderedBy("+f0", "+f2", "+f4")
        .orderedBy("+f3")
        .drawn(40, seed++);
    with(Composites.tuple(Drawn.BIGINT, Drawn.DECIMAL)).orderedBy("+f0", "+f1").orderedBy("-f1").drawn(30, seed++);
    with(Composites.tuple(Drawn.INSTANT, Drawn.LOCAL_DATE, Drawn.LOCAL_TIME, Drawn.LOCAL_DATE_TIME))
        .orderedBy("+f0")
        .orderedBy("+f1", "+f2")
        .orderedBy("-f3")
        .drawn(30, seed++);
    Drawn<Tuple> inner = Composites.tuple(Drawn.DIGIT, Drawn.WORD);
    with(Composites.tuple(inner, Drawn.DIGIT))
        .orderedBy("+f0.f1", "+f1")
        .orderedBy("-f1", "-f0.f0")
        .orderedBy("+f0.f0", "-f0.f1", "+f1")
        .drawn(40, seed++);
    add(Composites.tuple(Composites.tuple(Composites.tuple(Drawn.INT)), Drawn.STRING), 10);
    add(Composites.tuple(Drawn.INT.nullable(), Drawn.STRING.nullable(), Drawn.DECIMAL.nullable()), 25);
    add(Composites.tuple(Composites.list(Drawn.INT), Composites.map(Drawn.STRING, Drawn.INT).nullable()), 20);
  }

  private void nullPatterns() throws Exception {
    for (int arity = 1; arity <= 10; arity++) {
      Drawn<?>[] fields = new Drawn<?>[arity];
      Arrays.fill(fields, Drawn.BYTE.nullable());
      List<Row> rows = new ArrayList<>();
      for (int pattern = 0; pattern < 1 << arity; pattern++) {
        Row row = Row.withPositions(arity);
        for (int i = 0; i < arity; i++) row.setField(i, (pattern >> i & 1) == 1 ? null : (byte) (i + 1));
        rows.add(row);
      }
      new TypedVectors<>(Composites.row(null, NAMES, fields).kind(), lines).of(rows);

      List<Row> changes = new ArrayList<>();
      for (RowKind kind : RowKind.values()) {
        Row empty = Row.withPositions(kind, arity);
        Row full = Row.withPositions(kind, arity);
        for (int i = 0; i < arity; i++) full.setField(i, (byte) -i);
        changes.addAll(List.of(empty, full));
      }
      new TypedVectors<>(Composites.row("op", NAMES, fields).kind(), lines).of(changes);
    }
    for (int arity : new int[] {14, 22, 23, 40}) {
      Drawn<?>[] fields = new Drawn<?>[arity];
      String[] names = new String[arity];
      Arrays.fill(fields, Drawn.BYTE.nullable());
      Arrays.setAll(names, i -> "f" + i);
      add(Composites.row("kind", names, fields), 10);
    }
  }

  private void rows() throws Exception {
    with(Composites.row(null, NAMES, Drawn.DIGIT, Drawn.WORD, Drawn.LONG))
        .orderedBy("+a", "+b")
        .orderedBy("-b", "+c")
        .orderedBy("-a", "-c")
        .drawn(40, seed++);
    with(Composites.row(null, NAMES, Drawn.DIGIT.nullable(), Drawn.WORD.nullable(), Drawn.LONG.nullable(), Drawn.DOUBLE.nullable()))
        .orderedBy("+a")
        .orderedBy("-a")
        .orderedBy("+a", "+b")
        .orderedBy("-b", "-a")
        .orderedBy("+b", "-c")
        .orderedBy("+d", "+a")
        .orderedBy("+c", "+a", "+b")
        .drawn(60, seed++);
    Drawn<Row> inner = Composites.row(null, NAMES, Drawn.DIGIT, Drawn.WORD.nullable());
    with(Composites.row(null, new String[] {"id", "part", "flag"}, Drawn.DIGIT, inner, Drawn.BOOLEAN))
        .orderedBy("+part.a", "+id")
        .orderedBy("-part.b", "-flag")
        .drawn(40, seed++);
    add(Composites.row("op", new String[] {"id", "part"}, Drawn.INT.nullable(), Composites.row("change", NAMES, Drawn.LONG.nullable()).nullable()), 30);
    add(
        Composites.row(
            null,
            NAMES,
            Drawn.BOOLEAN.nullable(),
            Drawn.SHORT.nullable(),
            Drawn.CHAR.nullable(),
            Drawn.FLOAT.nullable(),
            Drawn.STRING.nullable(),
            Drawn.BIGINT.nullable(),
            Drawn.DECIMAL.nullable(),
            Drawn.INSTANT.nullable(),
            Drawn.LOCAL_DATE_TIME.nullable(),
            Drawn.ENUM.nullable()),
        60);
    add(
        Composites.row(
            "kind",
            NAMES,
            Composites.list(Drawn.INT).nullable(),
            Composites.map(Drawn.STRING, Drawn.DOUBLE.nullable()).nullable(),
            Composites.array(String.class, Drawn.STRING.nullable()).nullable(),
            ints().nullable(),
            Composites.tuple(Drawn.INT, Drawn.STRING).nullable(),
            Composites.either(Drawn.INT, Drawn.STRING).nullable()),
        50);
  }

  private void pojos() throws Exception {
    Drawn<Pojos.Click> click = click();
    with(click).orderedBy("+user").orderedBy("+url", "-user").orderedBy("-count").orderedBy("+weight").drawn(40, seed++);
    add(new Drawn<>(click.kind().nullable(), click.nullable().draw()), 15);
    Map<String, Drawn<?>> fields = new LinkedHashMap<>();
    fields.put("click", click.nullable());
    fields.put("first", Drawn.BOOLEAN);
    fields.put("page", Drawn.DIGIT);
    with(Composites.pojo(Pojos.Visit.class, fields)).orderedBy("+page", "-first").drawn(30, seed++);
    add(Composites.list(click), 10);

    // What a subclass leaves: not a value of this type, to be refused with a reason.
    lines.add(Vector.of("type", click.kind().description(), "length", -1, "orders", List.of()));
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.registerPojoType(Pojos.RegisteredClick.class);
    TypeSerializer<Pojos.Click> serializer = TypeInformation.of(Pojos.Click.class).createSerializer(config);
    for (Pojos.Click other : List.of(new Pojos.PaidClick(), new Pojos.RegisteredClick())) {
      DataOutputSerializer output = new DataOutputSerializer(16);
      serializer.serialize(other, output);
      lines.add(Vector.of("foreign", other.getClass().getName(), "bytes", output.getCopyOfBuffer()));
    }
  }

  private static Drawn<Pojos.Click> click() {
    Map<String, Drawn<?>> fields = new LinkedHashMap<>();
    fields.put("count", Drawn.DIGIT.nullable());
    fields.put("url", Drawn.WORD);
    fields.put("user", Drawn.LONG);
    fields.put("weight", Drawn.DOUBLE);
    return Composites.pojo(Pojos.Click.class, fields);
  }

  private void eithers() throws Exception {
    add(Composites.either(Drawn.INT, Drawn.STRING), 20);
    add(Composites.either(Drawn.STRING, Composites.either(Drawn.LONG, Composites.list(Drawn.INT))), 25);
    add(Composites.either(Drawn.INT, Composites.row(null, NAMES, Drawn.DOUBLE.nullable())), 20);
  }

  private void nullables() throws Exception {
    for (Drawn<?> atom :
        List.of(
            Drawn.BOOLEAN, Drawn.BYTE, Drawn.SHORT, Drawn.INT, Drawn.LONG, Drawn.FLOAT, Drawn.DOUBLE, Drawn.CHAR, Drawn.STRING,
            Drawn.BIGINT, Drawn.DECIMAL, Drawn.DATE, Drawn.INSTANT, Drawn.LOCAL_DATE, Drawn.LOCAL_TIME, Drawn.LOCAL_DATE_TIME,
            Drawn.SQL_DATE, Drawn.SQL_TIME, Drawn.SQL_TIMESTAMP, Drawn.ENUM)) {
      add(atom.nullable(), 10);
    }
    add(Composites.list(Drawn.INT).nullable(), 10);
    add(Composites.map(Drawn.INT, Drawn.INT).nullable(), 10);
    add(Composites.tuple(Drawn.INT, Drawn.STRING).nullable(), 10);
    add(Composites.row(null, NAMES, Drawn.INT.nullable(), Drawn.STRING).nullable(), 10);
    add(Composites.array(Integer.class, Drawn.INT).nullable(), 10);
    add(Composites.array(String.class, Drawn.STRING).nullable(), 10);
    add(ints().nullable(), 10);
    add(Composites.either(Drawn.INT, Drawn.STRING).nullable(), 10);
  }

  private void values() throws Exception {
    value(ValueTypeInfo.BOOLEAN_VALUE_TYPE_INFO, Drawn.BOOLEAN, BooleanValue::new, BooleanValue::getValue);
    value(ValueTypeInfo.BYTE_VALUE_TYPE_INFO, Drawn.BYTE, ByteValue::new, ByteValue::getValue);
    value(ValueTypeInfo.SHORT_VALUE_TYPE_INFO, Drawn.SHORT, ShortValue::new, ShortValue::getValue);
    value(ValueTypeInfo.CHAR_VALUE_TYPE_INFO, Drawn.CHAR, CharValue::new, CharValue::getValue);
    value(ValueTypeInfo.INT_VALUE_TYPE_INFO, Drawn.INT, IntValue::new, IntValue::getValue);
    value(ValueTypeInfo.LONG_VALUE_TYPE_INFO, Drawn.LONG, LongValue::new, LongValue::getValue);
    value(ValueTypeInfo.FLOAT_VALUE_TYPE_INFO, Drawn.FLOAT, FloatValue::new, FloatValue::getValue);
    value(ValueTypeInfo.DOUBLE_VALUE_TYPE_INFO, Drawn.DOUBLE, DoubleValue::new, DoubleValue::getValue);
    value(ValueTypeInfo.STRING_VALUE_TYPE_INFO, Drawn.STRING, StringValue::new, StringValue::getValue);

    Kind<Point> point =
        Kind.of(
            Vector.of("kind", "value", "name", Point.class.getName()),
            new ValueTypeInfo<>(Point.class),
            value -> List.of(value.x, DataOutputVectors.units(value.label)));
    Drawn<Point> drawn =
        new Drawn<>(
            point,
            random -> {
              Point value = new Point();
              value.x = Drawn.INT.draw().apply(random);
              value.label = Drawn.STRING.draw().apply(random);
              return value;
            });
    add(drawn, 20);
    add(Composites.list(drawn), 10);
  }

  private <V extends org.apache.flink.types.Value, T> void value(
      TypeInformation<V> information, Drawn<T> of, Function<T, V> wrap, Function<V, T> unwrap) throws Exception {
    Object description = Vector.of("kind", "value", "name", information.getTypeClass().getName());
    Kind<V> kind = Kind.of(description, information, value -> of.kind().toJson(unwrap.apply(value)));
    ordered(new Drawn<>(kind, random -> wrap.apply(of.draw().apply(random))));
  }

  private static Drawn<int[]> ints() {
    return Composites.primitives(PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.INT);
  }

  private <T> TypedVectors<T> with(Drawn<T> drawn) {
    return new TypedVectors<>(drawn, lines);
  }

  private <T> void add(Drawn<T> drawn, int count) throws Exception {
    with(drawn).drawn(count, seed++);
  }

  private <T> void ordered(Drawn<T> drawn) throws Exception {
    with(drawn).ordered().drawn(25, seed++);
  }

  private CompositeVectors() {}
}
