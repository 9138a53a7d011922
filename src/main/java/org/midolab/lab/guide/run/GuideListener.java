package org.midolab.lab.guide.run;

import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;

/** Receives the progress of a run, for example to print it. Called by one thread. */
public interface GuideListener {

  GuideListener SILENT = new GuideListener() {};

  /**
   * @param number from 1 to {@code of}
   */
  default void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {}

  default void finished(ScenarioResult result) {}
}
