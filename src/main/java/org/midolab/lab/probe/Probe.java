package org.midolab.lab.probe;

/**
 * One look at one thing of a lab.
 *
 * @param <T> what is seen; its {@code toString} is what a report prints
 */
public interface Probe<T> {

  /** What is looked at, for a sentence: {@code the listeners of nsdb1}. */
  String subject();

  /**
   * Looks once, without waiting.
   *
   * @throws Exception when there is nothing to be seen yet; {@link Wait} looks again
   */
  T look() throws Exception;

  static <T> Probe<T> of(String subject, Look<T> look) {
    return new Probe<>() {
      @Override
      public String subject() {
        return subject;
      }

      @Override
      public T look() throws Exception {
        return look.once();
      }
    };
  }

  /** The look of a {@link #of} probe. */
  @FunctionalInterface
  interface Look<T> {
    T once() throws Exception;
  }
}
