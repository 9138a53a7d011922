package org.midolab.lab.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How long each request of a kind took.
 *
 * @param millis sorted
 */
record Latencies(double[] millis) {

  static Latencies of(long[] nanos) {
    return new Latencies(Arrays.stream(nanos).mapToDouble(n -> n / 1e6).sorted().toArray());
  }

  /**
   * The least of them that so many percent do not exceed.
   *
   * @param percent above 0, at most 100
   */
  double percentile(int percent) {
    return millis[(int) Math.ceil(millis.length * percent / 100.0) - 1];
  }

  /** One figure of them; it has a single value, since it is made of all. */
  Series series(String what, int percent, String bound) {
    return new Series(
        "%s, p%d".formatted(what, percent), "ms", bound, List.of(percentile(percent)));
  }

  double greatest() {
    return millis[millis.length - 1];
  }
}
