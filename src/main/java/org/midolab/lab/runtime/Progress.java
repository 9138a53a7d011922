package org.midolab.lab.runtime;

import java.time.Duration;
import java.util.function.Supplier;

/** Hears what is being done, as it is done. Calls come from several threads. */
public interface Progress {

  /** Nobody listens. */
  Progress SILENT =
      new Progress() {
        @Override
        public void started(String phase) {}

        @Override
        public void finished(String phase, Duration took) {}
      };

  void started(String phase);

  void finished(String phase, Duration took);

  /** Runs {@code work} between the two calls; a failure leaves the phase unfinished. */
  default <T> T time(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    started(phase);
    T result = work.get();
    finished(phase, Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  /** As {@link #time(String, Supplier)}. */
  default void time(String phase, Runnable work) {
    time(
        phase,
        () -> {
          work.run();
          return null;
        });
  }
}
