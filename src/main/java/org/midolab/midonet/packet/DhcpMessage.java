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
 * The server's name and the boot file's are not kept; options in them are read (option 52).
 *
 * @param op {@link #REQUEST} or {@link #REPLY}
 * @param id of the transaction, the client's choice
 * @param broadcast whether the client cannot receive unicast before it has an address
 * @param clientAddress what the client has already, else {@link Ip4#ANY}
 * @param yourAddress what the client is given, else {@link Ip4#ANY}
 * @param nextServer whom to boot from, else {@link Ip4#ANY}
 * @param relay who passed the message on, else {@link Ip4#ANY}
 * @param options in the order of their first parts, none twice; neither padding nor the end
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

  /** Where options begin: the bytes of a message without any, but for the end. */
  public static final int HEADER = 240;

  /** What a message with its headers of IP and UDP may have in any case (RFC 2131 §2). */
  public static final int MIN_ACCEPTED = 576;

  private static final int ETHERNET = 1;
  private static final int MAC_LENGTH = 6;
  private static final int BROADCAST = 0x8000;
  private static final int SERVER_NAME = 44;
  private static final int BOOT_FILE = 108;
  private static final int MAGIC_AT = 236;
  private static final int MAGIC = 0x63825363;

  /** The shortest message that all of BOOTP's devices take (RFC 1542 §2.1). */
  private static final int SHORTEST = 300;

  /** The kinds of messages, numbered from 1 on (RFC 2132 §9.6). */
  public enum Type {
    DISCOVER,
    OFFER,
    REQUEST,
    DECLINE,
    ACK,
    NAK,
    RELEASE,
    INFORM;

    public DhcpOption option() {
      return DhcpOption.of8(DhcpOption.MESSAGE_TYPE, ordinal() + 1);
    }
  }

  public DhcpMessage {
    options = List.copyOf(options);
  }

  /**
   * Reads what a UDP datagram carries.
   *
   * @throws MalformedFrameException when it is cut short, is of another hardware, has not the magic
   *     of DHCP, or an option reaches past the end of its field
   */
  public static DhcpMessage parse(byte[] bytes) {
    if (bytes.length < HEADER || Bytes.i32(bytes, MAGIC_AT) != MAGIC) {
      throw new MalformedFrameException("no DHCP: too short, or without its magic");
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

  /** Parts of an option of the same code are joined in order (RFC 3396 §7). */
  private static List<DhcpOption> readOptions(byte[] bytes) {
    Map<Integer, ByteArrayOutputStream> parts = new LinkedHashMap<>();
    readField(bytes, HEADER, bytes.length, parts);
    ByteArrayOutputStream overload = parts.remove(DhcpOption.OVERLOAD);
    if (overload != null) {
      int fields = new DhcpOption(DhcpOption.OVERLOAD, overload.toByteArray()).u8();
      if (fields < 1 || fields > 3) {
        throw new MalformedFrameException("option overload of unknown fields: " + fields);
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

  /** A field ends with its last byte where the end option is missing. */
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
        throw new MalformedFrameException("DHCP option " + code + " reaches past the end");
      }
      parts.computeIfAbsent(code, c -> new ByteArrayOutputStream()).write(bytes, at, length);
      at += length;
    }
  }

  /** The payload of a UDP datagram: hop count, seconds and names are 0. */
  public byte[] toBytes() {
    int length = HEADER + 1 + options.stream().mapToInt(DhcpOption::length).sum();
    byte[] bytes = new byte[Math.max(SHORTEST, length)];
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

  public Optional<DhcpOption> option(int code) {
    return options.stream().filter(option -> option.code() == code).findFirst();
  }

  /**
   * Empty for BOOTP, and for kinds that RFC 2132 does not know.
   *
   * @throws MalformedFrameException when the option is not one byte
   */
  public Optional<Type> type() {
    return option(DhcpOption.MESSAGE_TYPE)
        .map(DhcpOption::u8)
        .filter(number -> number >= 1 && number <= Type.values().length)
        .map(number -> Type.values()[number - 1]);
  }

  /**
   * @throws MalformedFrameException when the option is not one address
   */
  public Optional<Ip4> requestedAddress() {
    return option(DhcpOption.REQUESTED_ADDRESS).map(DhcpOption::address);
  }

  /**
   * @throws MalformedFrameException when the option is not one address
   */
  public Optional<Ip4> serverIdentifier() {
    return option(DhcpOption.SERVER_IDENTIFIER).map(DhcpOption::address);
  }

  /**
   * The longest message that the client takes, with its headers of IP and UDP; what it says below
   * {@value #MIN_ACCEPTED} counts as that.
   *
   * @throws MalformedFrameException when the option is not two bytes
   */
  public int maxMessageSize() {
    int said = option(DhcpOption.MAX_MESSAGE_SIZE).map(DhcpOption::u16).orElse(MIN_ACCEPTED);
    return Math.max(said, MIN_ACCEPTED);
  }

  /** The codes of the options that the client asks for, in its order. */
  public List<Integer> parameterList() {
    byte[] codes = option(DhcpOption.PARAMETER_LIST).map(DhcpOption::value).orElse(new byte[0]);
    return IntStream.range(0, codes.length).mapToObj(i -> Bytes.u8(codes, i)).toList();
  }
}
