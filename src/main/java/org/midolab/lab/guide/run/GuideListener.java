package org.midolab.lab.guide.run;

import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;

/**
 * Is called about a run while it goes on: for progress on a terminal. Called for one scenario after
 * another, in the order of the route.
 */
public interface GuideListener {

  GuideListener SILENT = new GuideListener() {};

  /**
   * @param number from 1 to {@code of}
   */
  default void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {}

  default void finished(ScenarioResult result) {}
}
