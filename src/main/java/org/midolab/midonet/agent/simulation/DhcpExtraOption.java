package org.midolab.midonet.agent.simulation;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.DhcpOption;
import org.midolab.midonet.packet.DhcpOption.Route;

/**
 * Converts a host's extra option from its stored text to the bytes of a DHCP option (docs:
 * contract.md#dhcp). Options have the names that Neutron uses for its DHCP server.
 */
final class DhcpExtraOption {

  /** Format of an option's value (RFC 2132). */
  private enum Kind {
    ADDRESSES,
    TEXT,
    BOOLEAN,
    U8,
    U16,
    U32,
    U16_LIST,
    HEX,
    ROUTES,
    /** Bytes if the text is hex with colons, else addresses if it lists such, else text. */
    ANY
  }

  private record Known(int code, Kind kind) {}

  private static final Map<String, Known> BY_NAME =
      Map.ofEntries(
          known("netmask", 1, Kind.ADDRESSES),
          known("time-offset", 2, Kind.U32),
          known("router", 3, Kind.ADDRESSES),
          known("time-server", 4, Kind.ADDRESSES),
          known("dns-server", 6, Kind.ADDRESSES),
          known("log-server", 7, Kind.ADDRESSES),
          known("lpr-server", 9, Kind.ADDRESSES),
          known("hostname", 12, Kind.TEXT),
          known("boot-file-size", 13, Kind.U16),
          known("domain-name", 15, Kind.TEXT),
          known("swap-server", 16, Kind.ADDRESSES),
          known("root-path", 17, Kind.TEXT),
          known("extension-path", 18, Kind.TEXT),
          known("ip-forward-enable", 19, Kind.BOOLEAN),
          known("non-local-source-routing", 20, Kind.BOOLEAN),
          known("policy-filter", 21, Kind.ADDRESSES),
          known("max-datagram-reassembly", 22, Kind.U16),
          known("default-ttl", 23, Kind.U8),
          known("path-mtu-aging-timeout", 24, Kind.U32),
          known("path-mtu-plateau-table", 25, Kind.U16_LIST),
          known("mtu", 26, Kind.U16),
          known("all-subnets-local", 27, Kind.BOOLEAN),
          known("broadcast", 28, Kind.ADDRESSES),
          known("router-discovery", 31, Kind.BOOLEAN),
          known("router-solicitation", 32, Kind.ADDRESSES),
          known("static-route", 33, Kind.ADDRESSES),
          known("trailer-encapsulation", 34, Kind.BOOLEAN),
          known("arp-timeout", 35, Kind.U32),
          known("ethernet-encap", 36, Kind.BOOLEAN),
          known("tcp-ttl", 37, Kind.U8),
          known("tcp-keepalive", 38, Kind.U32),
          known("nis-domain", 40, Kind.TEXT),
          known("nis-server", 41, Kind.ADDRESSES),
          known("ntp-server", 42, Kind.ADDRESSES),
          known("vendor-encap", 43, Kind.HEX),
          known("netbios-ns", 44, Kind.ADDRESSES),
          known("netbios-dd", 45, Kind.ADDRESSES),
          known("netbios-nodetype", 46, Kind.U8),
          known("netbios-scope", 47, Kind.TEXT),
          known("x-windows-fs", 48, Kind.ADDRESSES),
          known("x-windows-dm", 49, Kind.ADDRESSES),
          known("lease-time", 51, Kind.U32),
          known("renewal-time", 58, Kind.U32),
          known("rebinding-time", 59, Kind.U32),
          known("vendor-class", 60, Kind.TEXT),
          known("nis+-domain", 64, Kind.TEXT),
          known("nis+-server", 65, Kind.ADDRESSES),
          known("tftp-server", 66, Kind.TEXT),
          known("bootfile-name", 67, Kind.TEXT),
          known("mobile-ip-home", 68, Kind.ADDRESSES),
          known("smtp-server", 69, Kind.ADDRESSES),
          known("pop3-server", 70, Kind.ADDRESSES),
          known("nntp-server", 71, Kind.ADDRESSES),
          known("irc-server", 74, Kind.ADDRESSES),
          known("user-class", 77, Kind.TEXT),
          known("classless-static-route", 121, Kind.ROUTES),
          known("tftp-server-address", 150, Kind.ADDRESSES));

  /** Other names of the options in {@link #BY_NAME}. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "subnet-mask", "netmask",
          "domain-name-server", "dns-server",
          "domain-name-servers", "dns-server",
          "host-name", "hostname",
          "interface-mtu", "mtu",
          "broadcast-address", "broadcast",
          "ntp-servers", "ntp-server",
          "tftp-server-name", "tftp-server",
          "bootfile", "bootfile-name",
          "dhcp-lease-time", "lease-time");

  /** Codes that belong to the protocol. The configuration of a host cannot set them. */
  private static final Set<Integer> OF_THE_PROTOCOL = Set.of(50, 52, 53, 54, 55, 56, 57, 61);

  private static final Map<Integer, Kind> BY_CODE =
      BY_NAME.values().stream().collect(Collectors.toUnmodifiableMap(Known::code, Known::kind));

  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})*");
  private static final Pattern SEPARATOR = Pattern.compile("\\s*[,\\s]\\s*");

  private DhcpExtraOption() {}

  private static Map.Entry<String, Known> known(String name, int code, Kind kind) {
    return entry(name, new Known(code, kind));
  }

  /**
   * Returns the server that the host boots from, the header's next server (RFC 2131 §2). Neutron
   * stores it as the option {@code server-ip-address}, which has no code.
   */
  static Optional<Ip4> nextServer(Dhcp.Host host) {
    return host.options().stream()
        .filter(option -> option.name().equals("server-ip-address"))
        .map(option -> addresses(value(option)))
        .flatMap(Optional::stream)
        .map(List::getFirst)
        .findFirst();
  }

  /**
   * Returns the option's bytes. Empty if the name is unknown, the code is not 1 to 254 or belongs
   * to the protocol, or the value does not have the option's format.
   */
  static Optional<DhcpOption> of(Dhcp.Option option) {
    String name = option.name().strip().toLowerCase(Locale.ROOT);
    Known known = BY_NAME.get(ALIASES.getOrDefault(name, name));
    if (known == null && name.matches("[0-9]{1,3}")) {
      int code = Integer.parseInt(name);
      known = new Known(code, BY_CODE.getOrDefault(code, Kind.ANY));
    }
    if (known == null
        || known.code() < 1
        || known.code() > 254
        || OF_THE_PROTOCOL.contains(known.code())) {
      return Optional.empty();
    }
    return encode(known.code(), known.kind(), value(option));
  }

  /** Returns the value without blanks at its ends; empty if the option has none. */
  private static String value(Dhcp.Option option) {
    return option.value() == null ? "" : option.value().strip();
  }

  private static Optional<DhcpOption> encode(int code, Kind kind, String text) {
    return switch (kind) {
      case ADDRESSES -> addresses(text).map(list -> DhcpOption.of(code, list));
      case TEXT -> text(code, text);
      case BOOLEAN -> number(text, 1).map(value -> DhcpOption.of8(code, value.intValue()));
      case U8 -> number(text, 0xFF).map(value -> DhcpOption.of8(code, value.intValue()));
      case U16 -> number(text, 0xFFFF).map(value -> DhcpOption.of16(code, value.intValue()));
      case U32 -> number(text, 0xFFFF_FFFFL).map(value -> DhcpOption.of32(code, value.intValue()));
      case U16_LIST -> numbers(code, text);
      case HEX -> hex(code, text);
      case ROUTES -> routes(text).map(DhcpOption::classlessRoutes);
      case ANY ->
          hex(code, text)
              .or(() -> encode(code, Kind.ADDRESSES, text))
              .or(() -> encode(code, Kind.TEXT, text));
    };
  }

  private static Optional<DhcpOption> text(int code, String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new DhcpOption(code, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<DhcpOption> hex(int code, String text) {
    return HEX.matcher(text).matches()
        ? Optional.of(new DhcpOption(code, HexFormat.ofDelimiter(":").parseHex(text)))
        : Optional.empty();
  }

  private static Optional<Long> number(String text, long max) {
    return text.matches("[0-9]{1,10}")
        ? Optional.of(Long.parseLong(text)).filter(value -> value <= max)
        : Optional.empty();
  }

  private static Optional<DhcpOption> numbers(int code, String text) {
    List<Optional<Long>> values =
        Arrays.stream(SEPARATOR.split(text)).map(each -> number(each, 0xFFFF)).toList();
    byte[] bytes = new byte[2 * values.size()];
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isEmpty()) {
        return Optional.empty();
      }
      int value = values.get(i).get().intValue();
      bytes[2 * i] = (byte) (value >>> 8);
      bytes[2 * i + 1] = (byte) value;
    }
    return Optional.of(new DhcpOption(code, bytes));
  }

  /** Parses one or more addresses, separated by commas or blanks. */
  private static Optional<List<Ip4>> addresses(String text) {
    try {
      return Optional.of(Arrays.stream(SEPARATOR.split(text)).map(Ip4::parse).toList());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Parses pairs of destination and gateway, all separated by commas or blanks. */
  private static Optional<List<Route>> routes(String text) {
    String[] words = SEPARATOR.split(text);
    if (words.length % 2 != 0) {
      return Optional.empty();
    }
    try {
      Route[] routes = new Route[words.length / 2];
      for (int i = 0; i < routes.length; i++) {
        routes[i] = new Route(Prefix.parse(words[2 * i]), Ip4.parse(words[2 * i + 1]));
      }
      return Optional.of(List.of(routes));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
