package org.midolab.lab.guide.run;

import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;

/**
 * Receives the progress of a run. Calls are for one scenario after another, in the order of the
 * route.
 */
public interface GuideListener {

  GuideListener SILENT = new GuideListener() {};

  /** Returns a listener that calls both, in this order. */
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
   * Is called when a scenario starts.
   *
   * @param number number of the scenario, from 1 to {@code of}
   */
  default void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {}

  /** Is called when a scenario has ended. */
  default void finished(ScenarioResult result) {}
}
