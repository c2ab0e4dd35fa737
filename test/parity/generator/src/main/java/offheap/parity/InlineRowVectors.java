package offheap.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.types.Row;

/**
 * Rows, and tuples and pojos like them, of the kinds that generated code writes in line, with edge values in every place; and records
 * with more keys than there are salts of hash codes.
 */
final class InlineRowVectors {
  private static final int[] COUNTS = {0, 1, 4, 8, 9, 100};
  private static final int WIDTH = 40;

  private static final List<Edges<?>> SIZED =
      List.of(
          new Edges<>(Drawn.BOOLEAN, Values.BOOLEANS),
          new Edges<>(Drawn.BYTE, Values.BYTES),
          new Edges<>(Drawn.SHORT, Values.SHORTS),
          new Edges<>(Drawn.INT, Values.INTS),
          new Edges<>(Drawn.LONG, Values.LONGS),
          new Edges<>(Drawn.DOUBLE, Values.DOUBLES));
  private static final Edges<String> TEXTS =
      new Edges<>(Drawn.STRING, Values.STRINGS.stream().filter(text -> text.length() <= 200).toList());

  private final List<Object> lines = new ArrayList<>();
  private int seed = 5000;

  /** A kind and values of it, the edges first. */
  private record Edges<T>(Drawn<T> drawn, List<T> values) {
    T at(int i) {
      return values.get(i % values.size());
    }
  }

  static List<Object> all() throws Exception {
    InlineRowVectors vectors = new InlineRowVectors();
    for (Edges<?> kind : SIZED) vectors.alone(kind);
    vectors.alone(TEXTS);
    for (Edges<?> kind : SIZED) vectors.lists(kind);
    vectors.events();
    vectors.texts();
    vectors.wideRows();
    vectors.wideTuples();
    vectors.pojos();
    return vectors.lines;
  }

  private <T> void alone(Edges<T> kind) throws Exception {
    List<T> values = kind.values().subList(0, Math.min(48, kind.values().size()));
    ordered(Composites.row(null, names(1), kind.drawn()).kind(), values.stream().map(value -> Row.of(value)).toList(), "c0");
    ordered(tuple(kind.drawn()), values.stream().map(value -> tupleOf(List.of(value))).toList(), "f0");

    List<Row> rows = new ArrayList<>();
    for (T value : values.subList(0, Math.min(8, values.size()))) rows.addAll(List.of(Row.of(value), Row.of((Object) null)));
    ordered(Composites.row(null, names(1), kind.drawn().nullable()).kind(), rows, "c0");
  }

  private <T> void lists(Edges<T> kind) throws Exception {
    List<List<T>> lists = new ArrayList<>();
    for (int count : COUNTS) lists.add(list(kind, count, 0));
    for (int count : COUNTS) lists.add(list(kind, count, 5));
    Drawn<List<T>> list = listOf(kind);
    plain(Composites.row(null, names(1), list).kind(), lists.stream().map(value -> Row.of(value)).toList());
    plain(tuple(list), lists.stream().map(value -> tupleOf(List.of(value))).toList());

    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lists.size(); i++) rows.add(i % 3 == 0 ? Row.of(null, 7) : Row.of(lists.get(i), i % 2 == 0 ? null : i));
    plain(Composites.row(null, names(2), list.nullable(), Drawn.INT.nullable()).kind(), rows);
  }

  /** A number or a time, a measure, a flag, two texts and a short list: what records are often made of. */
  private void events() throws Exception {
    Edges<Integer> ints = new Edges<>(Drawn.INT, Values.INTS);
    Drawn<?>[] fields = {Drawn.LONG, Drawn.DOUBLE, Drawn.BOOLEAN, Drawn.STRING, Drawn.STRING, listOf(ints)};
    List<String> texts = texts(false);
    List<Row> rows = new ArrayList<>();
    List<Tuple> tuples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Object[] values = {
        EVENT_LONGS.get(i % EVENT_LONGS.size()),
        Values.DOUBLES.get(i % 31),
        i % 3 == 0,
        texts.get(i % texts.size()),
        texts.get((i * 7 + 3) % texts.size()),
        list(ints, COUNTS[i % COUNTS.length], i)
      };
      rows.add(Row.of(values));
      tuples.add(tupleOf(Arrays.asList(values)));
    }
    Kind<Row> row = Composites.row(null, names(6), fields).kind();
    new TypedVectors<>(row, lines)
        .orderedBy("+c0")
        .orderedBy("-c3", "+c0")
        .orderedBy("+c2", "-c4", "+c1")
        .orderedBy("-c0", "+c1", "-c2", "+c3", "-c4")
        .of(rows);
    new TypedVectors<>(tuple(fields), lines)
        .orderedBy("+f0")
        .orderedBy("-f0", "+f1", "-f2", "+f3", "-f4")
        .of(tuples);

    Drawn<?>[] nullable = Arrays.stream(fields).map(Drawn::nullable).toArray(Drawn<?>[]::new);
    List<Row> withNulls = new ArrayList<>();
    for (int pattern = 0; pattern < 1 << fields.length; pattern++) {
      Row full = rows.get(pattern % rows.size());
      Row some = Row.withPositions(fields.length);
      for (int i = 0; i < fields.length; i++) some.setField(i, (pattern >> i & 1) == 1 ? null : full.getField(i));
      withNulls.add(some);
    }
    new TypedVectors<>(Composites.row(null, names(6), nullable).kind(), lines)
        .orderedBy("+c0", "-c1", "+c2", "-c3", "+c4")
        .of(withNulls);
  }

  /** What a safe integer says and, last, what it does not. */
  private static final List<Long> EVENT_LONGS =
      List.of(
          0L, 1L, -1L, 1_767_225_600_000L, (1L << 31) - 1, 1L << 31, -(1L << 31), -(1L << 31) - 1, (1L << 32) - 1, 1L << 32,
          -(1L << 32), -(1L << 32) - 1, 0x0012345689abcdefL, -0x0012345689abcdefL, (1L << 53) - 1, -(1L << 53) + 1, 1L << 53,
          -(1L << 53), Long.MAX_VALUE, Long.MIN_VALUE);

  /** Texts one after another, long ones too. */
  private void texts() throws Exception {
    List<String> texts = texts(true);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean isLong = texts.get(i).length() > 1000;
      rows.add(Row.of(texts.get(i), "x".repeat(i % 14), isLong ? "" : texts.get(i), i));
    }
    plain(Composites.row(null, names(4), Drawn.STRING, Drawn.STRING, Drawn.STRING, Drawn.INT).kind(), rows);
  }

  private void wideRows() throws Exception {
    List<Drawn<?>> fields = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) fields.add(wide(i));
    List<List<Object>> values = wideValues(fields, 30);
    Kind<Row> full = Composites.row(null, names(WIDTH), fields.toArray(Drawn<?>[]::new)).kind();
    List<Row> rows = values.stream().map(row -> Row.of(row.toArray())).toList();
    new TypedVectors<>(full, lines).orderedBy(wideKeys("c", WIDTH, 0)).orderedBy(wideKeys("c", 33, 1)).orderedBy(reversed(WIDTH)).of(rows);

    Drawn<?>[] nullable = fields.stream().map(Drawn::nullable).toArray(Drawn<?>[]::new);
    List<Row> withNulls = new ArrayList<>();
    Random random = new Random(seed++);
    for (int i = 0; i < WIDTH + 12; i++) {
      Row row = Row.of(values.get(i % values.size()).toArray());
      for (int field = 0; field < WIDTH; field++) {
        boolean isNull = i < WIDTH ? field == i : i == WIDTH ? true : i == WIDTH + 1 ? field % 2 == 0 : random.nextInt(3) == 0;
        if (isNull) row.setField(field, null);
      }
      withNulls.add(row);
    }
    new TypedVectors<>(Composites.row(null, names(WIDTH), nullable).kind(), lines).orderedBy(wideKeys("c", WIDTH, 0)).of(withNulls);
  }

  /** Tuples have at most 25 fields: of those of 40, the fields are in two. */
  private void wideTuples() throws Exception {
    List<Drawn<?>> fields = new ArrayList<>();
    for (int i = 0; i < 25; i++) fields.add(wide(i));
    List<Tuple> tuples = wideValues(fields, 20).stream().map(InlineRowVectors::tupleOf).toList();
    new TypedVectors<>(tuple(fields.toArray(Drawn<?>[]::new)), lines).orderedBy(wideKeys("f", 25, 0)).of(tuples);

    Drawn<?>[] half = fields.subList(0, 20).toArray(Drawn<?>[]::new);
    Drawn<Tuple> part = Composites.tuple(half);
    List<Tuple> halves = wideValues(fields.subList(0, 20), 40).stream().map(InlineRowVectors::tupleOf).toList();
    List<Tuple> pairs = new ArrayList<>();
    for (int i = 0; i < 20; i++) pairs.add(tupleOf(List.of(halves.get(i), halves.get(39 - i))));
    List<String> keys = new ArrayList<>(List.of(wideKeys("f0.f", 20, 0)));
    keys.addAll(List.of(wideKeys("f1.f", 20, 1)));
    new TypedVectors<>(tuple(part, part), lines).orderedBy(keys.toArray(String[]::new)).of(pairs);
  }

  private void pojos() throws Exception {
    Map<String, Drawn<?>> event = new LinkedHashMap<>();
    event.put("counts", Composites.primitives(PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO, Drawn.INT));
    event.put("name", Drawn.STRING);
    event.put("paid", Drawn.BOOLEAN);
    event.put("place", Drawn.SHORT);
    event.put("price", Drawn.DOUBLE);
    event.put("time", Drawn.LONG);
    new TypedVectors<>(Composites.pojo(Pojos.Event.class, event), lines)
        .orderedBy("+time")
        .orderedBy("-name", "+time", "-place")
        .orderedBy("+paid", "-place", "+time", "-name", "+price")
        .drawn(40, seed++);

    Map<String, Drawn<?>> wide = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      String name = String.format("c%02d", i);
      wide.put(name, Drawn.INT);
      keys.add((i % 3 == 0 ? "-" : "+") + name);
    }
    new TypedVectors<>(Composites.pojo(Pojos.Wide.class, wide), lines).orderedBy(keys.toArray(String[]::new)).drawn(20, seed++);
  }

  /** Of the lengths where texts are written or read in another way, of one byte a unit and of more. */
  private static List<String> texts(boolean withLong) {
    List<String> texts = new ArrayList<>();
    for (int length : new int[] {0, 1, 7, 8, 12, 40, 127, 128}) {
      texts.add("abcdefghijklmnopqrstuvwxyz0123456789".repeat(4).substring(0, length));
      if (length == 0) continue;
      texts.add("z".repeat(length - 1) + "\u00e9");
      texts.add("\u65e5" + "z".repeat(length - 1));
    }
    texts.addAll(List.of("\0", "\u007f\u0080", "\ud83d\ude00", "a\ud800", "\udc00b", "\uffff"));
    if (withLong) texts.addAll(List.of("a".repeat(16_384), "a".repeat(16_383) + "\u00e9"));
    return texts;
  }

  /** Strings and doubles late, so that normalized keys hold something of every kind. */
  private static Drawn<?> wide(int i) {
    return i % 7 == 6 ? Drawn.DOUBLE : i % 7 == 5 ? Drawn.WORD : SIZED.get(i % 7).drawn();
  }

  private List<List<Object>> wideValues(List<Drawn<?>> fields, int count) {
    Random random = new Random(seed++);
    List<List<Object>> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>();
      for (Drawn<?> field : fields) row.add(field.draw().apply(random));
      // Records that differ late only.
      if (i % 2 == 1) Collections.copy(row, values.get(i - 1).subList(0, fields.size() - 1 - random.nextInt(8)));
      values.add(row);
    }
    return values;
  }

  private static String[] wideKeys(String prefix, int count, int turn) {
    String[] keys = new String[count];
    Arrays.setAll(keys, i -> ((i + turn) % 3 == 2 ? "-" : "+") + prefix + i);
    return keys;
  }

  private static String[] reversed(int count) {
    List<String> keys = new ArrayList<>(List.of(wideKeys("c", count, 0)));
    Collections.reverse(keys);
    return keys.toArray(String[]::new);
  }

  private static <T> List<T> list(Edges<T> kind, int count, int from) {
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) list.add(kind.at(from + i));
    return list;
  }

  private static <T> Drawn<List<T>> listOf(Edges<T> kind) {
    Kind<List<T>> list = Composites.list(kind.drawn()).kind();
    return Drawn.from(Kind.of(list.description(), new ListTypeInfo<>(kind.drawn().kind().information()), list.json()), List.of());
  }

  private static Kind<Tuple> tuple(Drawn<?>... fields) {
    return Composites.tuple(fields).kind();
  }

  private static Tuple tupleOf(List<?> values) {
    Tuple tuple = Tuple.newInstance(values.size());
    for (int i = 0; i < values.size(); i++) tuple.setField(values.get(i), i);
    return tuple;
  }

  private static String[] names(int count) {
    String[] names = new String[count];
    Arrays.setAll(names, i -> "c" + i);
    return names;
  }

  private <T> void plain(Kind<T> kind, List<T> values) throws Exception {
    new TypedVectors<>(kind, lines).of(values);
  }

  private <T> void ordered(Kind<T> kind, List<T> values, String key) throws Exception {
    new TypedVectors<>(kind, lines).orderedBy("+" + key).orderedBy("-" + key).of(values);
  }

  private InlineRowVectors() {}
}
