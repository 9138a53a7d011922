package org.midolab.lab.certificate.profile;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.midolab.lab.certificate.bundle.Times;
import org.midolab.lab.guide.catalogue.GuideDataException;

/**
 * A vendor's declaration about a scenario that does not pass, or about a feature that is not
 * supported (docs: certification.md#product).
 *
 * @param subject the scenario's id, or the feature's name
 * @param reason the reason, in a sentence
 * @param owner person or team that is responsible
 * @param expires last day on which it is valid, ISO 8601, of the years 1970 to 9999
 */
public record Declaration(String subject, String reason, String owner, String expires) {

  /**
   * Creates a declaration.
   *
   * @throws GuideDataException if a value is missing, or the day is not valid
   */
  public Declaration {
    if (isBlank(subject) || isBlank(reason) || isBlank(owner) || isBlank(expires)) {
      throw new GuideDataException(
          "a declaration has subject, reason, owner and expires; that of "
              + subject
              + " lacks one");
    }
    try {
      Times.day(expires);
    } catch (DateTimeException e) {
      throw new GuideDataException(
          "the declaration of " + subject + " expires on a day like 2027-11-28, not " + expires);
    }
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  public LocalDate lastDay() {
    return LocalDate.parse(expires);
  }

  boolean isExpired(LocalDate day) {
    return day.isAfter(lastDay());
  }

  /** Returns the reason with the owner and the last day. */
  public String sentence() {
    return reason + " (" + owner + ", until " + expires + ")";
  }
}
