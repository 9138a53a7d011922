package org.midolab.midonet.agent.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest records of traced frames. Thread safe. */
final class TraceStore {

  /**
   * Limit on records, about 10 MB with all steps. The oldest goes first. An operator who looks for
   * more sets a condition.
   */
  static final int CAPACITY = 500;

  private final Deque<TraceRecord> records = new ArrayDeque<>();
  private long forgotten;

  synchronized void add(TraceRecord entry) {
    if (records.size() == CAPACITY) {
      records.removeFirst();
      forgotten++;
    }
    records.addLast(entry);
  }

  /** Returns the records, the oldest first. */
  synchronized List<TraceRecord> records() {
    return List.copyOf(records);
  }

  /** Returns how many records had to go for newer ones. */
  synchronized long forgotten() {
    return forgotten;
  }
}
