package offheap.peers;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.Row;

/** Writes rows and reads them back with the serializer that Flink makes of their type. */
final class RecordLoop {
  private final Row[] rows;
  private final TypeSerializer<Row> serializer =
      new RowTypeInfo(
              new TypeInformation<?>[] {
                Types.LONG,
                Types.DOUBLE,
                Types.BOOLEAN,
                Types.STRING,
                Types.STRING,
                new ListTypeInfo<>(Types.INT)
              },
              new String[] {"id", "price", "ok", "code", "text", "tags"})
          .createSerializer(new SerializerConfigImpl());
  private final DataOutputSerializer output = new DataOutputSerializer(1024);
  private final DataInputDeserializer input = new DataInputDeserializer();
  private final byte[] bytes;

  RecordLoop(int rows) throws IOException {
    this.rows = SampleRows.make(rows);
    serialize(1);
    this.bytes = output.getCopyOfBuffer();
  }

  /** All rows, once. */
  byte[] bytes() {
    return bytes;
  }

  String serializerName() {
    return serializer.getClass().getName();
  }

  /** Bytes written. */
  long serialize(int passes) throws IOException {
    long total = 0;
    for (int pass = 0; pass < passes; pass++) {
      output.clear();
      for (Row row : rows) serializer.serialize(row, output);
      total += output.length();
    }
    return total;
  }

  /** A sum, with wrap-around, of something of every field read. */
  int deserialize(int passes) throws IOException {
    int sum = 0;
    for (int pass = 0; pass < passes; pass++) {
      input.setBuffer(bytes);
      for (int i = 0; i < rows.length; i++) sum += weigh(serializer.deserialize(input));
    }
    return sum;
  }

  private static int weigh(Row row) {
    long id = (Long) row.getField(0);
    double price = (Double) row.getField(1);
    boolean ok = (Boolean) row.getField(2);
    String code = (String) row.getField(3);
    String text = (String) row.getField(4);
    List<?> tags = (List<?>) row.getField(5);
    return (int) id
        + (int) price
        + (ok ? 1 : 0)
        + code.charAt(11)
        + text.charAt(39)
        + (Integer) tags.get(3);
  }
}
