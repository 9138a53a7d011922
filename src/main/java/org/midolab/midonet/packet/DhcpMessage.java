package org.midolab.midonet.packet;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * A DHCP message for a client on Ethernet (RFC 2131 §2).
 *
 * <pre>
 *   0    1      2     3     4    8     10     12      16      20      24      28      44     108   236    240
 *   | op | type | len | hop | id | sec | flag | client| your  | next  | relay | MAC   | name | file| magic| options
 * </pre>
 *
 * The names of the server and the boot file are not kept. Options in these fields are read (option
 * 52).
 *
 * @param op {@link #REQUEST} or {@link #REPLY}
 * @param id the transaction id, 32 bits chosen by the client
 * @param broadcast whether the client cannot receive unicast before it has an address
 * @param clientAddress the client's present address, or {@link Ip4#ANY}
 * @param yourAddress the address that the server gives to the client, or {@link Ip4#ANY}
 * @param nextServer the server to boot from, or {@link Ip4#ANY}
 * @param relay the relay agent that forwarded the message, or {@link Ip4#ANY}
 * @param clientMac the client's hardware address
 * @param options in the order of their first parts, each code once; without padding and end option
 */
@RecordBuilder
public record DhcpMessage(
    int op,
    int id,
    boolean broadcast,
    Ip4 clientAddress,
    Ip4 yourAddress,
    Ip4 nextServer,
    Ip4 relay,
    Mac clientMac,
    List<DhcpOption> options) {

  public static final int CLIENT_PORT = 68;
  public static final int SERVER_PORT = 67;

  public static final int REQUEST = 1;
  public static final int REPLY = 2;

  /** Offset of the options: bytes of a message without options and end option. */
  public static final int HEADER = 240;

  /** Bytes of a message with IP and UDP headers that every client accepts (RFC 2131 §2). */
  public static final int MIN_ACCEPTED = 576;

  private static final int ETHERNET = 1;
  private static final int MAC_LENGTH = 6;
  private static final int BROADCAST = 0x8000;
  private static final int SERVER_NAME = 44;
  private static final int BOOT_FILE = 108;
  private static final int MAGIC_AT = 236;
  private static final int MAGIC = 0x63825363;

  /** Minimum length of a message, for BOOTP devices that drop shorter ones (RFC 1542 §2.1). */
  private static final int MIN_LENGTH = 300;

  /** Message types in the order of their numbers, which start at 1 (RFC 2132 §9.6). */
  public enum Type {
    DISCOVER,
    OFFER,
    REQUEST,
    DECLINE,
    ACK,
    NAK,
    RELEASE,
    INFORM;

    /** Returns the message type option with this type. */
    public DhcpOption option() {
      return DhcpOption.of8(DhcpOption.MESSAGE_TYPE, ordinal() + 1);
    }
  }

  public DhcpMessage {
    options = List.copyOf(options);
  }

  /**
   * Parses the payload of a UDP datagram.
   *
   * @throws MalformedFrameException if it is too short, has no DHCP magic cookie, is neither a
   *     request nor a reply, is for other hardware than Ethernet, or has an option that exceeds its
   *     field or an invalid option overload
   */
  public static DhcpMessage parse(byte[] bytes) {
    if (bytes.length < HEADER || Bytes.i32(bytes, MAGIC_AT) != MAGIC) {
      throw new MalformedFrameException("no DHCP message: too short, or without the magic cookie");
    }
    int op = Bytes.u8(bytes, 0);
    if (op != REQUEST && op != REPLY) {
      throw new MalformedFrameException("neither a request nor a reply: " + op);
    }
    if (Bytes.u8(bytes, 1) != ETHERNET || Bytes.u8(bytes, 2) != MAC_LENGTH) {
      throw new MalformedFrameException("DHCP for other hardware than Ethernet");
    }
    return new DhcpMessage(
        op,
        Bytes.i32(bytes, 4),
        (Bytes.u16(bytes, 10) & BROADCAST) != 0,
        Bytes.ip4(bytes, 12),
        Bytes.ip4(bytes, 16),
        Bytes.ip4(bytes, 20),
        Bytes.ip4(bytes, 24),
        Mac.at(bytes, 28),
        readOptions(bytes));
  }

  /** Reads the options. Parts with the same code are joined in order (RFC 3396 §7). */
  private static List<DhcpOption> readOptions(byte[] bytes) {
    Map<Integer, ByteArrayOutputStream> parts = new LinkedHashMap<>();
    readField(bytes, HEADER, bytes.length, parts);
    ByteArrayOutputStream overload = parts.remove(DhcpOption.OVERLOAD);
    if (overload != null) {
      int fields = new DhcpOption(DhcpOption.OVERLOAD, overload.toByteArray()).u8();
      if (fields < 1 || fields > 3) {
        throw new MalformedFrameException("option overload with an unknown value: " + fields);
      }
      if ((fields & 1) != 0) {
        readField(bytes, BOOT_FILE, MAGIC_AT, parts);
      }
      if ((fields & 2) != 0) {
        readField(bytes, SERVER_NAME, BOOT_FILE, parts);
      }
      if (parts.containsKey(DhcpOption.OVERLOAD)) {
        throw new MalformedFrameException("option overload in a field that holds overload");
      }
    }
    List<DhcpOption> options = new ArrayList<>(parts.size());
    parts.forEach((code, value) -> options.add(new DhcpOption(code, value.toByteArray())));
    return options;
  }

  /** Reads the options of one field, up to the end option or the end of the field. */
  private static void readField(
      byte[] bytes, int from, int end, Map<Integer, ByteArrayOutputStream> parts) {
    int at = from;
    while (at < end && Bytes.u8(bytes, at) != DhcpOption.END) {
      int code = Bytes.u8(bytes, at++);
      if (code == DhcpOption.PAD) {
        continue;
      }
      int length = at < end ? Bytes.u8(bytes, at++) : end;
      if (length > end - at) {
        throw new MalformedFrameException("DHCP option " + code + " exceeds its field");
      }
      parts.computeIfAbsent(code, c -> new ByteArrayOutputStream()).write(bytes, at, length);
      at += length;
    }
  }

  /**
   * Returns the payload of a UDP datagram, 300 bytes or more. Hop count, seconds and names are 0.
   */
  public byte[] toBytes() {
    int length = HEADER + 1 + options.stream().mapToInt(DhcpOption::length).sum();
    byte[] bytes = new byte[Math.max(MIN_LENGTH, length)];
    bytes[0] = (byte) op;
    bytes[1] = ETHERNET;
    bytes[2] = MAC_LENGTH;
    Bytes.put32(bytes, 4, id);
    Bytes.put16(bytes, 10, broadcast ? BROADCAST : 0);
    Bytes.put32(bytes, 12, clientAddress.bits());
    Bytes.put32(bytes, 16, yourAddress.bits());
    Bytes.put32(bytes, 20, nextServer.bits());
    Bytes.put32(bytes, 24, relay.bits());
    clientMac.writeTo(bytes, 28);
    Bytes.put32(bytes, MAGIC_AT, MAGIC);
    int at = HEADER;
    for (DhcpOption option : options) {
      at = write(option, bytes, at);
    }
    bytes[at] = (byte) DhcpOption.END;
    return bytes;
  }

  private static int write(DhcpOption option, byte[] bytes, int start) {
    int at = start;
    int done = 0;
    do {
      int part = Math.min(DhcpOption.LONGEST, option.value().length - done);
      bytes[at] = (byte) option.code();
      bytes[at + 1] = (byte) part;
      System.arraycopy(option.value(), done, bytes, at + 2, part);
      at += 2 + part;
      done += part;
    } while (done < option.value().length);
    return at;
  }

  /** Returns the option with this code, or empty. */
  public Optional<DhcpOption> option(int code) {
    return options.stream().filter(option -> option.code() == code).findFirst();
  }

  /**
   * Returns the message type; empty for BOOTP messages and for types that RFC 2132 does not define.
   *
   * @throws MalformedFrameException if the option is not one byte
   */
  public Optional<Type> type() {
    return option(DhcpOption.MESSAGE_TYPE)
        .map(DhcpOption::u8)
        .filter(number -> number >= 1 && number <= Type.values().length)
        .map(number -> Type.values()[number - 1]);
  }

  /**
   * Returns the address that the client requests (option 50).
   *
   * @throws MalformedFrameException if the option is not one address
   */
  public Optional<Ip4> requestedAddress() {
    return option(DhcpOption.REQUESTED_ADDRESS).map(DhcpOption::address);
  }

  /**
   * Returns the address of the server that the message is from or for (option 54).
   *
   * @throws MalformedFrameException if the option is not one address
   */
  public Optional<Ip4> serverIdentifier() {
    return option(DhcpOption.SERVER_IDENTIFIER).map(DhcpOption::address);
  }

  /**
   * Returns the size in bytes of the largest message that the client accepts, with IP and UDP
   * headers (option 57); {@value #MIN_ACCEPTED} or more.
   *
   * @throws MalformedFrameException if the option is not two bytes
   */
  public int maxMessageSize() {
    int announced = option(DhcpOption.MAX_MESSAGE_SIZE).map(DhcpOption::u16).orElse(MIN_ACCEPTED);
    return Math.max(announced, MIN_ACCEPTED);
  }

  /** Returns the codes of the options that the client requests, in its order (option 55). */
  public List<Integer> parameterList() {
    byte[] codes = option(DhcpOption.PARAMETER_LIST).map(DhcpOption::value).orElse(new byte[0]);
    return IntStream.range(0, codes.length).mapToObj(i -> Bytes.u8(codes, i)).toList();
  }
}
