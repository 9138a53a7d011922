package org.midolab.midonet.agent.host;

import java.util.Map;

/** The interfaces of the agent's namespace and their changes. */
public interface HostLinks extends AutoCloseable {

  /** Returns the interfaces by name, as they were at the last change. Never blocks. */
  Map<String, HostLink> current();

  /**
   * Adds a listener that runs after each change of {@link #current()}. It must not block its
   * thread.
   */
  void onChange(Runnable listener);

  /**
   * Sets an interface's MTU.
   *
   * @return false when the kernel refuses it
   */
  boolean setMtu(String name, int bytes);

  @Override
  void close();
}
