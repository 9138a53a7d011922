package org.midolab.lab.guide.observation;

import java.util.List;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.probe.Probe;
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
    T seen;
    try {
      seen = budget.await(deadline.duration(), probe, expectation);
    } catch (NotSeen e) {
      // A state that was read, and differs, needs no running service; one that could not be read
      // may.
      boolean served = deadline == Deadline.PRESENT && e.getCause() == null;
      throw served ? e : failedServices.sentence().map(e::because).orElse(e);
    }
    journal.note("seen: " + probe.subject(), shorten(String.valueOf(seen)));
    return seen;
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
