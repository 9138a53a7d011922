package org.midolab.lab.certificate.key;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.PublicKey;
import java.util.Optional;
import java.util.regex.Pattern;
import org.midolab.lab.certificate.bundle.Sha256;

/**
 * The id of a public key: the SHA-256 of its DER encoding (RFC 8410 §4), as 64 hexadecimal digits.
 * It is a valid file name without quoting.
 */
public record KeyId(@JsonValue String value) {

  /** The allowed form of an id, for messages. */
  public static final String FORM = "64 of the digits 0-9 and a-f";

  private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{64}");

  /**
   * Creates an id.
   *
   * @throws IllegalArgumentException if the text is not an id
   */
  @JsonCreator
  public KeyId {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException("not a key's id; allowed: " + FORM);
    }
  }

  static KeyId of(PublicKey key) {
    return new KeyId(Sha256.of(key.getEncoded()));
  }

  /** Parses an id. Returns empty if the text is not an id. */
  public static Optional<KeyId> parse(String text) {
    return PATTERN.matcher(text).matches() ? Optional.of(new KeyId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
