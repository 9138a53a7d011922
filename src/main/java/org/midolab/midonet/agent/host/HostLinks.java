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

  /**
   * Makes sure that a pair of connected interfaces exists for the agent's own use, and that both
   * are up. The kernel sends to neighbours of the inner interface without ARP.
   *
   * @param inside name of the interface that the host uses
   * @param outside name of the interface that the datapath uses
   * @param mac of the inner interface
   * @param address of the inner interface, with the length of its prefix: 192.0.2.1/24
   * @throws org.midolab.linux.LinuxException if the kernel refuses
   */
  void createPair(String inside, String outside, String mac, String address);

  /** Deletes an interface, if it exists. */
  void delete(String name);

  @Override
  void close();
}
