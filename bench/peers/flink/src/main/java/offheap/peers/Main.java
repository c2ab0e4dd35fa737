package offheap.peers;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;

/**
 * Answers each line of the standard input with one line of JSON: <code>about</code>, <code>bytes
 * </code>, <code>serialize PASSES</code> and <code>deserialize PASSES</code>, a pass being all rows
 * once. Times are nanoseconds per row. Argument: how many rows.
 */
public final class Main {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    RecordLoop loop = new RecordLoop(rows);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      System.out.println(
          switch (words[0]) {
            case "about" -> about(loop);
            case "bytes" ->
                "{\"base64\":" + text(Base64.getEncoder().encodeToString(loop.bytes())) + "}";
            case "serialize", "deserialize" ->
                round(loop, words[0], Integer.parseInt(words[1]), rows);
            default -> throw new IllegalArgumentException("No such command: " + line);
          });
    }
  }

  private static String round(RecordLoop loop, String direction, int passes, int rows)
      throws IOException {
    long startCpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    long result = direction.equals("serialize") ? loop.serialize(passes) : loop.deserialize(passes);
    double nanos = System.nanoTime() - start;
    double cpuNanos = PROCESS.getProcessCpuTime() - startCpu;
    long records = (long) passes * rows;
    return String.format(
        Locale.ROOT,
        "{\"elapsed\":%.3f,\"cpu\":%.3f,\"result\":%d}",
        nanos / records,
        cpuNanos / records,
        result);
  }

  private static String about(RecordLoop loop) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    List<String> collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream().map(bean -> bean.getName()).toList();
    return "{\"flink\":"
        + text(String.valueOf(Row.class.getPackage().getImplementationVersion()))
        + ",\"serializer\":"
        + text(loop.serializerName())
        + ",\"jvm\":"
        + text(runtime.getVmName() + " " + runtime.getVmVersion())
        + ",\"flags\":"
        + texts(runtime.getInputArguments())
        + ",\"collectors\":"
        + texts(collectors)
        + "}";
  }

  private static String texts(List<String> values) {
    return values.stream().map(Main::text).collect(Collectors.joining(",", "[", "]"));
  }

  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Main() {}
}
