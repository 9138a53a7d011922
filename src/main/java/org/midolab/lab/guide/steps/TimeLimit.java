package org.midolab.lab.guide.steps;

import java.time.Duration;
import java.util.List;
import org.midolab.lab.guide.run.NotMeasured;
import org.midolab.lab.probe.MachineLoad;

/**
 * A time limit from a requirement. A measured time above the limit is a failure on a quiet machine,
 * and "not measured" on a busy one. The limit itself is not increased for busy machines.
 */
record TimeLimit(String what, Duration limit) {

  /**
   * Checks measured times.
   *
   * @param figures each measured time with its name
   * @param load of the machine during the measurement
   * @throws AssertionError if a time is above the limit and the machine was quiet
   * @throws NotMeasured if a time is above the limit and the machine was busy
   */
  void require(List<Figure> figures, MachineLoad load) {
    var worse = figures.stream().filter(figure -> figure.took().compareTo(limit) > 0).toList();
    if (worse.isEmpty()) {
      return;
    }
    var seen =
        "expected %s within %.1f s, saw %s".formatted(what, limit.toMillis() / 1000.0, worse);
    if (load.isNoisy()) {
      throw new NotMeasured(seen + "; the machine was too busy to measure: " + load);
    }
    throw new AssertionError(seen + " (" + load + ")");
  }

  record Figure(String name, Duration took) {

    @Override
    public String toString() {
      return "%s: %.1f s".formatted(name, took.toMillis() / 1000.0);
    }
  }
}
