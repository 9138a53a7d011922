package org.midolab.lab.guide.observation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.assertion.Finding;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Observation;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Probe.Look;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.WaitBudget;

/** Makes all observations of a run. Every {@code Then} uses it. It records what it observes. */
public final class Observer {

  private final Mode mode;
  private final Journal journal;
  private final WaitBudget budget;
  private final FailedServices failedServices;

  public Observer(Mode mode, Journal journal, WaitBudget budget, FailedServices failedServices) {
    this.mode = mode;
    this.journal = journal;
    this.budget = budget;
    this.failedServices = failedServices;
  }

  /** Observes the effect of a step, in modes that observe. Does nothing in other modes. */
  public void observe(Runnable observation) {
    if (mode.observes()) {
      observation.run();
    }
  }

  /**
   * Observes one value, in modes that observe.
   *
   * @param subject what is observed, for messages
   * @see #expect(Deadline, Probe, Expectation)
   */
  public <T> void see(
      Deadline deadline, String subject, Look<T> look, Expectation<? super T> expectation) {
    observe(() -> expect(deadline, Probe.of(subject, look), expectation));
  }

  /** Observes one value that does not change by itself, in modes that observe. */
  public <T> void see(String subject, Look<T> look, Expectation<? super T> expectation) {
    see(Deadline.PRESENT, subject, look, expectation);
  }

  /** Observes one value that an assertion judges, in modes that observe. */
  public void see(
      Deadline deadline, String subject, Look<List<RawAnswer>> look, Assertion assertion) {
    observe(() -> expect(deadline, Probe.of(subject, look), assertion));
  }

  public void see(String subject, Look<List<RawAnswer>> look, Assertion assertion) {
    see(Deadline.PRESENT, subject, look, assertion);
  }

  /** Observes one value on each of several nodes, in modes that observe. */
  public <T> void seeOnEach(
      ScenarioNodes where,
      Deadline deadline,
      Function<LabNode, String> subject,
      NodeLook<T> look,
      Expectation<? super T> expectation) {
    where.each(node -> see(deadline, subject.apply(node), () -> look.once(node), expectation));
  }

  /** Observes a value that does not change by itself on each of several nodes. */
  public <T> void seeOnEach(
      ScenarioNodes where,
      Function<LabNode, String> subject,
      NodeLook<T> look,
      Expectation<? super T> expectation) {
    seeOnEach(where, Deadline.PRESENT, subject, look, expectation);
  }

  /** An observation of one node. */
  @FunctionalInterface
  public interface NodeLook<T> {
    T once(LabNode node) throws Exception;
  }

  /**
   * Observes something that the next step needs, in every mode. A person, too, waits for a server
   * before using it.
   */
  public void awaitReady(Runnable observation) {
    observation.run();
  }

  /**
   * Waits until a probe sees the expected value, and records the value.
   *
   * @throws NotSeen if it is not seen before the deadline; if a service is down, the message has
   *     its fix
   */
  public <T> T expect(Deadline deadline, Probe<T> probe, Expectation<? super T> expectation) {
    T seen = await(deadline, probe, expectation);
    var text = journal.redactor().redact(String.valueOf(seen));
    var answers = List.of(new RawAnswer("", probe.subject(), text));
    journal.observed(
        "seen: " + probe.subject(),
        shorten(text),
        new Observation(probe.subject(), Optional.empty(), answers, true));
    return seen;
  }

  /**
   * Waits until an assertion holds for the raw answers of a probe, and records the answers, so that
   * the assertion can be evaluated again later.
   *
   * @throws NotSeen if it does not hold before the deadline; if a service is down, the message has
   *     its fix
   */
  public void expect(Deadline deadline, Probe<List<RawAnswer>> probe, Assertion assertion) {
    var last = new AtomicReference<List<RawAnswer>>(List.of());
    var seen = Optional.<Finding>empty();
    try {
      seen =
          Optional.of(
              await(
                  deadline,
                  Probe.of(
                      probe.subject(),
                      () -> {
                        last.set(List.of());
                        var answers = redacted(probe.look());
                        last.set(answers);
                        return assertion.evaluate(answers);
                      }),
                  Expectation.that(assertion.expected(), Finding::holds)));
    } finally {
      var answers = Objects.requireNonNull(last.get(), "it is set from the start");
      journal.observed(
          (seen.isPresent() ? "seen: " : "not seen: ") + probe.subject(),
          shorten(seen.map(Finding::seen).orElseGet(() -> text(answers))),
          new Observation(probe.subject(), Optional.of(assertion), answers, seen.isPresent()));
    }
  }

  private static String text(List<RawAnswer> answers) {
    return answers.isEmpty()
        ? "no answer"
        : answers.stream().map(RawAnswer::text).collect(Collectors.joining("\n"));
  }

  /** For what stands or does not: no waiting beyond a second look. */
  public void expect(Probe<List<RawAnswer>> probe, Assertion assertion) {
    expect(Deadline.PRESENT, probe, assertion);
  }

  private List<RawAnswer> redacted(List<RawAnswer> answers) {
    var redactor = journal.redactor();
    return answers.stream()
        .map(
            a ->
                new RawAnswer(a.source(), redactor.redact(a.question()), redactor.redact(a.text())))
        .toList();
  }

  private <T> T await(Deadline deadline, Probe<T> probe, Expectation<? super T> expectation) {
    try {
      return budget.await(deadline.duration(), probe, expectation);
    } catch (NotSeen e) {
      if (budget.isTrial()) {
        throw new AssertionError(e.getMessage(), e);
      }
      // What stands or does not was at least there to be looked at, unless looking failed.
      boolean served = deadline == Deadline.PRESENT && e.getCause() == null;
      throw served ? e : failedServices.sentence().map(e::because).orElse(e);
    }
  }

  /** Observes a state that does not change by itself. Waits only for a few attempts. */
  public <T> T expect(Probe<T> probe, Expectation<? super T> expectation) {
    return expect(Deadline.PRESENT, probe, expectation);
  }

  public void note(String title, String text) {
    journal.note(title, text);
  }

  public void note(String title, List<String> lines) {
    journal.note(title, String.join("\n", lines));
  }

  private static String shorten(String text) {
    return text.length() <= 4000 ? text : text.substring(0, 4000) + "…";
  }
}
