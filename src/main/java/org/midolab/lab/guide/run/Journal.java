package org.midolab.lab.guide.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Records what the current scenario typed and saw. The {@link Redactor} removes secrets from every
 * entry. Safe for use by several threads, because a step may act on several nodes at once.
 */
public final class Journal {

  private final Redactor redactor;
  private final List<Evidence> entries = new ArrayList<>();
  private Consumer<Evidence> reader = ignored -> {};

  public Journal(Redactor redactor) {
    this.redactor = redactor;
  }

  public Redactor redactor() {
    return redactor;
  }

  public void note(String title, String text) {
    keep(new Evidence(redactor.redact(title), redactor.redact(text)));
  }

  /**
   * Records an observation of a step.
   *
   * @param observation the observation; its texts contain no secrets
   */
  public void observed(String title, String text, Observation observation) {
    keep(new Evidence(redactor.redact(title), redactor.redact(text), Optional.of(observation)));
  }

  private synchronized void keep(Evidence evidence) {
    entries.add(evidence);
    reader.accept(evidence);
  }

  /**
   * Starts the record of a scenario. Each entry is also passed to the reader, which adds it to
   * Cucumber's own reports.
   */
  synchronized void open(Consumer<Evidence> reader) {
    entries.clear();
    this.reader = reader;
  }

  /** Ends the record and returns it. */
  public synchronized List<Evidence> close() {
    var page = List.copyOf(entries);
    entries.clear();
    reader = ignored -> {};
    return page;
  }
}
