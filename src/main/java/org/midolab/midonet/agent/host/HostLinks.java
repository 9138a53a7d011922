package org.midolab.midonet.agent.host;

import java.util.Map;

/** The interfaces of the agent's namespace, as they come, change and go. */
public interface HostLinks extends AutoCloseable {

  /** As last seen, by name. Never blocks. */
  Map<String, HostLink> current();

  /**
   * The listener runs after each change of {@link #current()}, on a thread that it must not hold
   * up.
   */
  void onChange(Runnable listener);

  /**
   * @return whether the kernel did it
   */
  boolean setMtu(String name, int bytes);

  @Override
  void close();
}
