package org.midolab.lab.probe;

/**
 * A single observation of one thing in a lab.
 *
 * @param <T> type of the observed value; reports print its {@code toString}
 */
public interface Probe<T> {

  /** Returns what is observed, for messages: {@code the listeners of nsdb1}. */
  String subject();

  /**
   * Observes once, without waiting.
   *
   * @throws Exception if there is no value yet; {@link Wait} tries again
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

  /** The observation of a probe that {@link #of} makes. */
  @FunctionalInterface
  interface Look<T> {
    T once() throws Exception;
  }
}
