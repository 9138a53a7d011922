package org.midolab.lab.guide.observation;

import java.util.List;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.NotSeen;
import org.midolab.lab.probe.Patience;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Signal;

/** The eyes of a run: every {@code Then} looks through them, and what they see is kept. */
public final class Observer {

  private final Mode mode;
  private final Journal journal;
  private final Patience patience;
  private final FailedServices failedServices;

  public Observer(Mode mode, Journal journal, Patience patience, FailedServices failedServices) {
    this.mode = mode;
    this.journal = journal;
    this.patience = patience;
    this.failedServices = failedServices;
  }

  /** Looks at the effect of a step, in the modes that observe. */
  public void look(Runnable observation) {
    if (mode.observes()) {
      observation.run();
    }
  }

  /**
   * Looks at what the next step relies on, in every mode: a person, too, waits for a server before
   * using it.
   */
  public void ready(Runnable observation) {
    observation.run();
  }

  /**
   * Waits until a probe sees what is expected, and keeps what it saw.
   *
   * @throws NotSeen when it does not; where a service that it may need is down, with the fix
   */
  public <T> T see(Signal signal, Probe<T> probe, Expectation<? super T> expectation) {
    T seen;
    try {
      seen = patience.wait(signal.deadline(), probe, expectation);
    } catch (NotSeen e) {
      // What stands or does not was at least there to be looked at, unless looking failed.
      boolean served = signal == Signal.STANDING && e.getCause() == null;
      throw served ? e : failedServices.sentence().map(e::because).orElse(e);
    }
    journal.note("seen: " + probe.subject(), shorten(String.valueOf(seen)));
    return seen;
  }

  /** For what stands or does not: no waiting beyond a second look. */
  public <T> T see(Probe<T> probe, Expectation<? super T> expectation) {
    return see(Signal.STANDING, probe, expectation);
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
