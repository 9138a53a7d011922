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
 * The guide in front of a running lab: the one way in for the command line and for tests.
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
    nodes.secrets().forEach(journal.redactor()::hide);
  }

  /**
   * The features that go with the lab, see {@link LabFeatures}.
   *
   * @throws WrongUsage when none do
   */
  public static LabGuide on(Lab lab) {
    var features =
        LabFeatures.of(lab.home(), lab.source(), lab.plan())
            .orElseThrow(
                () ->
                    new WrongUsage(
                        "lab '"
                            + lab.name()
                            + "' has neither the guide's hosts nor features of its own beside "
                            + lab.source()
                            + ": there is nothing to walk"));
    return new LabGuide(new RunningLab(lab), features);
  }

  /** A runner that acts on the lab's nodes; choose mode and steps, then run it. */
  public GuideRunner runner() {
    return GuideRunner.of(features).journal(journal).with(List.of(nodes, terminals));
  }

  /** Hangs up every terminal that was opened. */
  @Override
  public void close() {
    terminals.close();
    nodes.close();
  }
}
