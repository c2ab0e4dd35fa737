package offheap.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.binary.BinarySegmentUtils;
import org.apache.flink.table.runtime.operators.sort.SortUtil;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * What binary rows are sorted by. `column`: the keys that SortUtil makes of one column, in several lengths. `orders`: the keys that
 * the code makes which the planner generates for a sort, and the signs that it gives.
 */
final class BinaryRowKeyVectors {
  private static final KeyColumn[] COLUMNS = {
    KeyColumn.BOOLEAN, KeyColumn.BYTE, KeyColumn.SHORT, KeyColumn.INT, KeyColumn.LONG, KeyColumn.FLOAT, KeyColumn.DOUBLE,
    KeyColumn.STRING, KeyColumn.BYTES, KeyColumn.DATE, KeyColumn.TIME, KeyColumn.decimal(1, 0), KeyColumn.decimal(10, 2),
    KeyColumn.decimal(18, 18), KeyColumn.decimal(19, 4), KeyColumn.decimal(38, 10), KeyColumn.timestamp(0), KeyColumn.timestamp(3),
    KeyColumn.timestamp(4), KeyColumn.timestamp(9), KeyColumn.timestampLtz(3), KeyColumn.timestampLtz(6)
  };
  private static final int[] LENGTHS = {1, 2, 3, 4, 5, 7, 8, 9, 16, 21};

  private final List<Object> lines = new ArrayList<>();

  static List<Object> all() {
    BinaryRowKeyVectors vectors = new BinaryRowKeyVectors();
    for (KeyColumn column : COLUMNS) {
      if (column.put() != null) vectors.column(column);
      vectors.orders(one(column), "+f0", "-f0");
      vectors.orders(one(column.nullable()), "+f0", "-f0", "+f0 last", "-f0 first");
    }
    KeyColumn[] fixed = {KeyColumn.BYTE, KeyColumn.INT, KeyColumn.DOUBLE, KeyColumn.LONG};
    vectors.orders(fixed, "+f0 +f1", "-f1 -f0", "+f0 -f1", "+f1 +f3 +f0", "+f3 +f2 +f1", "-f0 -f1 -f2 -f3");
    KeyColumn[] nullable = {KeyColumn.BYTE.nullable(), KeyColumn.INT.nullable(), KeyColumn.STRING.nullable()};
    vectors.orders(nullable, "+f0 +f1", "+f0 last +f1", "-f0 -f1 first", "+f2 +f0", "+f1 +f2 last", "-f1 +f2");
    KeyColumn[] texts = {KeyColumn.STRING, KeyColumn.INT, KeyColumn.decimal(30, 5), KeyColumn.timestamp(3)};
    vectors.orders(texts, "+f0 +f1", "+f1 +f0", "-f1 -f0", "+f3 +f2 +f1", "+f2 +f1", "+f1 +f3 -f0");
    return vectors.lines;
  }

  private static KeyColumn[] one(KeyColumn column) {
    return new KeyColumn[] {column};
  }

  private void column(KeyColumn column) {
    RowDataSerializer serializer = serializerOf(column);
    lines.add(Vector.of("form", "column", "type", Column.row(null, column.column().nullable()).description(), "lengths", LENGTHS));
    for (Object value : column.values()) {
      List<Object> keys = new ArrayList<>();
      for (int length : LENGTHS) keys.add(key(length, (segment, offset) -> column.put().key(value, segment, offset, length)));
      lines.add(Vector.of("bytes", bytesOf(serializer.toBinaryRow(GenericRowData.of(value))), "keys", keys));
    }
    List<Object> least = new ArrayList<>();
    List<Object> greatest = new ArrayList<>();
    for (int length : LENGTHS) {
      least.add(key(length, (segment, offset) -> SortUtil.minNormalizedKey(segment, offset, length)));
      greatest.add(key(length, (segment, offset) -> SortUtil.maxNormalizedKey(segment, offset, length)));
    }
    byte[] bytes = bytesOf(serializer.toBinaryRow(GenericRowData.of((Object) null)));
    lines.add(Vector.of("bytes", bytes, "least", least, "greatest", greatest));
  }

  private static RowDataSerializer serializerOf(KeyColumn... columns) {
    return new RowDataSerializer(Arrays.stream(columns).map(column -> column.column().type()).toArray(LogicalType[]::new));
  }

  /** @param orders as GeneratedOrder takes them */
  private void orders(KeyColumn[] columns, String... orders) {
    Column row = Column.row(null, Arrays.stream(columns).map(KeyColumn::column).toArray(Column[]::new));
    List<GeneratedOrder> generated = new ArrayList<>();
    for (String order : orders) generated.add(GeneratedOrder.of((RowType) row.type(), order));
    lines.add(
        Vector.of("form", "orders", "type", row.description(), "orders", generated.stream().map(GeneratedOrder::description).toList()));
    List<BinaryRowData> rows = rowsOf(columns);
    for (BinaryRowData each : rows) {
      List<Object> keys = new ArrayList<>();
      for (GeneratedOrder order : generated) keys.add(order.key(each));
      lines.add(Vector.of("bytes", bytesOf(each), "keys", keys));
    }
    Random random = new Random(rows.size());
    for (int a = 0; a < rows.size(); a++) {
      addPair(rows, generated, a, (a + 1) % rows.size());
      addPair(rows, generated, a, random.nextInt(rows.size()));
    }
  }

  private void addPair(List<BinaryRowData> rows, List<GeneratedOrder> generated, int a, int b) {
    List<Object> signs = new ArrayList<>();
    for (GeneratedOrder order : generated) signs.add(Integer.signum(order.comparator().compare(rows.get(a), rows.get(b))));
    lines.add(Vector.of("pair", List.of(a, b), "signs", signs));
  }

  /** All values of one column, or drawn ones of several, few of the first columns, so that those behind them decide. */
  private static List<BinaryRowData> rowsOf(KeyColumn[] columns) {
    RowDataSerializer serializer = serializerOf(columns);
    List<BinaryRowData> rows = new ArrayList<>();
    Random random = new Random(columns.length);
    int count = columns.length == 1 ? columns[0].values().size() : 60;
    for (int i = 0; i < count; i++) {
      GenericRowData row = new GenericRowData(columns.length);
      for (int field = 0; field < columns.length; field++) {
        List<?> values = columns[field].values();
        Object drawn = values.get(random.nextInt(Math.min(values.size(), 5)));
        boolean isNull = columns[field].isNullable() && random.nextInt(4) == 0;
        row.setField(field, columns.length == 1 ? values.get(i) : isNull ? null : drawn);
      }
      rows.add(serializer.toBinaryRow(row).copy());
    }
    if (columns.length == 1 && columns[0].isNullable()) rows.add(serializer.toBinaryRow(new GenericRowData(1)).copy());
    return rows;
  }

  private interface Write {
    void to(MemorySegment target, int offset);
  }

  private static String key(int length, Write write) {
    byte[] bytes = new byte[length + 2];
    Arrays.fill(bytes, (byte) 0x5a);
    write.to(MemorySegmentFactory.wrap(bytes), 1);
    if (bytes[0] != 0x5a || bytes[length + 1] != 0x5a) throw new IllegalStateException("wrote beside the key");
    return Vector.hex(Arrays.copyOfRange(bytes, 1, 1 + length));
  }

  private static byte[] bytesOf(BinaryRowData row) {
    return BinarySegmentUtils.copyToBytes(row.getSegments(), row.getOffset(), row.getSizeInBytes());
  }

  private BinaryRowKeyVectors() {}
}
