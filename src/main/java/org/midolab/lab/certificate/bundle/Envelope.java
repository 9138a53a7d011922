package org.midolab.lab.certificate.bundle;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A signed message in the JSON form of DSSE (Dead Simple Signing Envelope), version 1.0.2.
 *
 * @param payload base64 of the message
 * @param payloadType media type of the message
 * @param signatures the signatures of the message
 */
public record Envelope(String payload, String payloadType, List<Signed> signatures) {

  /** The payload type of an in-toto statement. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /**
   * A signature.
   *
   * @param keyid id of the signing key; a hint that is not signed itself
   * @param sig base64 of the signature
   */
  public record Signed(String keyid, String sig) {

    public Signed {
      requireNonNull(keyid);
      requireNonNull(sig);
    }
  }

  public Envelope {
    requireNonNull(payload);
    requireNonNull(payloadType);
    signatures = List.copyOf(signatures);
  }

  /** Creates an envelope with one signature, of the type {@link #IN_TOTO}. */
  public static Envelope of(byte[] message, String keyid, byte[] signature) {
    var base64 = Base64.getEncoder();
    return new Envelope(
        base64.encodeToString(message),
        IN_TOTO,
        List.of(new Signed(keyid, base64.encodeToString(signature))));
  }

  /**
   * Parses an envelope.
   *
   * @param name name of the file, for messages
   * @throws BundleException if the bytes are not an envelope, or differ from the output of {@link
   *     Json}: otherwise bytes that no signature covers could be changed
   */
  public static Envelope read(String name, byte[] bytes) throws BundleException {
    var envelope = Json.read(name, bytes, Envelope.class);
    if (!Arrays.equals(bytes, Json.bytes(envelope))) {
      throw new BundleException(name + ": is not written as certificates are");
    }
    return envelope;
  }

  /**
   * Returns the decoded message.
   *
   * @param name name of the file, for messages
   * @throws BundleException if the payload is not canonical base64
   */
  public byte[] message(String name) throws BundleException {
    return decode(name + ": payload", payload);
  }

  /**
   * Decodes canonical base64, in which each content has only one text (RFC 4648 §3.5).
   *
   * @param place place of the text, for messages
   * @throws BundleException if the text is not canonical base64
   */
  public static byte[] decode(String place, String text) throws BundleException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
        throw new BundleException(place + " is not the usual base64 of its bytes");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new BundleException(place + " is no base64", e);
    }
  }

  /** Returns the bytes to sign: DSSE's pre-authentication encoding of type and message. */
  public static byte[] signedBytes(String payloadType, byte[] message) {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(type);
    bytes.writeBytes((" " + message.length + " ").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(message);
    return bytes.toByteArray();
  }
}
