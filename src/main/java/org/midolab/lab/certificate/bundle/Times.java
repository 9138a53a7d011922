package org.midolab.lab.certificate.bundle;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The times of a bundle. Only the years 1970 to 9999 are accepted: a bundle may come from an
 * untrusted source, and sums with the extreme values of {@code java.time} overflow.
 */
public final class Times {

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Times() {}

  /**
   * Parses a time in UTC, ISO 8601.
   *
   * @throws DateTimeException if the text is not a time, or its year is out of range
   */
  public static Instant instant(String text) {
    var time = Instant.parse(text);
    check(!time.isBefore(FIRST) && time.isBefore(END), text);
    return time;
  }

  /**
   * Parses a day, ISO 8601.
   *
   * @throws DateTimeException if the text is not a day, or its year is out of range
   */
  public static LocalDate day(String text) {
    var day = LocalDate.parse(text);
    check(day.getYear() >= 1970 && day.getYear() <= 9999, text);
    return day;
  }

  private static void check(boolean inRange, String text) {
    if (!inRange) {
      throw new DateTimeException("a time is of one of the years 1970 to 9999, not " + text);
    }
  }
}
