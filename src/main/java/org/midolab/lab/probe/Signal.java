package org.midolab.lab.probe;

import java.time.Duration;

/**
 * How long each kind of thing may take to be seen, on a machine of two busy cores. A deadline is a
 * limit for giving up, not a figure: figures are measured.
 */
public enum Signal {
  /** What is there or is not; a second look covers a busy machine. */
  STANDING(4),
  UNIT_ACTIVE(30),
  ZOOKEEPER_SERVES(40),
  RING_NORMAL(150),
  API_ANSWERS(60),
  AGENT_ALIVE(60),
  AGENT_DEAD(60),
  PORT_ACTIVE(30),
  SESSION_ESTABLISHED(60),
  ROUTE_LEARNED(30),
  FLOW_INSTALLED(15),
  REPLY(30),
  NODE_RUNS(60);

  private final Duration deadline;

  Signal(int seconds) {
    deadline = Duration.ofSeconds(seconds);
  }

  public Duration deadline() {
    return deadline;
  }
}
