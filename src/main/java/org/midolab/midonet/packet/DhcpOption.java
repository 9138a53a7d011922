package org.midolab.midonet.packet;

import java.nio.ByteBuffer;
import java.util.List;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;

/**
 * An option of a DHCP message (RFC 2132).
 *
 * @param code 1 to 254
 * @param value the bytes, which must not be changed; more than 255 bytes are sent as several
 *     options (RFC 3396)
 */
public record DhcpOption(int code, byte[] value) {

  public static final int SUBNET_MASK = 1;
  public static final int ROUTER = 3;
  public static final int DNS_SERVERS = 6;
  public static final int INTERFACE_MTU = 26;
  public static final int BROADCAST_ADDRESS = 28;
  public static final int REQUESTED_ADDRESS = 50;
  public static final int LEASE_TIME = 51;
  public static final int OVERLOAD = 52;
  public static final int MESSAGE_TYPE = 53;
  public static final int SERVER_IDENTIFIER = 54;
  public static final int PARAMETER_LIST = 55;
  public static final int MESSAGE = 56;
  public static final int MAX_MESSAGE_SIZE = 57;
  public static final int RENEWAL_TIME = 58;
  public static final int REBINDING_TIME = 59;
  public static final int CLIENT_IDENTIFIER = 61;
  public static final int CLASSLESS_ROUTES = 121;

  static final int PAD = 0;
  static final int END = 255;
  static final int LONGEST = 255;

  /** Returns an option of one byte. */
  public static DhcpOption of8(int code, int value) {
    return new DhcpOption(code, new byte[] {(byte) value});
  }

  /** Returns an option of two bytes. */
  public static DhcpOption of16(int code, int value) {
    return new DhcpOption(code, ByteBuffer.allocate(2).putShort((short) value).array());
  }

  /** Returns an option of four bytes. */
  public static DhcpOption of32(int code, int value) {
    return new DhcpOption(code, ByteBuffer.allocate(4).putInt(value).array());
  }

  /** Returns an option of one address. */
  public static DhcpOption of(int code, Ip4 address) {
    return of32(code, address.bits());
  }

  /** Returns an option of addresses, four bytes each. */
  public static DhcpOption of(int code, List<Ip4> addresses) {
    ByteBuffer value = ByteBuffer.allocate(4 * addresses.size());
    addresses.forEach(address -> value.putInt(address.bits()));
    return new DhcpOption(code, value.array());
  }

  /** A classless route (RFC 3442). */
  public record Route(Prefix destination, Ip4 gateway) {}

  /**
   * Returns option 121 (RFC 3442): for each route the prefix length, the significant octets of the
   * destination, and the gateway.
   */
  public static DhcpOption classlessRoutes(List<Route> routes) {
    ByteBuffer value = ByteBuffer.allocate(9 * routes.size());
    for (Route route : routes) {
      int length = route.destination().length();
      value.put((byte) length);
      for (int octet = 0; octet * 8 < length; octet++) {
        value.put((byte) (route.destination().network().address().bits() >>> 24 - 8 * octet));
      }
      value.putInt(route.gateway().bits());
    }
    byte[] bytes = new byte[value.position()];
    value.flip().get(bytes);
    return new DhcpOption(CLASSLESS_ROUTES, bytes);
  }

  /** Returns the number of bytes in a message, with codes and lengths. */
  public int length() {
    return value.length + 2 * Math.max(1, (value.length + LONGEST - 1) / LONGEST);
  }

  /**
   * Returns the value as an address.
   *
   * @throws MalformedFrameException if the value is not one address
   */
  Ip4 address() {
    require(4);
    return Bytes.ip4(value, 0);
  }

  /**
   * Returns the value as a number, 0 to 255.
   *
   * @throws MalformedFrameException if the value is not one byte
   */
  int u8() {
    require(1);
    return Bytes.u8(value, 0);
  }

  /**
   * Returns the value as a number, 0 to 65535.
   *
   * @throws MalformedFrameException if the value is not two bytes
   */
  int u16() {
    require(2);
    return Bytes.u16(value, 0);
  }

  private void require(int length) {
    if (value.length != length) {
      throw new MalformedFrameException(
          "DHCP option " + code + " has " + value.length + " bytes instead of " + length);
    }
  }
}
