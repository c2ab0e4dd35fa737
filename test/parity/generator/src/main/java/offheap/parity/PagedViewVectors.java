package offheap.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What AbstractPagedOutputView makes of random writes, in segments and headers of several sizes. */
final class PagedViewVectors {
  private static final int[][] SIZES = {{1, 0}, {2, 1}, {7, 0}, {8, 0}, {9, 1}, {16, 0}, {16, 8}, {32, 0}, {32, 4}, {64, 13}, {256, 0}};

  static List<Object> all() throws IOException {
    List<Object> lines = new ArrayList<>();
    for (int[] size : SIZES) {
      for (int round = 0; round < 18; round++) lines.add(vector(size[0], size[1], new Random(size[0] * 1000L + size[1] * 100L + round)));
    }
    return lines;
  }

  private static Object vector(int segmentSize, int headerLength, Random random) throws IOException {
    Pages pages = new Pages(segmentSize, headerLength);
    List<Object> writes = new ArrayList<>();
    for (int i = 1 + random.nextInt(14); i > 0; i--) writes.add(write(pages, random));
    return Vector.of("segmentSize", segmentSize, "headerLength", headerLength, "writes", writes, "pages", pages.written());
  }

  private static Object write(Pages pages, Random random) throws IOException {
    switch (random.nextInt(15)) {
      case 0:
        boolean flag = random.nextBoolean();
        pages.writeBoolean(flag);
        return List.of("writeBoolean", flag);
      case 1:
        int number = random.nextInt();
        pages.writeByte(number);
        return List.of("writeByte", number);
      case 2:
        number = random.nextInt();
        pages.writeShort(number);
        return List.of("writeShort", number);
      case 3:
        number = random.nextInt(65536);
        pages.writeChar(number);
        return List.of("writeChar", number);
      case 4:
      case 5:
        number = pick(Values.INTS, random);
        pages.writeInt(number);
        return List.of("writeInt", number);
      case 6:
      case 7:
        long wide = pick(Values.LONGS, random);
        pages.writeLong(wide);
        return List.of("writeLong", Long.toString(wide));
      case 8:
        float single = pick(Values.FLOATS, random);
        if (Float.isNaN(single)) single = Float.NaN;
        pages.writeFloat(single);
        return List.of("writeFloat", String.format("%08x", Float.floatToRawIntBits(single)));
      case 9:
        double real = pick(Values.DOUBLES, random);
        if (Double.isNaN(real)) real = Double.NaN;
        pages.writeDouble(real);
        return List.of("writeDouble", String.format("%016x", Double.doubleToRawLongBits(real)));
      case 10:
        String text = Values.string(random);
        pages.writeUTF(text);
        return List.of("writeUTF", DataOutputVectors.units(text));
      case 11:
        text = Values.string(random);
        pages.writeChars(text);
        return List.of("writeChars", DataOutputVectors.units(text));
      case 12:
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        pages.write(bytes);
        return List.of("write", Vector.hex(bytes));
      case 13:
        number = random.nextInt(20);
        pages.skipBytesToWrite(number);
        return List.of("skipBytesToWrite", number);
      default:
        pages.advance();
        return List.of("advance");
    }
  }

  private static <T> T pick(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private PagedViewVectors() {}
}
