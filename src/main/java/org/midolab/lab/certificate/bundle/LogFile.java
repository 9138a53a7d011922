package org.midolab.lab.certificate.bundle;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A parsed run log and its faults.
 *
 * @param entries the readable entries, in order
 * @param faults a sentence with file and line for each fault; empty if the log is valid
 * @param head SHA-256 of the last line
 */
public record LogFile(List<LogEntry> entries, List<String> faults, String head) {

  public LogFile {
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
  }

  /**
   * Parses a log.
   *
   * @param name name of the log, for messages
   */
  public static LogFile read(String name, byte[] bytes) {
    var entries = new ArrayList<LogEntry>();
    var faults = new ArrayList<String>();
    var previous = LogEntry.FIRST;
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.endsWith("\n")) {
      faults.add(name + ": its last line is cut off");
    }
    int number = 0;
    for (var line : text.split("\n")) {
      number++;
      var place = name + " line " + number;
      byte[] bare = line.getBytes(StandardCharsets.UTF_8);
      try {
        var entry = Json.read(place, bare, LogEntry.class);
        check(place, entry, number, previous, entries, faults);
        entries.add(entry);
      } catch (BundleException e) {
        faults.add(e.getMessage());
      }
      previous = Sha256.of(bare);
    }
    return new LogFile(entries, faults, previous);
  }

  private static void check(
      String place,
      LogEntry entry,
      int number,
      String previous,
      List<LogEntry> before,
      List<String> faults) {
    if (entry.number() != number) {
      faults.add(place + ": its number is " + entry.number());
    }
    if (!previous.equals(entry.previous())) {
      faults.add(
          place + ": the line before has the hash " + previous + ", this one says otherwise");
    }
    try {
      var time = Times.instant(entry.time());
      if (!before.isEmpty() && time.isBefore(Instant.parse(before.getLast().time()))) {
        faults.add(place + ": its time is before that of the line before");
      }
    } catch (DateTimeException e) {
      faults.add(place + ": its time is none");
    }
  }
}
