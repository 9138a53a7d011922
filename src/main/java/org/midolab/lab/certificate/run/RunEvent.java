package org.midolab.lab.certificate.run;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.certificate.bundle.LogEntry.Kind;

/** The body of a line of the run log (docs: certification.md#bundle). */
public sealed interface RunEvent {

  Kind kind();

  /**
   * The start of a run.
   *
   * @param lab name of the lab
   * @param profile name of the profile
   * @param list SHA-256 of the canonical list
   * @param product SHA-256 of the product's declaration
   * @param midolab the software that runs the scenarios
   * @param host the machine of the lab
   * @param load load of the machine at the start
   * @param scenarios ids of the scenarios to run
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

  /**
   * The start of a scenario.
   *
   * @param id id of the scenario
   * @param name name of the scenario in its feature file
   */
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
   * An observation in a scenario.
   *
   * @param scenario id of the scenario
   * @param subject the observed subject, in words
   * @param assertion the assertion; empty if the observation cannot be evaluated again
   * @param evidence the raw answers
   * @param holds the result during the run
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
   * A stored raw answer.
   *
   * @param source the node that answered, or {@code api}
   * @param question the command or the request
   * @param sha256 SHA-256 of the answer's text in UTF-8
   */
  record Exhibit(String source, String question, String sha256) {

    public Exhibit {
      requireNonNull(source);
      requireNonNull(question);
      requireNonNull(sha256);
    }
  }

  /**
   * The end of a scenario.
   *
   * @param id id of the scenario
   * @param outcome word of the guide's outcome, such as {@code passed}
   * @param detail details of the outcome; may be empty
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
   * The end of a run.
   *
   * @param load load of the machine at the end
   * @param scenarios number of scenarios that were run
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
