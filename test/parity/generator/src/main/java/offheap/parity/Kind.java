package offheap.parity;

import java.util.function.Function;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.NullableSerializer;

/**
 * A type: as our TypeDescription has it, as Flink has it, and how a value of it is said exactly in JSON.
 *
 * @param information null when Flink has only a serializer
 * @param bare without what makes null possible: what rows, pojos, object arrays and values of maps write where they have not
 *     noted a null themselves
 */
record Kind<T>(
    Object description,
    TypeInformation<T> information,
    TypeSerializer<T> serializer,
    TypeSerializer<T> bare,
    Function<T, Object> json) {

  static <T> Kind<T> of(Object description, TypeInformation<T> information, Function<T, Object> json) {
    TypeSerializer<T> serializer = information.createSerializer(new SerializerConfigImpl());
    return new Kind<>(description, information, serializer, serializer, json);
  }

  static <T> Kind<T> of(Object description, TypeSerializer<T> serializer, Function<T, Object> json) {
    return new Kind<>(description, null, serializer, serializer, json);
  }

  Kind<T> nullable() {
    TypeSerializer<T> wrapped = NullableSerializer.wrapIfNullIsNotSupported(serializer, false);
    Object nullable = Vector.of("kind", "nullable", "element", description);
    return new Kind<>(nullable, information, wrapped, bare, value -> value == null ? null : json.apply(value));
  }

  Object toJson(T value) {
    return json.apply(value);
  }

  @SuppressWarnings("unchecked")
  Kind<Object> erased() {
    return (Kind<Object>) this;
  }
}
