package offheap.peers;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.Row;

/** The rows of bench/harness/sample-rows.mjs, value by value. */
final class SampleRows {
  static Row[] make(int count) {
    Row[] rows = new Row[count];
    for (int i = 0; i < count; i++) {
      rows[i] =
          Row.of(
              i * 9_007_199_254L, i * 0.25 + 0.1, i % 3 == 0, ascii(i, 12), ascii(i, 40), tags(i));
    }
    return rows;
  }

  private static String ascii(int row, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) text.append((char) (32 + (row * 31 + i * 7) % 95));
    return text.toString();
  }

  private static List<Integer> tags(int row) {
    List<Integer> tags = new ArrayList<>(4);
    for (int i = 1; i <= 4; i++) tags.add(row * i * 7919 - 1_000_000);
    return tags;
  }

  private SampleRows() {}
}
