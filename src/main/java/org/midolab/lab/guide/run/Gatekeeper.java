package org.midolab.lab.guide.run;

import java.util.function.Consumer;

/** Lets a scenario run when what it needs has come about, and opens its page in the journal. */
public final class Gatekeeper {

  private final Lane lane;

  Gatekeeper(Lane lane) {
    this.lane = lane;
  }

  /**
   * @param attach takes each piece of evidence to Cucumber's own reports
   * @throws org.opentest4j.TestAbortedException when a prerequisite failed; the message names it
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
