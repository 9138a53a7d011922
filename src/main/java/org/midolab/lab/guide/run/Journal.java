package org.midolab.lab.guide.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the scenario that runs now has typed and seen. Everything passes the {@link Redactor} on its
 * way in. Safe for use by several threads: a step may act on several nodes at once.
 */
public final class Journal {

  private final Redactor redactor;
  private final List<Evidence> entries = new ArrayList<>();
  private Consumer<Evidence> reader = ignored -> {};
  private Consumer<Observation> watcher = ignored -> {};

  public Journal(Redactor redactor) {
    this.redactor = redactor;
  }

  public Redactor redactor() {
    return redactor;
  }

  public synchronized void note(String title, String text) {
    var evidence = new Evidence(redactor.redact(title), redactor.redact(text));
    entries.add(evidence);
    reader.accept(evidence);
  }

  /** From now on each observation is also given to the watcher. */
  public synchronized void watch(Consumer<Observation> watcher) {
    this.watcher = watcher;
  }

  /** An observation is over. Its texts are free of secrets. */
  public synchronized void observed(Observation observation) {
    watcher.accept(observation);
  }

  /**
   * Starts a scenario's page; each entry is also given to the reader, which attaches it to
   * Cucumber's own reports.
   */
  synchronized void open(Consumer<Evidence> reader) {
    entries.clear();
    this.reader = reader;
  }

  /** Ends the page and hands it over. */
  public synchronized List<Evidence> close() {
    var page = List.copyOf(entries);
    entries.clear();
    reader = ignored -> {};
    return page;
  }
}
