package org.midolab.lab.certificate.run;

import java.util.ArrayList;
import java.util.Optional;
import org.midolab.lab.certificate.bundle.EvidenceStore;
import org.midolab.lab.certificate.bundle.RunLog;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.run.Evidence;
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.Observation;
import org.midolab.lab.guide.run.ScenarioResult;

/** Records a run in its log. The observations of a scenario are written when the scenario ends. */
public final class RunRecorder implements GuideListener {

  private final RunLog log;
  private final EvidenceStore evidence;
  private int walked;

  public RunRecorder(RunLog log, EvidenceStore evidence) {
    this.log = log;
    this.evidence = evidence;
  }

  /** Records the start of the run. */
  public void begin(RunEvent.RunStarted run) {
    append(run);
  }

  /**
   * Records the end of the run.
   *
   * @param load load of the machine at the end
   */
  public void end(Load load) {
    append(new RunEvent.RunFinished(load, walked));
  }

  @Override
  public void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {
    append(new RunEvent.ScenarioStarted(scenario.id(), scenario.name()));
  }

  @Override
  public void finished(ScenarioResult result) {
    walked++;
    var id = result.scenario().id();
    result.evidence().stream()
        .map(Evidence::observation)
        .flatMap(Optional::stream)
        .forEach(observation -> append(observed(id, observation)));
    append(new RunEvent.ScenarioFinished(id, result.outcome().word(), result.outcome().detail()));
  }

  private RunEvent observed(String scenario, Observation observation) {
    var exhibits = new ArrayList<RunEvent.Exhibit>();
    for (var answer : observation.answers()) {
      exhibits.add(
          new RunEvent.Exhibit(answer.source(), answer.question(), evidence.keep(answer.text())));
    }
    return new RunEvent.Observed(
        scenario, observation.subject(), observation.assertion(), exhibits, observation.holds());
  }

  private void append(RunEvent event) {
    log.append(event.kind(), event);
  }
}
