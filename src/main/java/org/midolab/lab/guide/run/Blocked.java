package org.midolab.lab.guide.run;

import org.midolab.lab.guide.catalogue.GuideScenario;
import org.opentest4j.TestAbortedException;

/** Thrown before a scenario runs, if a scenario that it needs failed. */
final class Blocked extends TestAbortedException {

  private static final long serialVersionUID = 1L;

  private final String by;

  Blocked(GuideScenario by) {
    super("blocked by " + by.id() + " (" + by.name() + ")");
    this.by = by.id() + " (" + by.name() + ")";
  }

  String by() {
    return by;
  }
}
