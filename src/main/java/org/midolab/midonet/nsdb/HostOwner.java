package org.midolab.midonet.nsdb;

/**
 * Who is alive under a host id; the data of the node {@code Host/ID/alive}.
 *
 * @param hostname the machine's name
 * @param machineId what else tells this machine from others, such as {@code /etc/machine-id}; may
 *     be empty
 * @param token a random word, new with every start of the process
 */
public record HostOwner(String hostname, String machineId, String token) {

  /**
   * Whether both are the same machine, so that the later process may take over from the earlier.
   */
  public boolean sameMachine(HostOwner other) {
    return hostname.equals(other.hostname) && machineId.equals(other.machineId);
  }
}
