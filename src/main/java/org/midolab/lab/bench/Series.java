package org.midolab.lab.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of a measurement, one for each round, in the rounds' order.
 *
 * @param name of the measured quantity
 * @param unit of the values: {@code s}, {@code Gbit/s}, {@code /s}, or {@code x} for a ratio
 * @param bound required bound of the median, such as {@code ≥ 0.9}; empty if there is none
 */
record Series(String name, String unit, String bound, List<Double> values) {

  Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values were measured for " + name);
    }
  }

  /** Returns the middle value, or the mean of the two middle values. */
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

  /**
   * Divides this series by a baseline, round by round. Both must have been measured in the same
   * rounds.
   */
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

  /** Reports whether the median meets the bound. Returns true if there is no bound. */
  boolean meetsBound() {
    if (bound.isEmpty()) {
      return true;
    }
    double limit = Double.parseDouble(bound.substring(1).strip());
    return bound.startsWith("≥") ? median() >= limit : median() <= limit;
  }
}
