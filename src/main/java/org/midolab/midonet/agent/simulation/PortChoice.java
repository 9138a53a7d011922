package org.midolab.midonet.agent.simulation;

/** Choice of an address and port for a new connection of dynamic NAT. */
public sealed interface PortChoice {

  /** An end that was free when it was chosen. Another packet may take it before it is reserved. */
  record Free(Endpoint to) implements PortChoice {}

  /**
   * None of the ports that this host may use is free. The host has to ask for more of this range.
   */
  record Asked(PortRange range) implements PortChoice {}

  /** No address and port is free. */
  record None() implements PortChoice {}
}
