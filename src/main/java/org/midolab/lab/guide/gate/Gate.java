package org.midolab.lab.guide.gate;

import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import org.midolab.lab.guide.run.Gatekeeper;

/** Cucumber hook that asks the {@link Gatekeeper} before a scenario runs. */
public final class Gate {

  private final Gatekeeper gatekeeper;

  public Gate(Gatekeeper gatekeeper) {
    this.gatekeeper = gatekeeper;
  }

  @Before(order = 0)
  public void pass(Scenario scenario) {
    gatekeeper.admit(
        scenario.getUri().toString(),
        scenario.getLine(),
        evidence -> scenario.attach(evidence.text(), "text/plain", evidence.title()));
  }
}
