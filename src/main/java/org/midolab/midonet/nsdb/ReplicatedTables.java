package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * The replicated tables of networks and routers (docs: nsdb.md#replicated-tables). They are created
 * and deleted with their device.
 */
public interface ReplicatedTables {

  /**
   * Returns the table that maps a MAC to the port of a network behind which it is.
   *
   * @param vlan 1 to 4095, or 0 for untagged frames
   */
  ReplicatedTable<Mac, UUID> macTable(UUID networkId, int vlan);

  /** Returns the VLANs, without 0, for which a network has MAC tables, in ascending order. */
  List<Integer> vlans(UUID networkId);

  /** Returns the table from which a network answers ARP requests. */
  ReplicatedTable<Ip4, Mac> ip4MacTable(UUID networkId);

  /** Returns the table of the addresses that a router has resolved by ARP. */
  ReplicatedTable<Ip4, ArpEntry> arpTable(UUID routerId);
}
