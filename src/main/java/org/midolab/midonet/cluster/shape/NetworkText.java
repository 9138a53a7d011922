package org.midolab.midonet.cluster.shape;

import java.util.function.Function;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Prefix6;

/** Parses addresses of the API. The messages of errors show the expected form. */
final class NetworkText {

  private NetworkText() {}

  static Ip4 ip4(String text) {
    return parse(text, Ip4::parse, "an IPv4 address, as in 198.51.100.1");
  }

  static Ip6 ip6(String text) {
    return parse(text, Ip6::parse, "an IPv6 address, as in 2001:db8::1");
  }

  static IpAddress ip(String text) {
    return parse(text, IpAddress::parse, "an IP address, as in 198.51.100.1 or 2001:db8::1");
  }

  static Prefix prefix(String text) {
    return parse(text, Prefix::parse, "an IPv4 subnet, as in 198.51.100.0/30");
  }

  static Prefix6 prefix6(String text) {
    return parse(text, Prefix6::parse, "an IPv6 subnet, as in 2001:db8::/64");
  }

  static Mac mac(String text) {
    return parse(text, Mac::parse, "a MAC address, as in fa:16:3e:11:11:11");
  }

  static Mac unicast(String text) {
    Mac mac = mac(text);
    if (mac.isMulticast() || mac.equals(Mac.ZERO)) {
      throw Kinds.invalid("must be a unicast MAC address");
    }
    return mac;
  }

  static String maskText(Mac mask) {
    return "%04x.%04x.%04x"
        .formatted(mask.bits() >>> 32, mask.bits() >>> 16 & 0xFFFF, mask.bits() & 0xFFFF);
  }

  static Mac mask(String text) {
    return text.matches("[0-9a-fA-F]{4}\\.[0-9a-fA-F]{4}\\.[0-9a-fA-F]{4}")
        ? new Mac(Long.parseLong(text.replace(".", ""), 16))
        : parse(text, Mac::parse, "a MAC mask, as in ffff.ff00.0000");
  }

  private static <X> X parse(String text, Function<String, X> parser, String what) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw Kinds.invalid("must be " + what);
    }
  }
}
