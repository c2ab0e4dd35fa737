package offheap.parity;

import java.util.LinkedHashMap;
import java.util.Map;

/** One entry of a file: names and values in order. Bytes as hex, longs as text, floats by their bits. */
final class Vector {
  static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> entry = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value instanceof byte[]) value = hex((byte[]) value);
      if (value instanceof Long) value = Long.toString((Long) value);
      if (value instanceof Float) value = String.format("%08x", Float.floatToRawIntBits((Float) value));
      if (value instanceof Double) value = String.format("%016x", Double.doubleToRawLongBits((Double) value));
      entry.put((String) namesAndValues[i], value);
    }
    return entry;
  }

  static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) text.append(String.format("%02x", b));
    return text.toString();
  }

  private Vector() {}
}
