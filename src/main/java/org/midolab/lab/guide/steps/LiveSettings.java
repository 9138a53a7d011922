package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.run.NotApplicable;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabException;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Unit;

/** What a changed setting does to a daemon that runs on: seen in its log, and in its process. */
public final class LiveSettings {

  private static final String AGENT = "/var/log/midolman/midolman.log";
  private static final String CLUSTER = "/var/log/midonet-cluster/midonet-cluster.log";

  /** Nobody routes to it; each address is asked for once, since a flow is about one. */
  private static final String NOWHERE = "10.9.9.";

  /** How ping ends when it has sent and nobody has answered. */
  private static final int UNANSWERED = 1;

  private final Operator operator;
  private final Observer observer;
  private final Topology topology;
  private final Map<String, Unit> before = new TreeMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  public LiveSettings(Operator operator, Observer observer, Topology topology) {
    this.operator = operator;
    this.observer = observer;
    this.topology = topology;
  }

  @Given("on {nodes} the process of the unit {string}")
  public void remembers(ScenarioNodes where, String unit) {
    if (operator.works()) {
      before.put(
          key(where, unit),
          observer.see(Unit.of(where.only(), unit), Expectation.that("active", Unit::isActive)));
    }
  }

  @Then("on {nodes} the unit {string} still is the same process")
  public void sameProcess(ScenarioNodes where, String unit) {
    observer.look(
        () -> {
          requireChange();
          var first = before.get(key(where, unit));
          observer.see(
              Probe.of(
                  "the process of unit " + unit + " on " + where,
                  () -> process(Unit.of(where.only(), unit).look())),
              Expectation.equalTo(process(first)));
        });
  }

  private static String key(ScenarioNodes where, String unit) {
    return where + " " + unit;
  }

  private static String process(Unit unit) {
    return unit.mainPid() + ", started at " + unit.startedMonotonicMicros() + " µs";
  }

  @Then("the agent on {nodes} logs at {word} what it drops of {nodes}'s packets")
  public void agentLogs(ScenarioNodes where, String level, ScenarioNodes instance) {
    observer.look(() -> see(dropped(where.only(), instance.only()), level, true));
  }

  @Then("the agent on {nodes} logs nothing at {word} of what it drops of {nodes}'s packets")
  public void agentIsSilent(ScenarioNodes where, String level, ScenarioNodes instance) {
    observer.look(() -> see(dropped(where.only(), instance.only()), level, false));
  }

  @Then("the cluster on {nodes} logs at {word} what a client reads")
  public void clusterLogs(ScenarioNodes where, String level) {
    observer.look(() -> see(read(where), level, true));
  }

  @Then("the cluster on {nodes} logs nothing at {word} of what a client reads")
  public void clusterIsSilent(ScenarioNodes where, String level) {
    observer.look(() -> see(read(where), level, false));
  }

  private LoggedDeed dropped(LabNode agent, LabNode instance) {
    return new LoggedDeed(
        instance + " pings where no route leads",
        () -> {
          var target = NOWHERE + (1 + asked.getAndIncrement() % 250);
          if (instance.run("ping", "-n", "-c", "1", "-W", "1", target).exit() != UNANSWERED) {
            throw new LabException("expected nothing to answer at " + target);
          }
        },
        agent,
        AGENT,
        NOWHERE);
  }

  private LoggedDeed read(ScenarioNodes where) {
    return new LoggedDeed(
        "a client reads the root document",
        () -> topology.api(where).get("/"),
        where.only(),
        CLUSTER,
        "GET ");
  }

  /**
   * Something that a daemon may log.
   *
   * @param what completes "while"
   * @param mark stands in each line about it
   */
  private record LoggedDeed(String what, Deed deed, LabNode node, String log, String mark) {

    /** A log that cannot be read is not silent. */
    List<String> lines(String level) throws Exception {
      var length = read("wc -c < " + log).strip();
      deed.done();
      return read("tail -c +$((" + length + " + 1)) " + log)
          .lines()
          .filter(line -> line.contains(" " + level + " ") && line.contains(mark))
          .toList();
    }

    private String read(String line) {
      var answer = node.shell(line);
      if (!answer.ok()) {
        throw new LabException(log + " on " + node + " cannot be read: " + answer.all());
      }
      return answer.out();
    }
  }

  private void see(LoggedDeed logged, String level, boolean wanted) {
    requireChange();
    observer.see(
        Probe.of(
            "lines at %s that %s on %s gains while %s"
                .formatted(level, logged.log(), logged.node(), logged.what()),
            () -> logged.lines(level)),
        Expectation.<List<String>>that(
            wanted ? "at least one" : "none", lines -> lines.isEmpty() != wanted));
  }

  private void requireChange() {
    if (before.isEmpty()) {
      throw new NotApplicable("no setting was changed in a run that only observes");
    }
  }

  @FunctionalInterface
  private interface Deed {
    void done() throws Exception;
  }
}
