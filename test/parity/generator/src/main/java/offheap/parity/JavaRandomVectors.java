package offheap.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class JavaRandomVectors {
  private static final long[] SEEDS = {0, 1, -1, 42, 0x5deece66dL, Long.MAX_VALUE, Long.MIN_VALUE};
  private static final int[] BOUNDS = {1, 2, 3, 10, 64, 1000, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE};

  static Object all() {
    List<Object> entries = new ArrayList<>();
    for (long seed : SEEDS) {
      entries.add(Vector.of("seed", seed, "method", "nextInt", "values", repeat(seed, r -> r.nextInt())));
      entries.add(Vector.of("seed", seed, "method", "nextLong", "values", repeat(seed, r -> Long.toString(r.nextLong()))));
      entries.add(Vector.of("seed", seed, "method", "nextBoolean", "values", repeat(seed, r -> r.nextBoolean())));
      entries.add(Vector.of("seed", seed, "method", "nextFloat", "values", repeat(seed, r -> (double) r.nextFloat())));
      entries.add(Vector.of("seed", seed, "method", "nextDouble", "values", repeat(seed, r -> r.nextDouble())));
      entries.add(Vector.of("seed", seed, "method", "nextGaussian", "values", repeat(seed, r -> r.nextGaussian())));
      for (int bound : BOUNDS) {
        entries.add(Vector.of("seed", seed, "method", "nextInt", "bound", bound, "values", repeat(seed, r -> r.nextInt(bound))));
      }
      byte[] bytes = new byte[11];
      new Random(seed).nextBytes(bytes);
      entries.add(Vector.of("seed", seed, "method", "nextBytes", "values", List.of(Vector.hex(bytes))));
    }
    return entries;
  }

  private interface Next {
    Object next(Random random);
  }

  private static List<Object> repeat(long seed, Next next) {
    Random random = new Random(seed);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 8; i++) values.add(next.next(random));
    return values;
  }

  private JavaRandomVectors() {}
}
