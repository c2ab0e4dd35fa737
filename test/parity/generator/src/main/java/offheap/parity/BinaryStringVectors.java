package offheap.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.binary.BinaryStringData;

/** BinaryStringData: the UTF-8 of texts (lone surrogates become question marks), hash codes, order. */
final class BinaryStringVectors {
  static List<Object> all() {
    List<Object> lines = new ArrayList<>();
    List<String> texts = Values.STRINGS.stream().filter(text -> text.length() <= 200).toList();
    for (String text : texts) {
      BinaryStringData string = BinaryStringData.fromString(text);
      // Made from the text, it would give the text back as it is.
      BinaryStringData read = BinaryStringData.fromBytes(string.toBytes());
      lines.add(
          Vector.of(
              "value", DataOutputVectors.units(text), "bytes", string.toBytes(), "text", DataOutputVectors.units(read.toString()),
              "hash", read.hashCode()));
    }
    Random random = new Random(texts.size());
    for (int i = 0; i < 2 * texts.size(); i++) {
      int a = i % texts.size();
      int b = i < texts.size() ? (a + 1) % texts.size() : random.nextInt(texts.size());
      BinaryStringData first = BinaryStringData.fromBytes(BinaryStringData.fromString(texts.get(a)).toBytes());
      BinaryStringData second = BinaryStringData.fromBytes(BinaryStringData.fromString(texts.get(b)).toBytes());
      lines.add(Vector.of("pair", List.of(a, b), "sign", Integer.signum(first.compareTo(second))));
    }
    return lines;
  }

  private BinaryStringVectors() {}
}
