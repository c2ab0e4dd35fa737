package offheap.parity;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.planner.codegen.sort.SortCodeGenerator;
import org.apache.flink.table.planner.plan.nodes.exec.spec.SortSpec;
import org.apache.flink.table.runtime.generated.NormalizedKeyComputer;
import org.apache.flink.table.runtime.generated.RecordComparator;
import org.apache.flink.table.types.logical.RowType;

/**
 * The code that Flink's planner generates to sort rows: an order, as our comparators describe theirs, its keys and its comparator.
 *
 * @param chunks the keys are in chunks of so many bytes, each in the byte order of the machine, to be compared as numbers
 */
record GeneratedOrder(Object description, NormalizedKeyComputer computer, int[] chunks, RecordComparator comparator) {
  /** @param order keys of the form `+f0` or `-f0`, with `first` or `last` behind them where nulls are not where they are by default */
  static GeneratedOrder of(RowType type, String order) {
    SortSpec.SortSpecBuilder sort = SortSpec.builder();
    List<Object> keys = new ArrayList<>();
    for (String key : order.split(" (?=[+-])")) {
      String[] parts = key.split(" ");
      String field = parts[0].substring(1);
      boolean descending = parts[0].charAt(0) == '-';
      boolean nullsLast = parts.length > 1 ? parts[1].equals("last") : descending;
      sort.addField(type.getFieldIndex(field), !descending, nullsLast);
      keys.add(Vector.of("field", field, "descending", descending, "nullsLast", nullsLast));
    }
    ClassLoader loader = GeneratedOrder.class.getClassLoader();
    SortCodeGenerator generator = new SortCodeGenerator(new Configuration(), loader, type, sort.build());
    NormalizedKeyComputer computer = generator.generateNormalizedKeyComputer("Keys").newInstance(loader);
    Object description =
        Vector.of(
            "keys", keys, "keyBytes", computer.getNumKeyBytes(), "invert", computer.invertKey(), "complete",
            computer.isKeyFullyDetermines());
    int[] chunks = generator.calculateChunks(computer.getNumKeyBytes());
    return new GeneratedOrder(description, computer, chunks, generator.generateRecordComparator("Order").newInstance(loader));
  }

  /** Highest byte first. */
  String key(BinaryRowData row) {
    byte[] bytes = new byte[computer.getNumKeyBytes()];
    MemorySegment segment = MemorySegmentFactory.wrap(bytes);
    computer.putKey(row, segment, 0);
    int start = 0;
    for (int chunk : chunks) {
      if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) reverse(bytes, start, chunk);
      start += chunk;
    }
    if (start != bytes.length) throw new IllegalStateException(start + " bytes in chunks of " + bytes.length);
    return Vector.hex(bytes);
  }

  private static void reverse(byte[] bytes, int start, int length) {
    for (int low = start, high = start + length - 1; low < high; low++, high--) {
      byte last = bytes[high];
      bytes[high] = bytes[low];
      bytes[low] = last;
    }
  }
}
