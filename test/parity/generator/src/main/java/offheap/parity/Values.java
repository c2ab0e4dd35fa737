package offheap.parity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Edge values, and random ones that are the same in every run. */
final class Values {
  static <T> List<T> of(List<T> edges, int randomCount, int seed, Function<Random, T> next) {
    List<T> values = new ArrayList<>(edges);
    Random random = new Random(seed);
    for (int i = 0; i < randomCount; i++) values.add(next.apply(random));
    return values;
  }

  static final List<Boolean> BOOLEANS = List.of(false, true);
  static final List<Byte> BYTES = of(bytes(0, 1, -1, 127, -128), 40, 1, random -> (byte) random.nextInt());
  static final List<Short> SHORTS =
      of(shorts(0, 1, -1, 255, 256, -256, Short.MAX_VALUE, Short.MIN_VALUE), 60, 2, random -> (short) random.nextInt());
  static final List<Integer> INTS =
      of(
          List.of(0, 1, -1, 255, 256, 65535, 65536, 1 << 24, -65536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1),
          80,
          3,
          random -> random.nextInt() >> random.nextInt(32));
  static final List<Long> LONGS =
      of(
          List.of(
              0L, 1L, -1L, 1L << 31, -(1L << 31) - 1, (1L << 32) - 1, 1L << 32, (1L << 53) - 1, 1L << 53, -(1L << 53),
              (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 0x0102030405060708L),
          100,
          4,
          random -> random.nextLong() >> random.nextInt(64));
  static final List<Float> FLOATS =
      of(
          List.of(
              0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE,
              Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.intBitsToFloat(0x7fc00001),
              Float.intBitsToFloat(0x7f800001), Float.intBitsToFloat(0xffc12345), 0.1f),
          60,
          5,
          random -> Float.intBitsToFloat(random.nextInt()));
  static final List<Double> DOUBLES =
      of(
          List.of(
              0d, -0d, 1d, -1d, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE,
              Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L),
              Double.longBitsToDouble(0x7ff0000000000001L), Double.longBitsToDouble(0xfff8123456789abcL), 0.1d, 9007199254740993d),
          60,
          6,
          random -> Double.longBitsToDouble(random.nextLong()));
  static final List<Character> CHARS =
      of(
          List.of('\0', 'a', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ud800', '\udbff', '\udc00', '\udfff', '\ufffe', '\uffff'),
          40,
          7,
          random -> (char) random.nextInt());
  static final List<String> STRINGS = of(edgeStrings(), 120, 8, Values::string);
  static final List<BigInteger> BIG_INTEGERS = of(edgeBigIntegers(), 80, 9, Values::bigInteger);
  static final List<BigDecimal> BIG_DECIMALS = of(edgeBigDecimals(), 90, 10, Values::bigDecimal);
  /** From before what JavaScript's Date reaches to after it. */
  static final List<Long> MILLIS =
      of(
          List.of(
              0L, 1L, -1L, 86_399_999L, 86_400_000L, -86_400_000L, -62_135_596_800_000L, -62_167_219_200_000L, 253_402_300_799_999L,
              8_640_000_000_000_000L, -8_640_000_000_000_000L, 8_640_000_000_000_001L, -8_640_000_000_000_001L,
              Long.MAX_VALUE, Long.MIN_VALUE + 1),
          50,
          11,
          random -> random.nextLong() >> (12 + random.nextInt(40)));

  private static List<Byte> bytes(int... values) {
    List<Byte> list = new ArrayList<>();
    for (int value : values) list.add((byte) value);
    return list;
  }

  private static List<Short> shorts(int... values) {
    List<Short> list = new ArrayList<>();
    for (int value : values) list.add((short) value);
    return list;
  }

  private static List<String> edgeStrings() {
    List<String> texts = new ArrayList<>();
    for (int length : new int[] {0, 1, 6, 7, 8, 9, 15, 16, 17, 63, 100, 126, 127, 128, 200}) {
      texts.add("abcdefghijklmnopqrstuvwxyz0123456789".repeat(6).substring(0, length));
    }
    texts.add("a".repeat(16_382));
    texts.add("a".repeat(16_383));
    for (String text :
        new String[] {
          "\0", "a\0", "\0a", "\u007f", "\u0080", "\u00e9", "\u00ff", "\u0100", "\u07ff", "\u0800", "\u1fff", "\u2000", "\u3fff",
          "\u4000", "\u65e5\u672c\u8a9e", "\ud83d\ude00", "\ud800", "\udc00", "a\ud800", "\ud800a", "\udc00\ud800", "\udbff\udfff",
          "\ufeff", "\ufffd", "\ufffe", "\uffff", "abcdefg\u00e9", "abcdef\u00e9", "abcdefgh\u65e5", "ab", "abc", "abd", "ab\uffff"
        }) {
      texts.add(text);
    }
    return texts;
  }

  static String string(Random random) {
    int length = random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(12);
    int bits = new int[] {7, 7, 8, 11, 13, 14, 16}[random.nextInt(7)];
    char[] units = new char[length];
    for (int i = 0; i < length; i++) units[i] = (char) random.nextInt(1 << (random.nextBoolean() ? 7 : bits));
    return new String(units);
  }

  static List<BigInteger> edgeBigIntegers() {
    List<BigInteger> values = new ArrayList<>();
    for (long value : new long[] {0, 1, 2, 3, 9, 10, 11, -1, -2, -10, 127, 128, -128, -129, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE}) {
      values.add(BigInteger.valueOf(value));
    }
    for (int bits : new int[] {63, 64, 127, 128, 256, 300, 1000}) {
      BigInteger power = BigInteger.ONE.shiftLeft(bits);
      values.addAll(List.of(power, power.subtract(BigInteger.ONE), power.negate(), power.negate().subtract(BigInteger.ONE)));
    }
    return values;
  }

  static BigInteger bigInteger(Random random) {
    BigInteger value = new BigInteger(random.nextInt(random.nextInt(4) == 0 ? 400 : 100), random);
    // Flink knows 0, 1 and 10 by the objects of the constants.
    if (value.bitLength() < 5) return BigInteger.valueOf(value.longValue());
    return random.nextBoolean() ? value.negate() : value;
  }

  static List<BigDecimal> edgeBigDecimals() {
    List<BigDecimal> values = new ArrayList<>();
    for (String text :
        new String[] {
          "0", "0.0", "0.00", "0E+3", "0E+11", "1", "1.0", "1.00", "2", "10", "10.0", "1E+1", "100", "1E+2", "-1", "-1.0", "-10", "0.1",
          "0.10", "-0.1", "0.001", "1E-10", "12.34", "123.4", "-12.34", "12.340", "99999999999999999999.99", "1E+100", "1E-100", "-1E+100",
          "-1E-100", "123456789012345678901234567890.123456789", "-98765432109876543210", "4E+2147483647", "4E-2147483647",
          "-4E+2147483647", "9.999", "10.001"
        }) {
      values.add(new BigDecimal(text));
    }
    return values;
  }

  static BigDecimal bigDecimal(Random random) {
    return new BigDecimal(bigInteger(random), random.nextInt(40) - 12);
  }

  private Values() {}
}
