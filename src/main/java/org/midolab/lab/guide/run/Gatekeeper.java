package org.midolab.lab.guide.run;

import java.util.function.Consumer;

/** Decides whether a scenario may run, and starts its record in the journal. */
public final class Gatekeeper {

  private final Lane lane;

  Gatekeeper(Lane lane) {
    this.lane = lane;
  }

  /**
   * Lets a scenario run if its prerequisites passed.
   *
   * @param attach adds each piece of evidence to Cucumber's own reports
   * @throws org.opentest4j.TestAbortedException if a prerequisite failed; the message names it
   */
  public void admit(String uri, int line, Consumer<Evidence> attach) {
    lane.journal().open(attach);
    var scenario =
        lane.walk()
            .route()
            .at(uri, line)
            .orElseThrow(() -> new IllegalStateException("not on the route: " + uri + ":" + line));
    lane.obstacle(scenario)
        .ifPresent(
            obstacle -> {
              throw new Blocked(obstacle);
            });
  }
}
