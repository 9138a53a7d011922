package org.midolab.lab.guide.run;

import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;

/**
 * Is called about a run while it goes on: for progress on a terminal. Called for one scenario after
 * another, in the order of the route.
 */
public interface GuideListener {

  GuideListener SILENT = new GuideListener() {};

  /** Tells both, the first one first. */
  static GuideListener both(GuideListener first, GuideListener second) {
    return new GuideListener() {
      @Override
      public void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {
        first.started(scenario, chapter, number, of);
        second.started(scenario, chapter, number, of);
      }

      @Override
      public void finished(ScenarioResult result) {
        first.finished(result);
        second.finished(result);
      }
    };
  }

  /**
   * @param number from 1 to {@code of}
   */
  default void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {}

  default void finished(ScenarioResult result) {}
}
