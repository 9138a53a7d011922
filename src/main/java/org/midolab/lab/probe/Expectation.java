package org.midolab.lab.probe;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * The expected result of a probe.
 *
 * @param text description that follows "expected": {@code imok}, {@code one leader and two
 *     followers}
 */
public record Expectation<T>(String text, Predicate<? super T> holds) {

  public static <T> Expectation<T> that(String text, Predicate<? super T> holds) {
    return new Expectation<>(text, holds);
  }

  public static <T> Expectation<T> equalTo(T value) {
    return new Expectation<>(String.valueOf(value), seen -> Objects.equals(seen, value));
  }
}
