package org.midolab.lab.certificate.bundle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of a run log (docs: certification.md#bundle).
 *
 * @param number line number, from 1
 * @param time UTC, ISO 8601
 * @param kind kind of the event
 * @param previous SHA-256 of the previous line without its line feed; {@link #FIRST} in the first
 *     line
 * @param body the event; its fields depend on the kind
 */
public record LogEntry(int number, String time, Kind kind, String previous, JsonNode body) {

  /** Value of {@code previous} in the first line. */
  public static final String FIRST = "0".repeat(64);

  public LogEntry {
    requireNonNull(time);
    requireNonNull(kind);
    requireNonNull(previous);
    requireNonNull(body);
  }

  /** The kind of an event. */
  public enum Kind {
    RUN_STARTED("run started"),
    SCENARIO_STARTED("scenario started"),
    OBSERVED("observed"),
    SCENARIO_FINISHED("scenario finished"),
    RUN_FINISHED("run finished");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    @JsonValue
    public String word() {
      return word;
    }
  }
}
