package org.midolab.lab.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the rounds of a measurement gave, in their order.
 *
 * @param name what was measured
 * @param unit of the values: {@code s}, {@code Gbit/s}, {@code /s}, or {@code x} for a ratio
 * @param bound what the requirement asks of the median, such as {@code ≥ 0.9}; empty without one
 */
record Series(String name, String unit, String bound, List<Double> values) {

  Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured of " + name);
    }
  }

  /** The middle value, or the mean of the two in the middle. */
  double median() {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double smallest() {
    return values.stream().min(Double::compare).orElseThrow();
  }

  double greatest() {
    return values.stream().max(Double::compare).orElseThrow();
  }

  /** Round by round, this by another that took turns with it. */
  Series over(Series baseline, String ratioName, String ratioBound) {
    if (values.size() != baseline.values.size()) {
      throw new IllegalArgumentException(
          "%s has %d rounds and %s has %d"
              .formatted(name, values.size(), baseline.name, baseline.values.size()));
    }
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / baseline.values.get(i));
    }
    return new Series(ratioName, "x", ratioBound, ratios);
  }

  /** True without a bound, else whether the median keeps it. */
  boolean holds() {
    if (bound.isEmpty()) {
      return true;
    }
    double limit = Double.parseDouble(bound.substring(1).strip());
    return bound.startsWith("≥") ? median() >= limit : median() <= limit;
  }
}
