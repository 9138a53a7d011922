package org.midolab.midonet.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** An address of either version of IP. */
public sealed interface IpAddress permits Ip4, Ip6 {

  /** 4 or 6. */
  int version();

  /**
   * @param text as {@link Ip4#parse} or, when it holds a colon, {@link Ip6#parse} takes it
   * @throws IllegalArgumentException when it is neither
   */
  @JsonCreator
  static IpAddress parse(String text) {
    return text.indexOf(':') < 0 ? Ip4.parse(text) : Ip6.parse(text);
  }
}
