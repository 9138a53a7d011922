package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cucumber.datatable.DataTable;
import io.cucumber.datatable.DataTableTypeRegistry;
import io.cucumber.datatable.DataTableTypeRegistryTableConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.FailedServices;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.observation.PathDiagnosis;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.NotMeasured;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.guide.terminal.OpenTerminals;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.WaitBudget;

/**
 * Tests one {@code Then} against nodes whose commands give prepared answers: it must pass with the
 * right answers, and fail if one of them is wrong.
 */
final class StepCheck {

  /** The objects for the steps' constructors, and the nodes that the steps observe. */
  record Bench(FakeLab lab, Observer observer) {

    ScenarioNodes nodes(String text) {
      return ScenarioNodes.of(text, lab);
    }

    Glossary glossary() {
      return new Glossary(lab, new OpenTerminals(lab), new Journal(new Redactor()));
    }

    /** Returns the operator for the steps before a {@code Then}. */
    Operator operator() {
      return new Operator(
          Mode.PERFORM_AND_OBSERVE,
          lab,
          new OpenTerminals(lab),
          new Journal(new Redactor()),
          glossary());
    }

    PathDiagnosis diagnosis() {
      return new PathDiagnosis(lab, new Journal(new Redactor()));
    }

    LabNodes nodes() {
      return lab;
    }
  }

  /** The text of tcpdump on its standard error, which a capture waits for. */
  private static final Map<String, String> LISTENING =
      Map.of(
          "cat /tmp/capture.any", "listening on any",
          "cat /tmp/capture.eth1", "listening on eth1",
          "cat /tmp/capture.eth2", "listening on eth2",
          "cat /tmp/capture.lo", "listening on lo");

  private record Break(String command, String answer) {}

  private final Function<Bench, Runnable> scenario;
  private final boolean breaksLate;
  private final Map<String, String> right = new LinkedHashMap<>();
  private final List<Break> breaks = new ArrayList<>();
  private final List<Consumer<FakeAnswers>> prepared = new ArrayList<>();

  private StepCheck(Function<Bench, Runnable> scenario, boolean breaksLate) {
    this.scenario = scenario;
    this.breaksLate = breaksLate;
  }

  static StepCheck then(Consumer<Bench> look) {
    return new StepCheck(bench -> () -> look.accept(bench), false);
  }

  /**
   * Creates a test of a scenario that performs something first. The wrong answers are given after
   * it.
   */
  static <T> StepCheck after(Function<Bench, T> given, BiConsumer<Bench, T> look) {
    return new StepCheck(
        bench -> {
          T steps = given.apply(bench);
          return () -> look.accept(bench, steps);
        },
        true);
  }

  /**
   * What a command prints on every node, a line of shell or a command with its arguments; or what
   * the API answers to {@code GET /path}, Keystone to {@code keystone /path}, ZooKeeper holds at
   * {@code znode /path}, or Cassandra answers to {@code cql SELECT …}. With a node's name before
   * it, {@code bgp1: vtysh}, it is for that node only.
   */
  StepCheck passesWith(String command, String answer) {
    right.put(command, answer);
    return this;
  }

  /** Adds prepared answers of many commands. */
  StepCheck passesWithAll(Consumer<FakeAnswers> answers) {
    prepared.add(answers);
    return this;
  }

  /**
   * Adds a wrong answer to a command, with which the step must fail. If it is {@code null}, the
   * command fails.
   */
  StepCheck failsWith(String command, String answer) {
    breaks.add(new Break(command, answer));
    return this;
  }

  /** Returns a data table of a step. */
  static DataTable table(List<List<String>> rows) {
    return DataTable.create(
        rows, new DataTableTypeRegistryTableConverter(new DataTableTypeRegistry(Locale.ENGLISH)));
  }

  /** Runs the step with the right answers and with each wrong answer, all concurrently. */
  void check() throws Exception {
    look(Optional.empty());
    var looks = new ArrayList<Callable<Void>>();
    for (var broken : breaks) {
      looks.add(
          () -> {
            checkFails(Optional.of(broken));
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(looks)) {
        done.get();
      }
    }
  }

  /** Checks that the step fails with the given answers. */
  void checkFails() {
    checkFails(Optional.empty());
  }

  private void checkFails(Optional<Break> broken) {
    assertThatThrownBy(() -> look(broken))
        .as(broken.map(Break::toString).orElse("answers that never pass"))
        .isInstanceOfAny(AssertionError.class, NotMeasured.class)
        .hasMessageContaining("expected ");
  }

  private void look(Optional<Break> broken) throws Exception {
    var answers = new FakeAnswers();
    LISTENING.forEach(answers::put);
    prepared.forEach(each -> each.accept(answers));
    right.forEach(answers::put);
    if (!breaksLate) {
      broken.ifPresent(it -> answers.put(it.command(), it.answer()));
    }
    try (var servers = new FakeServers(answers)) {
      var lab = new FakeLab(servers.addresses(), answers);
      var look = scenario.apply(bench(lab));
      if (breaksLate) {
        broken.ifPresent(it -> answers.put(it.command(), it.answer()));
      }
      look.run();
    }
  }

  /** Returns the objects for steps that observe these nodes, which wait for nothing. */
  static Bench bench(FakeLab lab) {
    return new Bench(
        lab,
        new Observer(
            Mode.OBSERVE,
            new Journal(new Redactor()),
            WaitBudget.of(Duration.ofMillis(1)),
            new FailedServices(lab)));
  }
}
