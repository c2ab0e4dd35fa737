package offheap.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.binary.BinarySection;
import org.apache.flink.table.data.binary.BinarySegmentUtils;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.table.runtime.typeutils.ArrayDataSerializer;
import org.apache.flink.table.runtime.typeutils.BinaryRowDataSerializer;
import org.apache.flink.table.runtime.typeutils.MapDataSerializer;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

/** BinaryRowData, BinaryArrayData and BinaryMapData with every kind of field: bytes, hash codes, rows in pages. */
final class BinaryRowVectors {
  private static final Column[] EVERY = {
    Column.BOOLEAN, Column.BYTE, Column.SHORT, Column.INT, Column.LONG, Column.FLOAT, Column.DOUBLE, Column.STRING, Column.BYTES,
    Column.DATE, Column.TIME, Column.decimal(1, 0), Column.decimal(10, 2), Column.decimal(18, 18), Column.decimal(19, 4),
    Column.decimal(38, 10), Column.decimal(38, 0), Column.timestamp(0), Column.timestamp(3), Column.timestamp(4),
    Column.timestamp(9), Column.row(null, Column.INT, Column.STRING.nullable()), Column.array(Column.INT),
    Column.map(Column.STRING, Column.LONG.nullable())
  };

  private final List<Object> lines = new ArrayList<>();
  private int seed = 5000;

  static List<Object> all() throws Exception {
    BinaryRowVectors vectors = new BinaryRowVectors();
    for (Column column : EVERY) {
      vectors.rows(Column.row(null, column), 12);
      vectors.rows(Column.row("op", Column.INT, column.nullable(), Column.STRING), 12);
      vectors.arrays(Column.array(column), 8);
      vectors.arrays(Column.array(column.nullable()), 10);
    }
    // Lengths about 7 and 8, where a value leaves its slot, and many more.
    vectors.rows(Column.row(null, Column.STRING), 80);
    vectors.rows(Column.row(null, Column.BYTES, Column.STRING), 50);
    vectors.rows(Column.row("op", nullable(EVERY)), 60);
    vectors.rows(Column.row("op", EVERY), 30);
    for (int arity : new int[] {0, 55, 56, 57, 64, 120, 121}) {
      Column[] fields = new Column[arity];
      Arrays.fill(fields, Column.BYTE.nullable());
      vectors.rows(Column.row("op", fields), 3);
    }
    vectors.rows(Column.row(null, Column.array(Column.array(Column.STRING.nullable()).nullable())), 15);
    vectors.rows(Column.row(null, Column.array(Column.row(null, Column.STRING, Column.decimal(20, 5).nullable()))), 15);
    vectors.rows(Column.row(null, Column.map(Column.INT, Column.array(Column.timestamp(9).nullable())), Column.STRING), 15);
    vectors.rows(Column.row(null, Column.map(Column.STRING, Column.map(Column.BYTE, Column.DOUBLE))), 15);
    vectors.rows(Column.row(null, Column.row(null, Column.row(null, Column.STRING.nullable()).nullable()).nullable()), 15);
    vectors.maps(Column.map(Column.STRING, Column.INT.nullable()), 20);
    vectors.maps(Column.map(Column.LONG, Column.STRING), 20);
    vectors.maps(Column.map(Column.decimal(30, 3), Column.BYTES.nullable()), 15);
    vectors.updatable();
    vectors.pages();
    for (int precision : new int[] {0, 3, 4, 9}) {
      Column column = Column.timestampLtz(precision);
      vectors.rows(Column.row("op", Column.INT, column.nullable(), column, Column.array(column.nullable())), 12);
    }
    return vectors.lines;
  }

  private void rows(Column column, int count) {
    begin("row", column);
    RowDataSerializer serializer = new RowDataSerializer((RowType) column.type());
    for (Column.Value value : drawn(column, count)) {
      BinaryRowData row = serializer.toBinaryRow((RowData) value.data());
      add(value, row, row.hashCode());
    }
  }

  private void arrays(Column column, int count) {
    begin("array", column);
    ArrayDataSerializer serializer = new ArrayDataSerializer(((ArrayType) column.type()).getElementType());
    for (Column.Value value : drawn(column, count)) {
      BinarySection array = serializer.toBinaryArray((ArrayData) value.data());
      add(value, array, array.hashCode());
    }
  }

  private void maps(Column column, int count) {
    begin("map", column);
    MapType type = (MapType) column.type();
    MapDataSerializer serializer = new MapDataSerializer(type.getKeyType(), type.getValueType());
    for (Column.Value value : drawn(column, count)) {
      BinarySection map = serializer.toBinaryMap((MapData) value.data());
      add(value, map, map.hashCode());
    }
  }

  /** What the writer, unlike the serializer, does with nulls that can be set later: it keeps room for them. */
  private void updatable() {
    Column column = Column.row(null, Column.decimal(30, 3).nullable(), Column.timestamp(9).nullable(), Column.INT);
    begin("updatable", column);
    BinaryRowData row = new BinaryRowData(3);
    BinaryRowWriter writer = new BinaryRowWriter(row);
    writer.writeDecimal(0, null, 30);
    writer.writeTimestamp(1, null, 9);
    writer.writeInt(2, 7);
    writer.complete();
    add(new Column.Value(null, Arrays.asList(null, null, 7)), row, row.hashCode());
  }

  /** Rows of one type in pages of one size: BinaryRowDataSerializer.serializeToPages, and its bytes in a stream. */
  private void pages() throws Exception {
    Column column = Column.row(null, Column.INT, Column.STRING, Column.LONG.nullable());
    RowDataSerializer toBinary = new RowDataSerializer((RowType) column.type());
    BinaryRowDataSerializer serializer = new BinaryRowDataSerializer(3);
    begin("pages", column);
    for (int segmentSize : new int[] {64, 128, 256, 1024}) {
      for (int round = 0; round < 8; round++) {
        Pages pages = new Pages(segmentSize, 0);
        DataOutputSerializer stream = new DataOutputSerializer(64);
        List<Object> values = new ArrayList<>();
        List<Integer> skips = new ArrayList<>();
        for (Column.Value value : drawn(column, 1 + round * 2)) {
          BinaryRowData row = toBinary.toBinaryRow((RowData) value.data());
          values.add(value.json());
          skips.add(serializer.serializeToPages(row, pages));
          serializer.serialize(row, stream);
        }
        lines.add(
            Vector.of(
                "segmentSize", segmentSize, "values", values, "skips", skips, "pages", pages.written(),
                "bytes", stream.getCopyOfBuffer()));
      }
    }
  }

  private void begin(String form, Column column) {
    lines.add(Vector.of("form", form, "type", column.description()));
  }

  private void add(Column.Value value, BinarySection section, int hash) {
    byte[] bytes = BinarySegmentUtils.copyToBytes(section.getSegments(), section.getOffset(), section.getSizeInBytes());
    lines.add(Vector.of("value", value.json(), "bytes", bytes, "hash", hash));
  }

  private List<Column.Value> drawn(Column column, int count) {
    Random random = new Random(seed++);
    List<Column.Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) values.add(column.draw().apply(random));
    return values;
  }

  private static Column[] nullable(Column[] columns) {
    return Arrays.stream(columns).map(Column::nullable).toArray(Column[]::new);
  }

  private BinaryRowVectors() {}
}
