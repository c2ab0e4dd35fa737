package offheap.parity;

import java.io.EOFException;
import java.io.UTFDataFormatException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;

/** What DataInputDeserializer makes of texts, malformed ones too: the text, or which failure. */
final class DataInputVectors {
  private static final String[] INPUTS = {
    "", "00", "0000", "000161", "0003616263", "00056162", "0001", "000100", "0002c080", "0002c1bf", "0003e08080",
    "0003eda080", "0006eda0bdedb880", "0003efbfbf", "000180", "0001bf", "0001c2", "0002c241", "0002c2c2", "0002e080",
    "0003e04180", "0003e08041", "0001e0", "0001f0", "0004f09f9880", "0001ff", "000241c2", "00036180c2", "0004616280c2"
  };
  private static final String[] LINES = {"", "0a", "0d0a", "61", "61620a63", "61620d0a63", "610d62", "0d", "0d0d0a", "e90a", "000a"};

  private interface Read {
    String from(DataInputDeserializer input) throws Exception;
  }

  static Object all() throws Exception {
    List<Object> entries = new ArrayList<>();
    for (String input : INPUTS) add(entries, "readUTF", input, DataInputDeserializer::readUTF);
    for (String line : LINES) add(entries, "readLine", line, DataInputDeserializer::readLine);
    for (String bytes : new String[] {"00", "01", "02", "7f", "80", "ff"}) {
      add(entries, "readBoolean", bytes, input -> Boolean.toString(input.readBoolean()));
      add(entries, "readByte", bytes, input -> Integer.toString(input.readByte()));
      add(entries, "readUnsignedByte", bytes, input -> Integer.toString(input.readUnsignedByte()));
    }
    for (String bytes : new String[] {"0000", "7fff", "8000", "ffff"}) {
      add(entries, "readShort", bytes, input -> Integer.toString(input.readShort()));
      add(entries, "readUnsignedShort", bytes, input -> Integer.toString(input.readUnsignedShort()));
      add(entries, "readChar", bytes, input -> Integer.toString(input.readChar()));
    }
    return entries;
  }

  private static void add(List<Object> entries, String method, String hex, Read read) throws Exception {
    DataInputDeserializer input = new DataInputDeserializer(java.util.HexFormat.of().parseHex(hex));
    try {
      String value = read.from(input);
      boolean isText = method.equals("readUTF") || method.equals("readLine");
      String result = value == null ? null : isText ? DataOutputVectors.units(value) : value;
      entries.add(Vector.of("method", method, "bytes", hex, "value", result, "position", input.getPosition()));
    } catch (EOFException | UTFDataFormatException failure) {
      entries.add(Vector.of("method", method, "bytes", hex, "failure", failure.getClass().getSimpleName()));
    }
  }

  private DataInputVectors() {}
}
