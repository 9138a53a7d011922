package org.midolab.lab.command;

import java.util.function.Consumer;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.run.GuideListener;

/**
 * Records each step that is started.
 *
 * @param steps receives the id of each scenario
 */
record WalkRecord(Consumer<String> steps) implements GuideListener {

  @Override
  public void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {
    steps.accept(scenario.id());
  }
}
