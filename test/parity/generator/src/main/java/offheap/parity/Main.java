package offheap.parity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.util.DefaultIndenter;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Writes one JSON file per source, or, of the families with thousands of vectors, one line per vector. A new family of vectors is a class and a line here. */
public final class Main {
  interface Source {
    Object vectors() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path olderJar = Path.of(arguments[1]);
    Map<String, Source> sources = new LinkedHashMap<>();
    sources.put("flink-api.json", () -> FlinkApi.list(olderJar));
    sources.put("vectors/java-random.json", JavaRandomVectors::all);
    sources.put("vectors/data-output-serializer.json", DataOutputVectors::all);
    sources.put("vectors/data-input-deserializer.json", DataInputVectors::all);
    sources.put("vectors/memory-segment.json", MemorySegmentVectors::all);

    Map<String, Source> lines = new LinkedHashMap<>();
    lines.put("vectors/atoms.jsonl", AtomVectors::all);
    lines.put("vectors/composites.jsonl", CompositeVectors::all);
    lines.put("vectors/inline-rows.jsonl", InlineRowVectors::all);
    lines.put("vectors/binary-rows.jsonl", BinaryRowVectors::all);
    lines.put("vectors/binary-row-keys.jsonl", BinaryRowKeyVectors::all);
    lines.put("vectors/binary-strings.jsonl", BinaryStringVectors::all);
    lines.put("vectors/paged-views.jsonl", PagedViewVectors::all);

    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    for (Map.Entry<String, Source> source : sources.entrySet()) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("flink", EnvironmentInformation.getVersion());
      file.put("entries", source.getValue().vectors());
      String json = new ObjectMapper().writer(printer).writeValueAsString(file);
      Files.writeString(folder.resolve(source.getKey()), json + "\n");
    }
    for (Map.Entry<String, Source> source : lines.entrySet()) {
      StringBuilder text = new StringBuilder();
      text.append(line(Vector.of("flink", EnvironmentInformation.getVersion())));
      for (Object entry : (List<?>) source.getValue().vectors()) text.append(line(entry));
      Files.writeString(folder.resolve(source.getKey()), text);
    }
  }

  private static String line(Object entry) throws Exception {
    return new ObjectMapper().writeValueAsString(entry) + "\n";
  }

  private Main() {}
}
