package org.midolab.lab.spec;

import java.util.List;

/**
 * The BGP settings of a router of the lab.
 *
 * @param software the program that speaks BGP
 * @param as its own AS number
 * @param networks the networks that it announces
 */
public record BgpPlan(
    BgpSoftware software,
    long as,
    Timers timers,
    String routerId,
    List<Cidr> networks,
    List<Neighbor> neighbors) {

  public BgpPlan {
    networks = List.copyOf(networks);
    neighbors = List.copyOf(neighbors);
  }

  /**
   * Timers in seconds. {@code connect} is the time between two attempts to connect to a neighbour.
   */
  public record Timers(int keepalive, int hold, int connect) {}

  /**
   * A neighbour.
   *
   * @param local our own address of the session
   * @param address the neighbour's address
   * @param as the neighbour's AS number
   * @param authenticated whether the session has a TCP MD5 password (RFC 2385), which is random for
   *     each lab and session
   */
  public record Neighbor(Cidr local, Cidr address, long as, boolean authenticated) {

    /**
     * Returns the session's name, which is the same at both ends. It is the key of its password in
     * the lab's secrets.
     */
    public String session() {
      return session(local.address(), address.address());
    }

    /** Returns the session's name for two addresses, which may be in any order. */
    public static String session(String one, String other) {
      return one.compareTo(other) < 0 ? one + "-" + other : other + "-" + one;
    }
  }
}
