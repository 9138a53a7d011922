package org.midolab.lab.certificate.profile;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.midolab.lab.guide.catalogue.GuideDataException;

/**
 * What a vendor says of a scenario or a feature that does not simply pass.
 *
 * @param subject the scenario's id, or the feature's name
 * @param reason why, in a sentence
 * @param owner who answers for it
 * @param expires the last day on which it holds, ISO 8601
 */
public record Declaration(String subject, String reason, String owner, String expires) {

  /**
   * @throws GuideDataException when one of them is missing
   */
  public Declaration {
    if (isBlank(subject) || isBlank(reason) || isBlank(owner) || isBlank(expires)) {
      throw new GuideDataException(
          "a declaration has subject, reason, owner and expires; that of "
              + subject
              + " lacks one");
    }
    try {
      LocalDate.parse(expires);
    } catch (DateTimeParseException e) {
      throw new GuideDataException(
          "the declaration of " + subject + " expires on a day like 2027-11-28, not " + expires);
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  public LocalDate lastDay() {
    return LocalDate.parse(expires);
  }

  boolean isExpired(LocalDate day) {
    return day.isAfter(lastDay());
  }

  /** The reason with who answers for it, and until when. */
  public String sentence() {
    return reason + " (" + owner + ", until " + expires + ")";
  }
}
