package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** The replicated tables of devices; they come and go with their network or router. */
public interface ReplicatedTables {

  /** Which port of a network has a MAC behind it; {@code vlan} 0 for untagged frames. */
  ReplicatedTable<Mac, UUID> macTable(UUID networkId, int vlan);

  /** The VLANs for which a network has MAC tables, 0 left out. */
  List<Integer> vlans(UUID networkId);

  /** What a network answers to ARP requests. */
  ReplicatedTable<Ip4, Mac> ip4MacTable(UUID networkId);

  /** What a router has learned by ARP. */
  ReplicatedTable<Ip4, ArpEntry> arpTable(UUID routerId);
}
