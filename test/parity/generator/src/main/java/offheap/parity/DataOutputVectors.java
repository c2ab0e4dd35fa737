package offheap.parity;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;

/** What each write of DataOutputSerializer leaves, in an output that starts with 4 bytes, and how far that grows. */
final class DataOutputVectors {
  private static final String[] TEXTS = {
    "", "a", "flink", "\u0000", "a\u0000b", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "äöü€",
    "\ud83d\ude00", "\ud800", "\udc00", "x\udc00\ud800y", "0123456789012345678901234567890123456789", "ä".repeat(300)
  };

  private interface Write {
    void to(DataOutputSerializer output) throws Exception;
  }

  private final List<Object> entries = new ArrayList<>();

  static Object all() throws Exception {
    DataOutputVectors vectors = new DataOutputVectors();
    for (boolean value : new boolean[] {true, false}) {
      vectors.add("writeBoolean", value, output -> output.writeBoolean(value));
    }
    for (int value : new int[] {0, 1, -1, 127, 128, 255, 256, 0x12345678, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      vectors.add("write", value, output -> output.write(value));
      vectors.add("writeByte", value, output -> output.writeByte(value));
      vectors.add("writeShort", value, output -> output.writeShort(value));
      vectors.add("writeChar", value, output -> output.writeChar(value));
      vectors.add("writeInt", value, output -> output.writeInt(value));
    }
    long[] longs = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 32, -(1L << 32) - 1,
      (1L << 53) - 1, -(1L << 53) + 1, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE, 0x0123456789abcdefL};
    for (long value : longs) vectors.add("writeLong", value, output -> output.writeLong(value));
    int[] floats = {0, 0x80000000, 1, 0x80000001, 0x3f800000, 0x7f7fffff, 0x7f800000, 0xff800000, 0x7fc00000,
      0x7fc12345, 0xffc00000, 0x7f800001, 0xff812345};
    for (int bits : floats) {
      float value = Float.intBitsToFloat(bits);
      vectors.add("writeFloat", value, output -> output.writeFloat(value));
    }
    long[] doubles = {0, Long.MIN_VALUE, 1, 0x3ff0000000000000L, 0x7fefffffffffffffL, 0x7ff0000000000000L,
      0xfff0000000000000L, 0x7ff8000000000000L, 0x7ff8123456789abcL, 0xfff8000000000000L, 0x7ff0000000000001L};
    for (long bits : doubles) {
      double value = Double.longBitsToDouble(bits);
      vectors.add("writeDouble", value, output -> output.writeDouble(value));
    }
    for (String text : TEXTS) {
      vectors.add("writeUTF", text, output -> output.writeUTF(text));
      vectors.addLongText(text);
      vectors.add("writeChars", text, output -> output.writeChars(text));
    }
    return vectors.entries;
  }

  private void add(String method, Object value, Write write) throws Exception {
    DataOutputSerializer output = new DataOutputSerializer(4);
    write.to(output);
    entries.add(
        Vector.of(
            "method", method,
            "value", value instanceof String ? units((String) value) : value,
            "bytes", output.getCopyOfBuffer(),
            "capacity", output.getSharedBuffer().length));
  }

  /** With room from the start: writeLongUTF fails in Flink 2.3.0 when its growth is short by 1 or 2 bytes. */
  private void addLongText(String text) throws Exception {
    DataOutputSerializer output = new DataOutputSerializer(4096);
    output.writeLongUTF(text);
    entries.add(Vector.of("method", "writeLongUTF", "value", units(text), "bytes", output.getCopyOfBuffer()));
  }

  /** UTF-16 units as hex, since a lone surrogate is no valid JSON in UTF-8. */
  static String units(String text) {
    StringBuilder units = new StringBuilder();
    for (char unit : text.toCharArray()) units.append(String.format("%04x", (int) unit));
    return units.toString();
  }

  private DataOutputVectors() {}
}
