package org.midolab.lab.probe;

import java.time.Duration;

/**
 * Time limits for the kinds of observations, on a machine with two busy cores. They only decide
 * when to give up; they are no requirements on the system under test.
 */
public enum Deadline {
  /**
   * A state that does not change by itself. The limit allows several attempts on a busy machine.
   */
  PRESENT(4),
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
  NODE_RUNS(60),
  /** Until the end of the boot of an emulated virtual machine. */
  SERVER_BOOTS(120);

  private final Duration duration;

  Deadline(int seconds) {
    duration = Duration.ofSeconds(seconds);
  }

  public Duration duration() {
    return duration;
  }
}
