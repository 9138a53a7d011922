package org.midolab.lab.certificate.bundle;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A signed message: DSSE, Dead Simple Signing Envelope, version 1.0.2, in its JSON form.
 *
 * @param payload base64 of the message
 * @param payloadType what the message is
 */
public record Envelope(String payload, String payloadType, List<Signed> signatures) {

  /** The payload type of an in-toto statement. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /**
   * @param keyid which key signed; a hint that is not signed itself
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

  /** The envelope of one signer. */
  public static Envelope of(byte[] message, String keyid, byte[] signature) {
    var base64 = Base64.getEncoder();
    return new Envelope(
        base64.encodeToString(message),
        IN_TOTO,
        List.of(new Signed(keyid, base64.encodeToString(signature))));
  }

  /**
   * @throws BundleException when the bytes are no envelope, or one that is written otherwise than
   *     {@link Json} does: then bytes could change that no signature covers
   */
  public static Envelope read(String name, byte[] bytes) throws BundleException {
    var envelope = Json.read(name, bytes, Envelope.class);
    if (!Arrays.equals(bytes, Json.bytes(envelope))) {
      throw new BundleException(name + ": is not written as certificates are");
    }
    return envelope;
  }

  /**
   * @throws BundleException when the payload is no base64, or not the usual base64 of its bytes
   */
  public byte[] message(String name) throws BundleException {
    return decode(name + ": payload", payload);
  }

  /**
   * Strict base64, for which there is only one text.
   *
   * @throws BundleException when the text is none
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

  /** What is signed: DSSE's pre-authentication encoding of type and message. */
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
