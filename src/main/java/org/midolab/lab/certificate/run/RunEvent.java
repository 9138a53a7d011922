package org.midolab.lab.certificate.run;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.certificate.bundle.LogEntry.Kind;

/** The body of a log's line. */
public sealed interface RunEvent {

  Kind kind();

  /**
   * @param lab the lab's name
   * @param profile its name
   * @param list SHA-256 of the canonical list
   * @param product SHA-256 of the product's declaration
   * @param load of the machine at the start
   * @param scenarios the ids of those that are to be walked
   */
  record RunStarted(
      String lab,
      String profile,
      String list,
      String product,
      Software midolab,
      Host host,
      Load load,
      List<String> scenarios)
      implements RunEvent {

    public RunStarted {
      requireNonNull(lab);
      requireNonNull(profile);
      requireNonNull(list);
      requireNonNull(product);
      requireNonNull(midolab);
      requireNonNull(host);
      requireNonNull(load);
      scenarios = List.copyOf(scenarios);
    }

    @Override
    public Kind kind() {
      return Kind.RUN_STARTED;
    }
  }

  record ScenarioStarted(String id, String name) implements RunEvent {

    public ScenarioStarted {
      requireNonNull(id);
      requireNonNull(name);
    }

    @Override
    public Kind kind() {
      return Kind.SCENARIO_STARTED;
    }
  }

  /**
   * @param scenario its id
   * @param assertion empty for what can only be told, and not judged again
   * @param holds what was found when it was seen
   */
  record Observed(
      String scenario,
      String subject,
      Optional<Assertion> assertion,
      List<Exhibit> evidence,
      boolean holds)
      implements RunEvent {

    public Observed {
      requireNonNull(scenario);
      requireNonNull(subject);
      requireNonNull(assertion);
      evidence = List.copyOf(evidence);
    }

    @Override
    public Kind kind() {
      return Kind.OBSERVED;
    }
  }

  /**
   * A raw answer that is kept.
   *
   * @param source who was asked
   * @param question the command or the request
   * @param sha256 of the answer's text in UTF-8
   */
  record Exhibit(String source, String question, String sha256) {

    public Exhibit {
      requireNonNull(source);
      requireNonNull(question);
      requireNonNull(sha256);
    }
  }

  /**
   * @param outcome the guide's word for it
   */
  record ScenarioFinished(String id, String outcome, String detail) implements RunEvent {

    public ScenarioFinished {
      requireNonNull(id);
      requireNonNull(outcome);
      requireNonNull(detail);
    }

    @Override
    public Kind kind() {
      return Kind.SCENARIO_FINISHED;
    }
  }

  /**
   * @param load of the machine at the end
   * @param scenarios how many were walked
   */
  record RunFinished(Load load, int scenarios) implements RunEvent {

    public RunFinished {
      requireNonNull(load);
    }

    @Override
    public Kind kind() {
      return Kind.RUN_FINISHED;
    }
  }
}
