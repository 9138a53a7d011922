package org.midolab.lab.bench;

import java.util.Arrays;
import java.util.List;

/**
 * The latencies of all requests of one kind.
 *
 * @param millis latencies in milliseconds, sorted
 */
record Latencies(double[] millis) {

  static Latencies of(long[] nanos) {
    return new Latencies(Arrays.stream(nanos).mapToDouble(n -> n / 1e6).sorted().toArray());
  }

  /**
   * Returns the smallest latency that the given share of the latencies does not exceed.
   *
   * @param percent above 0, at most 100
   */
  double percentile(int percent) {
    return millis[(int) Math.ceil(millis.length * percent / 100.0) - 1];
  }

  /**
   * Returns a percentile as a series. It has a single value, since it is computed from all
   * latencies.
   */
  Series series(String what, int percent, String bound) {
    return new Series(
        "%s, p%d".formatted(what, percent), "ms", bound, List.of(percentile(percent)));
  }

  double greatest() {
    return millis[millis.length - 1];
  }
}
