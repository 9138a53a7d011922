package org.midolab.lab.probe;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a probe should see.
 *
 * @param text completes "expected": {@code imok}, {@code one leader and two followers}
 */
public record Expectation<T>(String text, Predicate<? super T> holds) {

  public static <T> Expectation<T> that(String text, Predicate<? super T> holds) {
    return new Expectation<>(text, holds);
  }

  public static <T> Expectation<T> equalTo(T value) {
    return new Expectation<>(String.valueOf(value), seen -> Objects.equals(seen, value));
  }
}
