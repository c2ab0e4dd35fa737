package offheap.parity;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The members that javap -public would list, of the classes that docs/flink-parity.md answers for. */
final class FlinkApi {
  private static final String CORE = "org.apache.flink.core.memory.";
  private static final String RUNTIME = "org.apache.flink.runtime.";

  private static final List<String> PUBLIC =
      List.of(
          CORE + "MemorySegment",
          CORE + "MemorySegmentFactory",
          CORE + "MemorySegmentSource",
          CORE + "MemorySegmentWritable",
          CORE + "DataOutputView",
          CORE + "DataInputView",
          CORE + "SeekableDataOutputView",
          CORE + "SeekableDataInputView",
          CORE + "DataOutputSerializer",
          CORE + "DataInputDeserializer",
          "java.io.DataOutput",
          "java.io.DataInput",
          RUNTIME + "memory.AbstractPagedOutputView",
          RUNTIME + "memory.AbstractPagedInputView",
          RUNTIME + "io.disk.RandomAccessOutputView",
          RUNTIME + "io.disk.RandomAccessInputView");

  /** A class that only its package sees: everything that is not private. */
  private static final String BUDGET = RUNTIME + "memory.UnsafeMemoryBudget";

  /** Gone from Flink since 1.13. */
  private static final String CLEANER = "org.apache.flink.util.JavaGcCleanerWrapper";

  static Object list(Path olderJar) throws Exception {
    List<Object> classes = new ArrayList<>();
    ClassLoader loader = FlinkApi.class.getClassLoader();
    for (String name : PUBLIC) {
      classes.add(describe(Class.forName(name, false, loader), Modifier.PUBLIC, "current"));
    }
    classes.add(describe(Class.forName(BUDGET, false, loader), 0, "current"));
    try (URLClassLoader older = new URLClassLoader(new URL[] {olderJar.toUri().toURL()}, loader)) {
      classes.add(describe(Class.forName(CLEANER, false, older), Modifier.PUBLIC, "1.12.7"));
    }
    return classes;
  }

  private static Object describe(Class<?> type, int required, String version) {
    TreeSet<String> members = new TreeSet<>();
    for (Field field : type.getDeclaredFields()) {
      if (wanted(field.getModifiers(), field.isSynthetic(), required)) members.add(field.getName());
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (wanted(constructor.getModifiers(), constructor.isSynthetic(), required)) {
        members.add("new " + type.getSimpleName() + parameters(constructor.getParameterTypes()));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (wanted(method.getModifiers(), method.isSynthetic(), required)) {
        members.add(method.getName() + parameters(method.getParameterTypes()));
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("class", type.getName());
    result.put("version", version);
    result.put("members", members);
    return result;
  }

  /** `required` 0: everything but private members and static fields. */
  private static boolean wanted(int modifiers, boolean synthetic, int required) {
    if (synthetic || Modifier.isPrivate(modifiers)) return false;
    return (modifiers & required) == required;
  }

  private static String parameters(Class<?>[] types) {
    return Arrays.stream(types).map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
  }

  private FlinkApi() {}
}
