package org.midolab.lab.spec;

import java.util.List;

/**
 * What a router of the lab speaks.
 *
 * @param as its own AS number
 * @param networks what it announces
 */
public record BgpPlan(
    long as, Timers timers, String routerId, List<Cidr> networks, List<Neighbor> neighbors) {

  public BgpPlan {
    networks = List.copyOf(networks);
    neighbors = List.copyOf(neighbors);
  }

  /** In seconds; {@code connect} is the time between two attempts to reach a silent neighbour. */
  public record Timers(int keepalive, int hold, int connect) {}

  /**
   * A neighbour.
   *
   * @param local our own address of the session
   * @param authenticated whether the session carries a TCP MD5 password (RFC 2385), made at random
   *     per lab and session
   */
  public record Neighbor(Cidr local, Cidr address, long as, boolean authenticated) {

    /** One name for both ends of the session; the key of its password among the lab's secrets. */
    public String session() {
      return session(local.address(), address.address());
    }

    /** The session's name from its two addresses, in any order. */
    public static String session(String one, String other) {
      return one.compareTo(other) < 0 ? one + "-" + other : other + "-" + one;
    }
  }
}
