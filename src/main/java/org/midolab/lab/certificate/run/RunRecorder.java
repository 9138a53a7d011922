package org.midolab.lab.certificate.run;

import java.util.ArrayList;
import java.util.function.Consumer;
import org.midolab.lab.certificate.bundle.EvidenceStore;
import org.midolab.lab.certificate.bundle.RunLog;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.Observation;
import org.midolab.lab.guide.run.ScenarioResult;

/** Writes down a run while it goes on. Observations may come from several threads. */
public final class RunRecorder implements GuideListener, Consumer<Observation> {

  private final RunLog log;
  private final EvidenceStore evidence;
  private volatile String scenario = "";
  private int walked;

  public RunRecorder(RunLog log, EvidenceStore evidence) {
    this.log = log;
    this.evidence = evidence;
  }

  public void begin(RunEvent.RunStarted run) {
    append(run);
  }

  public void end(Load load) {
    append(new RunEvent.RunFinished(load, walked));
  }

  @Override
  public void started(GuideScenario started, Catalogue.Chapter chapter, int number, int of) {
    scenario = started.id();
    append(new RunEvent.ScenarioStarted(scenario, started.name()));
  }

  @Override
  public void accept(Observation observation) {
    var exhibits = new ArrayList<RunEvent.Exhibit>();
    for (var answer : observation.answers()) {
      exhibits.add(
          new RunEvent.Exhibit(answer.source(), answer.question(), evidence.keep(answer.text())));
    }
    append(
        new RunEvent.Observed(
            scenario,
            observation.subject(),
            observation.assertion(),
            exhibits,
            observation.holds()));
  }

  @Override
  public void finished(ScenarioResult result) {
    walked++;
    append(
        new RunEvent.ScenarioFinished(
            result.scenario().id(), result.outcome().word(), result.outcome().detail()));
  }

  private void append(RunEvent event) {
    log.append(event.kind(), event);
  }
}
