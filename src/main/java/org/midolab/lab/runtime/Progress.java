package org.midolab.lab.runtime;

import java.time.Duration;
import java.util.function.Supplier;

/** Receives the start and the end of each phase of a long operation. Several threads call it. */
public interface Progress {

  /** Ignores all calls. */
  Progress SILENT =
      new Progress() {
        @Override
        public void started(String phase) {}

        @Override
        public void finished(String phase, Duration took) {}
      };

  void started(String phase);

  void finished(String phase, Duration took);

  /** Receives a sentence for the user, such as the reason of a wait. */
  default void say(String sentence) {}

  /** Runs {@code work} between the two calls. If the work fails, {@code finished} is not called. */
  default <T> T time(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    started(phase);
    T result = work.get();
    finished(phase, Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  /** Runs work without a result, like {@link #time(String, Supplier)}. */
  default void time(String phase, Runnable work) {
    time(
        phase,
        () -> {
          work.run();
          return null;
        });
  }
}
