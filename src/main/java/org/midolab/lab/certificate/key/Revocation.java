package org.midolab.lab.certificate.key;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.Printable;

/**
 * The revocation of a key: one line of a revocation file, {@code KEYID DATE REASON}. No signature
 * of the key is accepted any more, also not of earlier certificates.
 *
 * @param key id of the revoked key
 * @param since day of the revocation
 * @param reason reason, on one line
 */
public record Revocation(KeyId key, LocalDate since, String reason) {

  /**
   * Parses a line.
   *
   * @param place place of the line, for messages
   * @throws WrongUsage if the line is not a revocation
   */
  static Revocation parse(String place, String line) {
    var words = line.strip().split("\\s+", 3);
    var key = KeyId.parse(words[0]);
    if (key.isEmpty() || words.length < 3) {
      throw new WrongUsage(
          "%s: expected KEYID DATE REASON, found '%s'".formatted(place, Printable.of(line)));
    }
    try {
      return new Revocation(key.get(), LocalDate.parse(words[1]), words[2]);
    } catch (DateTimeParseException e) {
      throw new WrongUsage(
          "%s: expected a date like 2026-11-28, found '%s'"
              .formatted(place, Printable.of(words[1])));
    }
  }

  String line() {
    return key + " " + since + " " + reason;
  }
}
