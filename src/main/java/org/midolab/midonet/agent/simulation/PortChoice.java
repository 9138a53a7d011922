package org.midolab.midonet.agent.simulation;

/** What a new connection is translated to. */
public sealed interface PortChoice {

  /** It was free when it was chosen, and may be taken before the choice takes effect. */
  record Free(Endpoint to) implements PortChoice {}

  /** None of the ports that this host may use is free, and more are asked for. */
  record Asked(PortRange range) implements PortChoice {}

  /** There is none. */
  record None() implements PortChoice {}
}
