package org.midolab.midonet.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** An IPv4 or IPv6 address. */
public sealed interface IpAddress permits Ip4, Ip6 {

  /** Returns the version of IP, 4 or 6. */
  int version();

  /**
   * Parses an address, with {@link Ip6#parse} if it contains a colon, else with {@link Ip4#parse}.
   *
   * @throws IllegalArgumentException when it is not a valid address
   */
  @JsonCreator
  static IpAddress parse(String text) {
    return text.indexOf(':') < 0 ? Ip4.parse(text) : Ip6.parse(text);
  }
}
