package offheap.parity;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.GenericArraySerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.array.StringArraySerializer;
import org.apache.flink.api.java.tuple.Tuple;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;
import org.apache.flink.api.java.typeutils.runtime.EitherSerializer;
import org.apache.flink.api.java.typeutils.runtime.RowSerializer;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.types.Either;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/** Kinds of parts. Arrays and lists are arrays in JSON, maps arrays of pairs, records arrays of their fields in order. */
final class Composites {
  static final String[] ROW_KINDS = {"insert", "updateBefore", "updateAfter", "delete"};

  /** Arrays of primitives and their elements, which have no null. */
  static <A, T> Drawn<A> primitives(TypeInformation<A> information, Drawn<T> element) {
    Object name = ((Map<?, ?>) element.kind().description()).get("kind");
    Map<String, Object> description = Vector.of("kind", "primitiveArray", "element", name);
    if (name.equals("long")) description.put("as", "bigint");
    Class<?> component = information.getTypeClass().getComponentType();
    return new Drawn<>(
        Kind.of(description, information, array -> elements(array, element.kind())),
        random -> array(component, length(random), element, random));
  }

  static <T> Drawn<T[]> array(Class<T> component, Drawn<T> element) {
    Object description = Vector.of("kind", "array", "element", element.kind().description());
    Function<T[], Object> json = array -> elements(array, element.kind());
    return new Drawn<>(
        Kind.of(description, arraySerializer(component, element.kind()), json),
        random -> array(component, length(random), element, random));
  }

  @SuppressWarnings("unchecked")
  private static <T> TypeSerializer<T[]> arraySerializer(Class<T> component, Kind<T> element) {
    return component == String.class
        ? (TypeSerializer<T[]>) (TypeSerializer<?>) StringArraySerializer.INSTANCE
        : (TypeSerializer<T[]>) (TypeSerializer<?>) new GenericArraySerializer<>(component, element.bare());
  }

  static <T> Drawn<List<T>> list(Drawn<T> element) {
    Object description = Vector.of("kind", "list", "element", element.kind().description());
    Function<List<T>, Object> json = list -> map(list, element.kind());
    Kind<List<T>> kind = Kind.of(description, new ListSerializer<>(element.kind().serializer()), json);
    return new Drawn<>(kind, random -> element.values(length(random), random.nextInt()));
  }

  static <K, V> Drawn<Map<K, V>> map(Drawn<K> key, Drawn<V> value) {
    Object description = Vector.of("kind", "map", "key", key.kind().description(), "value", value.kind().description());
    Function<Map<K, V>, Object> json =
        map -> {
          List<Object> pairs = new ArrayList<>();
          map.forEach(
              (k, v) -> {
                List<Object> pair = new ArrayList<>();
                pair.add(key.kind().toJson(k));
                pair.add(value.kind().toJson(v));
                pairs.add(pair);
              });
          return pairs;
        };
    return new Drawn<>(
        Kind.of(description, new MapSerializer<>(key.kind().serializer(), value.kind().bare()), json),
        random -> {
          Map<K, V> map = new LinkedHashMap<>();
          for (int i = length(random); i > 0; i--) map.put(key.draw().apply(random), value.draw().apply(random));
          return map;
        });
  }

  static Drawn<Tuple> tuple(Drawn<?>... fields) {
    List<Kind<?>> kinds = kindsOf(fields);
    // With other serializers than its own, Flink has no type information.
    boolean plain = kinds.stream().allMatch(kind -> kind.information() != null && kind.serializer() == kind.bare());
    Object description = Vector.of("kind", "tuple", "elements", kinds.stream().map(Kind::description).toList());
    @SuppressWarnings("unchecked")
    Class<Tuple> tupleClass = (Class<Tuple>) Tuple.getTupleClass(fields.length);
    Function<Tuple, Object> json =
        tuple -> {
          List<Object> values = new ArrayList<>();
          for (int i = 0; i < fields.length; i++) values.add(fields[i].kind().erased().toJson(tuple.getField(i)));
          return values;
        };
    Kind<Tuple> kind =
        plain
            ? Kind.of(description, new TupleTypeInfo<Tuple>(informationsOf(kinds)), json)
            : Kind.of(description, new TupleSerializer<>(tupleClass, serializersOf(kinds, Kind::serializer)), json);
    return new Drawn<>(
        kind,
        random -> {
          Tuple tuple = Tuple.newInstance(fields.length);
          for (int i = 0; i < fields.length; i++) tuple.setField(fields[i].draw().apply(random), i);
          return tuple;
        });
  }

  /** @param kindProperty the property of our rows that holds the RowKind, or null */
  static Drawn<Row> row(String kindProperty, String[] names, Drawn<?>... fields) {
    List<Kind<?>> kinds = kindsOf(fields);
    boolean plain = kinds.stream().allMatch(kind -> kind.information() != null);
    List<Object> descriptions = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) descriptions.add(Vector.of("name", names[i], "type", kinds.get(i).description()));
    Map<String, Object> description = Vector.of("kind", "row", "fields", descriptions);
    if (kindProperty != null) description.put("rowKind", kindProperty);
    Function<Row, Object> json =
        row -> {
          List<Object> values = new ArrayList<>();
          if (kindProperty != null) values.add(ROW_KINDS[row.getKind().ordinal()]);
          for (int i = 0; i < fields.length; i++) values.add(fields[i].kind().erased().toJson(row.getField(i)));
          return values;
        };
    RowTypeInfo information = plain ? new RowTypeInfo(informationsOf(kinds), Arrays.copyOf(names, fields.length)) : null;
    TypeSerializer<Row> serializer = new RowSerializer(serializersOf(kinds, Kind::bare), null, true);
    return new Drawn<>(
        new Kind<>(description, information, serializer, serializer, json),
        random -> {
          Row row = Row.withPositions(kindProperty == null ? RowKind.INSERT : RowKind.values()[random.nextInt(4)], fields.length);
          for (int i = 0; i < fields.length; i++) row.setField(i, fields[i].draw().apply(random));
          return row;
        });
  }

  /** Boxed fields can be null. @param fields by the order of their names */
  static <T> Drawn<T> pojo(Class<T> type, Map<String, Drawn<?>> fields) {
    PojoTypeInfo<T> information = (PojoTypeInfo<T>) TypeInformation.of(type);
    List<Object> descriptions = new ArrayList<>();
    fields.forEach((name, field) -> descriptions.add(Vector.of("name", name, "type", field.kind().description())));
    Object description = Vector.of("kind", "pojo", "name", type.getName(), "fields", descriptions);
    Function<T, Object> json =
        pojo -> {
          List<Object> values = new ArrayList<>();
          fields.forEach((name, field) -> values.add(field.kind().erased().toJson(get(pojo, name))));
          return values;
        };
    return new Drawn<>(
        Kind.of(description, information, json),
        random -> {
          T pojo = information.createSerializer(new SerializerConfigImpl()).createInstance();
          fields.forEach((name, field) -> set(pojo, name, field.draw().apply(random)));
          return pojo;
        });
  }

  static <L, R> Drawn<Either<L, R>> either(Drawn<L> left, Drawn<R> right) {
    Object description = Vector.of("kind", "either", "left", left.kind().description(), "right", right.kind().description());
    Function<Either<L, R>, Object> json =
        either ->
            either.isLeft()
                ? Vector.of("left", left.kind().toJson(either.left()))
                : Vector.of("right", right.kind().toJson(either.right()));
    return new Drawn<>(
        Kind.of(description, new EitherSerializer<>(left.kind().serializer(), right.kind().serializer()), json),
        random ->
            random.nextBoolean() ? Either.Left(left.draw().apply(random)) : Either.Right(right.draw().apply(random)));
  }

  private static List<Kind<?>> kindsOf(Drawn<?>[] fields) {
    List<Kind<?>> kinds = new ArrayList<>();
    for (Drawn<?> field : fields) kinds.add(field.kind());
    return kinds;
  }

  private static TypeInformation<?>[] informationsOf(List<Kind<?>> kinds) {
    return kinds.stream().map(Kind::information).toArray(TypeInformation<?>[]::new);
  }

  private static TypeSerializer<?>[] serializersOf(List<Kind<?>> kinds, Function<Kind<?>, TypeSerializer<?>> which) {
    return kinds.stream().map(which).toArray(TypeSerializer<?>[]::new);
  }

  private static int length(Random random) {
    return random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(6);
  }

  @SuppressWarnings("unchecked")
  private static <A> A array(Class<?> component, int length, Drawn<?> element, Random random) {
    Object array = Array.newInstance(component, length);
    for (int i = 0; i < length; i++) Array.set(array, i, element.draw().apply(random));
    return (A) array;
  }

  private static Object elements(Object array, Kind<?> element) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) values.add(element.erased().toJson(Array.get(array, i)));
    return values;
  }

  private static Object map(List<?> list, Kind<?> element) {
    List<Object> values = new ArrayList<>();
    for (Object value : list) values.add(element.erased().toJson(value));
    return values;
  }

  private static Object get(Object pojo, String name) {
    try {
      return pojo.getClass().getField(name).get(pojo);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void set(Object pojo, String name, Object value) {
    try {
      pojo.getClass().getField(name).set(pojo, value);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private Composites() {}
}
