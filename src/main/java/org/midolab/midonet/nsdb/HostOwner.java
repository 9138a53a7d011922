package org.midolab.midonet.nsdb;

/**
 * The process that uses a host id: the data of the node {@code Host/ID/alive} (docs:
 * nsdb.md#paths).
 *
 * @param hostname the machine's name
 * @param machineId a second identifier of the machine, such as the content of {@code
 *     /etc/machine-id}; may be empty
 * @param token a random text that each start of the process generates
 */
public record HostOwner(String hostname, String machineId, String token) {

  /**
   * Returns whether both processes run on the same machine. If so, the later one may take the host
   * id over from the earlier one.
   */
  public boolean sameMachine(HostOwner other) {
    return hostname.equals(other.hostname) && machineId.equals(other.machineId);
  }
}
