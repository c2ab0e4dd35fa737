package offheap.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.AtomicType;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.common.typeutils.TypeComparator;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.types.NullKeyFieldException;

/**
 * The lines of one type: the type with its orders, then its values (bytes, hash codes, keys), then pairs of these values (by their
 * place) with the signs that each order gives.
 */
final class TypedVectors<T> {
  /** So that values of more than a byte lie across pages. */
  private static final int SEGMENT_SIZE = 16;

  private static final int HEADER_LENGTH = 3;
  private static final int MAX_PAGED_BYTES = 300;

  private final Kind<T> kind;
  private final Drawn<T> source;
  private final List<Object> lines;
  private final List<TypeComparator<T>> comparators = new ArrayList<>();
  private final List<int[]> keyLengths = new ArrayList<>();
  private final List<Map<String, Object>> orders = new ArrayList<>();
  private boolean hashes = true;
  private boolean padded = true;

  TypedVectors(Kind<T> kind, List<Object> lines) {
    this(new Drawn<>(kind, null), lines);
  }

  TypedVectors(Drawn<T> source, List<Object> lines) {
    this.kind = source.kind();
    this.source = source;
    this.lines = lines;
  }

  /** The hash code is not the same in two runs of a JVM. */
  TypedVectors<T> withoutHashes() {
    hashes = false;
    return this;
  }

  /** Longer keys than say everything come out wrong (EnumComparator: all the same, and a byte beside the key). */
  TypedVectors<T> withoutPaddedKeys() {
    padded = false;
    return this;
  }

  /** Both directions of a type that is its own key. */
  @SuppressWarnings("unchecked")
  TypedVectors<T> ordered() {
    AtomicType<T> atomic = (AtomicType<T>) kind.information();
    add("ascending", atomic.createComparator(true, new ExecutionConfig()));
    add("descending", atomic.createComparator(false, new ExecutionConfig()));
    return this;
  }

  /** By keys of the form `+name` or `-name.name`. */
  TypedVectors<T> orderedBy(String... keys) {
    CompositeType<T> composite = (CompositeType<T>) kind.information();
    int[] positions = new int[keys.length];
    boolean[] ascending = new boolean[keys.length];
    List<Object> description = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      String name = keys[i].substring(1);
      ascending[i] = keys[i].charAt(0) == '+';
      positions[i] = composite.getFlatFields(name).get(0).getPosition();
      List<String> path = new ArrayList<>();
      // Tuples say f0 where a description says 0.
      for (String part : name.split("\\.")) path.add(part.matches("f[0-9]+") ? part.substring(1) : part);
      description.add(Vector.of("path", path, "descending", !ascending[i]));
    }
    add(description, composite.createComparator(positions, ascending, 0, new ExecutionConfig()));
    return this;
  }

  private void add(Object order, TypeComparator<T> comparator) {
    Map<String, Object> description = Vector.of("order", order);
    int[] lengths = {};
    if (comparator.supportsNormalizedKey()) {
      int full = comparator.getNormalizeKeyLen();
      boolean open = full == Integer.MAX_VALUE;
      TreeSet<Integer> wanted = new TreeSet<>(open ? List.of(1, 8, 16, 33) : List.of(1, (full + 1) / 2, full, full + 3, 16));
      if (!padded) wanted.removeIf(length -> length > full);
      lengths = wanted.stream().mapToInt(Integer::intValue).toArray();
      List<Boolean> prefixOnly = new ArrayList<>();
      for (int length : lengths) prefixOnly.add(comparator.isNormalizedKeyPrefixOnly(length));
      description.put("keyBytes", open ? null : full);
      description.put("invert", comparator.invertNormalizedKey());
      description.put("lengths", lengths);
      description.put("prefixOnly", prefixOnly);
    }
    comparators.add(comparator);
    keyLengths.add(lengths);
    orders.add(description);
  }

  void drawn(int count, int seed) throws Exception {
    of(source.values(count, seed));
  }

  /** The lines of the values, and of as many pairs of them as there are values, twice. */
  void of(List<T> values) throws Exception {
    lines.add(Vector.of("type", kind.description(), "length", kind.serializer().getLength(), "orders", orders));
    List<byte[]> serialized = new ArrayList<>();
    for (T value : values) {
      DataOutputSerializer output = new DataOutputSerializer(16);
      kind.serializer().serialize(value, output);
      byte[] bytes = output.getCopyOfBuffer();
      serialized.add(bytes);
      Map<String, Object> line = Vector.of("value", kind.toJson(value), "bytes", bytes);
      if (!comparators.isEmpty()) addKeys(line, value);
      lines.add(line);
    }
    addPages(values, serialized);
    if (comparators.isEmpty()) return;
    Random random = new Random(values.size());
    for (int i = 0; i < values.size(); i++) {
      addPair(values, serialized, i, (i + 1) % values.size());
      addPair(values, serialized, i, random.nextInt(values.size()));
    }
  }

  /** The first values, one after another, in Flink's paged output: as many as have a few hundred bytes. */
  private void addPages(List<T> values, List<byte[]> serialized) throws Exception {
    Pages pages = new Pages(SEGMENT_SIZE, HEADER_LENGTH);
    int count = 0;
    int bytes = 0;
    for (; count < values.size() && bytes + serialized.get(count).length <= MAX_PAGED_BYTES; count++) {
      T value = withoutPayloads(values.get(count), serialized.get(count));
      if (value == null && values.get(count) != null) break;
      kind.serializer().serialize(value, pages);
      bytes += serialized.get(count).length;
    }
    lines.add(
        Vector.of("paged", count, "segmentSize", SEGMENT_SIZE, "headerLength", HEADER_LENGTH, "pages", pages.written()));
  }

  /**
   * Pages have what a NaN carries, which JavaScript does not keep: such a value is taken from its bytes, which have not. Null where
   * these are in another order then (maps).
   */
  private T withoutPayloads(T value, byte[] bytes) throws Exception {
    if (isInPages(value, bytes)) return value;
    T read = kind.serializer().deserialize(new DataInputDeserializer(bytes));
    return isInPages(read, bytes) ? read : null;
  }

  private boolean isInPages(T value, byte[] bytes) throws Exception {
    Pages pages = new Pages(Math.max(1, bytes.length), 0);
    kind.serializer().serialize(value, pages);
    return pages.written().equals(List.of(Vector.hex(bytes)));
  }

  /** What the orders after the first would only repeat is left out; that it is a repetition is checked. */
  private void addKeys(Map<String, Object> line, T value) {
    List<Object> codes = new ArrayList<>();
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < comparators.size(); i++) {
      TypeComparator<T> comparator = comparators.get(i);
      List<String> ofComparator = new ArrayList<>();
      Integer code = null;
      try {
        if (hashes) code = comparator.hash(value);
        for (int length : keyLengths.get(i)) ofComparator.add(Vector.hex(key(comparator, value, length)));
      } catch (RuntimeException failure) {
        requireNullKey(failure);
        ofComparator = null;
      }
      codes.add(code);
      keys.add(ofComparator);
    }
    boolean repeated = orders.get(0).get("order").equals("ascending");
    if (repeated && !(codes.get(0) == null || codes.get(0).equals(codes.get(1)))) throw new IllegalStateException("hash");
    if (repeated && !keys.get(0).equals(keys.get(1))) throw new IllegalStateException("keys");
    if (hashes) line.put("hash", repeated ? codes.subList(0, 1) : codes);
    line.put("keys", repeated ? keys.subList(0, 1) : keys);
  }

  /** Pojos fail otherwise than tuples do. */
  private static void requireNullKey(RuntimeException failure) {
    boolean isNullKey =
        failure instanceof NullKeyFieldException
            || failure instanceof NullPointerException
            || failure.getCause() instanceof NullPointerException;
    if (!isNullKey) throw failure;
  }

  private static <T> byte[] key(TypeComparator<T> comparator, T value, int length) {
    MemorySegment segment = MemorySegmentFactory.wrap(new byte[length + 6]);
    comparator.putNormalizedKey(value, segment, 3, length);
    byte[] bytes = segment.getArray();
    for (int i : new int[] {0, 1, 2, length + 3, length + 4, length + 5}) {
      if (bytes[i] != 0) throw new IllegalStateException("wrote beside the key");
    }
    return Arrays.copyOfRange(bytes, 3, 3 + length);
  }

  private void addPair(List<T> values, List<byte[]> serialized, int a, int b) throws Exception {
    List<Object> signs = new ArrayList<>();
    List<Object> signsOfBytes = new ArrayList<>();
    for (TypeComparator<T> comparator : comparators) {
      Integer sign = null;
      Integer signOfBytes = null;
      try {
        sign = Integer.signum(comparator.compare(values.get(a), values.get(b)));
        signOfBytes =
            Integer.signum(
                comparator.compareSerialized(
                    new DataInputDeserializer(serialized.get(a)), new DataInputDeserializer(serialized.get(b))));
      } catch (RuntimeException failure) {
        requireNullKey(failure);
        signOfBytes = sign;
      }
      signs.add(sign);
      signsOfBytes.add(signOfBytes);
    }
    Map<String, Object> line = Vector.of("pair", List.of(a, b), "signs", signs);
    if (!signs.equals(signsOfBytes)) line.put("signsOfBytes", signsOfBytes);
    lines.add(line);
  }
}
