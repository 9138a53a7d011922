package org.midolab.lab.certificate.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The PEM form of Ed25519 keys: {@code PUBLIC KEY} (RFC 7468 §13) and {@code PRIVATE KEY} (RFC 7468
 * §10).
 */
final class Pem {

  static final String ALGORITHM = "Ed25519";

  private static final String PUBLIC = "PUBLIC KEY";
  private static final String PRIVATE = "PRIVATE KEY";

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static String of(PublicKey key) {
    return text(PUBLIC, key.getEncoded());
  }

  static String of(PrivateKey key) {
    return text(PRIVATE, key.getEncoded());
  }

  private static String text(String label, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, LINES.encodeToString(der));
  }

  /**
   * Parses a public key.
   *
   * @throws GeneralSecurityException if the text contains no Ed25519 public key
   */
  static PublicKey publicKey(String text) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM)
        .generatePublic(new X509EncodedKeySpec(der(PUBLIC, text)));
  }

  /**
   * Parses a private key.
   *
   * @throws GeneralSecurityException if the text contains no Ed25519 private key; the message does
   *     not contain the text
   */
  static PrivateKey privateKey(String text) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM)
        .generatePrivate(new PKCS8EncodedKeySpec(der(PRIVATE, text)));
  }

  private static byte[] der(String label, String text) throws GeneralSecurityException {
    var found =
        Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label)
            .matcher(text);
    if (!found.find()) {
      throw new GeneralSecurityException("there is no '" + label + "' in it");
    }
    try {
      return Base64.getMimeDecoder().decode(found.group(1));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("its base64 is broken", e);
    }
  }
}
