package org.midolab.midonet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * An Ethernet address (IEEE 802), held in the low 48 bits of {@code bits}; the first octet on the
 * wire is the most significant one.
 */
public record Mac(long bits) implements Comparable<Mac> {

  public static final Mac BROADCAST = new Mac(0xFFFF_FFFF_FFFFL);
  public static final Mac ZERO = new Mac(0);

  /** MidoNet's vendor prefix, AC:CA:BA, for ports that are created without a MAC. */
  private static final long MIDONET_OUI = 0xACCABAL << 24;

  public Mac {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException(
          "a MAC address has 48 bits, got 0x" + Long.toHexString(bits));
    }
  }

  /**
   * Parses an address.
   *
   * @param text six octets in hex, joined by {@code :} or, as in URIs, by {@code -}
   * @throws IllegalArgumentException when the text has another form
   */
  @JsonCreator
  public static Mac parse(String text) {
    String[] octets = text.split("[:-]", -1);
    long bits = 0;
    if (octets.length == 6) {
      for (String octet : octets) {
        if (octet.isEmpty()
            || octet.length() > 2
            || !octet.chars().allMatch(HexFormat::isHexDigit)) {
          throw malformed(text);
        }
        bits = bits << 8 | HexFormat.fromHexDigits(octet);
      }
      return new Mac(bits);
    }
    throw malformed(text);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a MAC address; write six octets, as in fa:16:3e:11:11:11");
  }

  /** Reads six bytes at {@code offset}. */
  public static Mac at(byte[] bytes, int offset) {
    long bits = 0;
    for (int i = 0; i < 6; i++) {
      bits = bits << 8 | bytes[offset + i] & 0xFF;
    }
    return new Mac(bits);
  }

  /** Returns a random unicast address with MidoNet's vendor prefix. */
  public static Mac random(RandomGenerator random) {
    return new Mac(MIDONET_OUI | random.nextInt(1 << 24));
  }

  /** Writes six bytes at {@code offset}. */
  public void writeTo(byte[] bytes, int offset) {
    for (int i = 0; i < 6; i++) {
      bytes[offset + i] = (byte) (bits >>> 40 - 8 * i);
    }
  }

  /** Returns whether the group bit is set, as in multicast and broadcast addresses. */
  public boolean isMulticast() {
    return (bits >>> 40 & 1) == 1;
  }

  public boolean isBroadcast() {
    return equals(BROADCAST);
  }

  @Override
  public int compareTo(Mac other) {
    return Long.compare(bits, other.bits);
  }

  @JsonValue
  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(bytes());
  }

  private byte[] bytes() {
    byte[] bytes = new byte[6];
    writeTo(bytes, 0);
    return bytes;
  }
}
