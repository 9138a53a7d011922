package org.midolab.lab.certificate.bundle;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of a run log.
 *
 * @param number from 1
 * @param time UTC, ISO 8601
 * @param previous SHA-256 of the line before, without its end; {@link #FIRST} in the first line
 * @param body what happened; its shape goes with the kind
 */
public record LogEntry(int number, String time, Kind kind, String previous, JsonNode body) {

  /** Stands for the predecessor that the first line does not have. */
  public static final String FIRST = "0".repeat(64);

  public LogEntry {
    requireNonNull(time);
    requireNonNull(kind);
    requireNonNull(previous);
    requireNonNull(body);
  }

  /** What a line tells. */
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
