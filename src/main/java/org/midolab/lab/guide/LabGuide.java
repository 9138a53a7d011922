package org.midolab.lab.guide;

import java.nio.file.Path;
import java.util.List;
import org.midolab.lab.guide.catalogue.LabFeatures;
import org.midolab.lab.guide.run.GuideRunner;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.guide.terminal.OpenTerminals;
import org.midolab.lab.probe.RunningLab;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.WrongUsage;

/**
 * Connects the guide's features with a running lab. The command line and tests use it.
 *
 * <pre>{@code
 * try (var guide = LabGuide.on(lab)) {
 *   guide.runner().mode(Mode.PERFORM).upTo(new StepName("4.4")).run();
 * }
 * }</pre>
 */
public final class LabGuide implements AutoCloseable {

  private final RunningLab nodes;
  private final Path features;
  private final OpenTerminals terminals;
  private final Journal journal = new Journal(new Redactor());

  private LabGuide(RunningLab nodes, Path features) {
    this.nodes = nodes;
    this.features = features;
    this.terminals = new OpenTerminals(nodes);
    nodes.secrets().values().forEach(journal.redactor()::hide);
  }

  /**
   * Uses the features that belong to the lab, see {@link LabFeatures}.
   *
   * @throws WrongUsage if there are none
   */
  public static LabGuide on(Lab lab) {
    var features =
        LabFeatures.of(lab.home(), lab.source(), lab.plan())
            .orElseThrow(
                () ->
                    new WrongUsage(
                        "lab '"
                            + lab.name()
                            + "' has neither the guide's hosts nor features of its own next to "
                            + lab.source()
                            + ": there is nothing to run"));
    return new LabGuide(new RunningLab(lab), features);
  }

  /**
   * Returns a runner that acts on the lab's nodes. The caller chooses mode and steps, and runs it.
   */
  public GuideRunner runner() {
    return GuideRunner.of(features).journal(journal).with(List.of(nodes, terminals));
  }

  /** Closes all terminals. */
  @Override
  public void close() {
    terminals.close();
    nodes.close();
  }
}
