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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.probe.Patience;

/**
 * One {@code Then} over nodes whose commands answer by a script: it holds by the right answers, and
 * is red when one of them is broken.
 */
final class Judged {

  /** What the steps are made of, and the nodes that they look at. */
  record Bench(PaperLab lab, Observer observer) {

    Cast cast(String text) {
      return Cast.of(text, lab);
    }

    Glossary glossary() {
      return new Glossary(lab, new Desk(lab), new Journal(new Redactor()));
    }

    LabNodes nodes() {
      return lab;
    }
  }

  private record Break(String command, String answer) {}

  private final Consumer<Bench> look;
  private final Map<String, String> right = new LinkedHashMap<>();
  private final List<Break> breaks = new ArrayList<>();

  private Judged(Consumer<Bench> look) {
    this.look = look;
  }

  static Judged then(Consumer<Bench> look) {
    return new Judged(look);
  }

  /**
   * What a command prints on every node, a line of shell or a command with its arguments, or what
   * the API answers to {@code GET /path}.
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
    look(right);
    var looks = new ArrayList<Callable<Void>>();
    for (var broken : breaks) {
      looks.add(
          () -> {
            var answers = new LinkedHashMap<>(right);
            answers.put(broken.command(), broken.answer());
            assertThatThrownBy(() -> look(answers))
                .as(broken.toString())
                .isInstanceOf(NotSeen.class)
                .hasMessageStartingWith("expected of ");
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(looks)) {
        done.get();
      }
    }
  }

  private void look(Map<String, String> answers) {
    if (answers.keySet().stream().noneMatch(PaperApi::isAsked)) {
      look.accept(bench(answers, new PaperLab()));
      return;
    }
    try (var api = new PaperApi(answers)) {
      look.accept(bench(answers, new PaperLab(api.address())));
    }
  }

  private static Bench bench(Map<String, String> answers, PaperLab lab) {
    answers.forEach(
        (command, answer) -> {
          if (answer != null) {
            lab.all()
                .forEach(node -> ((PaperLab.PaperNode) node).files().put("$ " + command, answer));
          }
        });
    return new Bench(
        lab,
        new Observer(
            Mode.OBSERVE,
            new Journal(new Redactor()),
            Patience.of(Duration.ofMillis(1)),
            new Casualties(lab)));
  }
}
