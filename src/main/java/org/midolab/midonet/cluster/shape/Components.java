package org.midolab.midonet.cluster.shape;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Readers and writers of a record's components, by name. The name {@code tenant_id} belongs to the
 * component {@code tenantId}, as does {@code tenantId}.
 *
 * @param type a public record
 * @param builder its public builder, with one method per component of the component's name
 * @param recordOf the record in an object that is written
 * @param builderOf the builder in an object that a request is read into
 * @param <V> type of the object that is written
 * @param <B> type of the object that a request is read into
 * @param <R> type of the record
 * @param <C> type of the record's builder
 */
record Components<V, B, R extends Record, C>(
    Class<R> type, Class<C> builder, Function<V, R> recordOf, Function<B, C> builderOf) {

  /**
   * Returns the reader of a component.
   *
   * @throws IllegalArgumentException if the record has no such component
   */
  <X> Function<V, X> reader(String name) {
    Method accessor = component(name).getAccessor();
    return value -> call(accessor, recordOf.apply(value));
  }

  /**
   * Returns the writer of a component.
   *
   * @throws IllegalArgumentException if the builder has no such component
   */
  <X> BiConsumer<B, X> writer(String name) {
    Method setter;
    try {
      setter = builder.getMethod(camelCase(name), component(name).getType());
    } catch (NoSuchMethodException e) {
      throw absent(builder, name);
    }
    return (target, value) -> call(setter, builderOf.apply(target), value);
  }

  private RecordComponent component(String name) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.getName().equals(camelCase(name)))
        .findFirst()
        .orElseThrow(() -> absent(type, name));
  }

  private static String camelCase(String name) {
    StringBuilder camelCase = new StringBuilder();
    for (String word : name.split("_")) {
      camelCase.append(
          camelCase.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camelCase.toString();
  }

  private static IllegalArgumentException absent(Class<?> type, String name) {
    return new IllegalArgumentException(
        "%s has no component of the name '%s'".formatted(type.getSimpleName(), name));
  }

  @SuppressWarnings("unchecked")
  private static <X> X call(Method method, Object target, Object... arguments) {
    try {
      return (X) method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " is not public", e);
    }
  }
}
