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
import org.midolab.lab.probe.Patience;

/**
 * One {@code Then} over nodes whose commands answer by a script: it holds by the right answers, and
 * is red when one of them is broken.
 */
final class Judged {

  /** What the steps are made of, and the nodes that they look at. */
  record Bench(PaperLab lab, Observer observer) {

    ScenarioNodes nodes(String text) {
      return ScenarioNodes.of(text, lab);
    }

    Glossary glossary() {
      return new Glossary(lab, new OpenTerminals(lab), new Journal(new Redactor()));
    }

    /** Who performs what stands before a {@code Then}. */
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

  /** What tcpdump says on its standard error, where a capture waits for it. */
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

  private Judged(Function<Bench, Runnable> scenario, boolean breaksLate) {
    this.scenario = scenario;
    this.breaksLate = breaksLate;
  }

  static Judged then(Consumer<Bench> look) {
    return new Judged(bench -> () -> look.accept(bench), false);
  }

  /** A scenario that performs something first; what breaks, breaks after it. */
  static <T> Judged after(Function<Bench, T> given, BiConsumer<Bench, T> look) {
    return new Judged(
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
  Judged holdsBy(String command, String answer) {
    right.put(command, answer);
    return this;
  }

  /** Red when the command prints this instead; {@code null} when it fails. */
  Judged isRedBy(String command, String answer) {
    breaks.add(new Break(command, answer));
    return this;
  }

  /** A table as it stands below a step. */
  static DataTable table(List<List<String>> rows) {
    return DataTable.create(
        rows, new DataTableTypeRegistryTableConverter(new DataTableTypeRegistry(Locale.ENGLISH)));
  }

  /** Looks once at what is right and once at each break, at all of these at once. */
  void check() throws Exception {
    look(Optional.empty());
    var looks = new ArrayList<Callable<Void>>();
    for (var broken : breaks) {
      looks.add(
          () -> {
            checkRed(Optional.of(broken));
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(looks)) {
        done.get();
      }
    }
  }

  /** Looks once at answers none of which makes it hold. */
  void checkRed() {
    checkRed(Optional.empty());
  }

  private void checkRed(Optional<Break> broken) {
    assertThatThrownBy(() -> look(broken))
        .as(broken.map(Break::toString).orElse("what never holds"))
        .isInstanceOfAny(AssertionError.class, NotMeasured.class)
        .hasMessageContaining("expected ");
  }

  private void look(Optional<Break> broken) throws Exception {
    var answers = new PaperAnswers();
    LISTENING.forEach(answers::put);
    right.forEach(answers::put);
    if (!breaksLate) {
      broken.ifPresent(it -> answers.put(it.command(), it.answer()));
    }
    try (var servers = new PaperServers(answers)) {
      var lab = new PaperLab(servers.addresses(), answers);
      var look = scenario.apply(bench(lab));
      if (breaksLate) {
        broken.ifPresent(it -> answers.put(it.command(), it.answer()));
      }
      look.run();
    }
  }

  private static Bench bench(PaperLab lab) {
    return new Bench(
        lab,
        new Observer(
            Mode.OBSERVE,
            new Journal(new Redactor()),
            Patience.of(Duration.ofMillis(1)),
            new FailedServices(lab)));
  }
}
