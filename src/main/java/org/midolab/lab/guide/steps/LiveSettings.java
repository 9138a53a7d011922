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

/** The effect of a changed setting on a running daemon, observed in its log and its process. */
public final class LiveSettings {

  private static final String AGENT = "/var/log/midolman/midolman.log";
  private static final String CLUSTER = "/var/log/midonet-cluster/midonet-cluster.log";

  /**
   * Prefix of addresses without a route. Each address is used once, because a flow matches a single
   * address.
   */
  private static final String NOWHERE = "10.9.9.";

  /** Exit code of ping if it has sent and received no reply. */
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

  @Given("on {nodes} the process of the unit {string} is recorded")
  public void remembers(ScenarioNodes where, String unit) {
    if (operator.performs()) {
      before.put(
          key(where, unit),
          observer.expect(Unit.of(where.only(), unit), Expectation.that("active", Unit::isActive)));
    }
  }

  @Then("on {nodes} the unit {string} is still the same process")
  public void sameProcess(ScenarioNodes where, String unit) {
    observer.observe(
        () -> {
          requireChange();
          var first = before.get(key(where, unit));
          observer.expect(
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

  @Then("the agent on {nodes} logs at {word} the packets of {nodes} that it drops")
  public void agentLogs(ScenarioNodes where, String level, ScenarioNodes instance) {
    observer.observe(() -> see(dropped(where.only(), instance.only()), level, true));
  }

  @Then("the agent on {nodes} does not log at {word} the packets of {nodes} that it drops")
  public void agentIsSilent(ScenarioNodes where, String level, ScenarioNodes instance) {
    observer.observe(() -> see(dropped(where.only(), instance.only()), level, false));
  }

  @Then("the cluster on {nodes} logs at {word} the requests of a client")
  public void clusterLogs(ScenarioNodes where, String level) {
    observer.observe(() -> see(read(where), level, true));
  }

  @Then("the cluster on {nodes} does not log at {word} the requests of a client")
  public void clusterIsSilent(ScenarioNodes where, String level) {
    observer.observe(() -> see(read(where), level, false));
  }

  private LoggedAction dropped(LabNode agent, LabNode instance) {
    return new LoggedAction(
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

  private LoggedAction read(ScenarioNodes where) {
    return new LoggedAction(
        "a client reads the root document",
        () -> topology.api(where).get("/"),
        where.only(),
        CLUSTER,
        "GET ");
  }

  /**
   * An action that a daemon may log.
   *
   * @param what text that follows "while" in messages
   * @param mark text in each log line about it
   */
  private record LoggedAction(String what, Action action, LabNode node, String log, String mark) {

    /** Returns the new log lines. A log that cannot be read is a failure, not an empty list. */
    List<String> lines(String level) throws Exception {
      var length = read("wc -c < " + log).strip();
      action.run();
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

  private void see(LoggedAction logged, String level, boolean wanted) {
    requireChange();
    observer.expect(
        Probe.of(
            "new lines at %s in %s on %s while %s"
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
  private interface Action {
    void run() throws Exception;
  }
}
