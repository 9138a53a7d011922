package org.midolab.lab.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs many calls to the engine concurrently, on virtual threads. */
final class Parallel {

  private Parallel() {}

  /**
   * Applies {@code work} to all elements and waits for all. Throws the first failure at the end.
   */
  static <T, R> List<R> map(Collection<T> all, Function<T, R> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<R>> tasks = new ArrayList<>();
      all.forEach(one -> tasks.add(() -> work.apply(one)));
      List<R> results = new ArrayList<>();
      for (Future<R> future : threads.invokeAll(tasks)) {
        results.add(get(future));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  static <T> void each(Collection<T> all, Consumer<T> work) {
    map(
        all,
        one -> {
          work.accept(one);
          return null;
        });
  }

  static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new LabFailure(String.valueOf(e.getCause().getMessage()), e.getCause());
    }
  }
}
