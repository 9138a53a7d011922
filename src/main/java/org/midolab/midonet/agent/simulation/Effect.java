package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * What a packet changes beside its own way. Effects are applied in order, and before the flow of
 * the same result is installed, so that the change does not invalidate the flow that made it.
 */
public sealed interface Effect {

  /**
   * A station was seen behind a bridge port. Told with every simulated frame of it, so that the
   * entry can be kept for as long as flows are made from it; most of the time the table knows
   * already.
   *
   * @param vlan the VLAN id, 0 for untagged frames
   * @param portId an exterior port, or an interior one whose peer belongs to another bridge
   */
  record LearnMac(UUID networkId, int vlan, Mac mac, UUID portId) implements Effect {}

  /**
   * A router's neighbour told its address, by a request to the router, a reply, or gratuitously
   * (RFC 826, RFC 5227).
   */
  record LearnArp(UUID routerId, UUID portId, Ip4 address, Mac mac) implements Effect {}

  /**
   * A frame to be sent once, past the flow table: an ARP request or reply, an ICMP message, or the
   * packet itself where no flow may be made of it. Generated frames have been through the topology:
   * actions end at exterior ports.
   *
   * @param made whether a device made the frame; else it is the packet itself
   */
  record Transmit(byte[] frame, List<SimAction> actions, boolean made) implements Effect {

    public Transmit {
      actions = List.copyOf(actions);
    }
  }

  /**
   * A packet leaves the topology, and a rule matched on its connection state. Before the packet is
   * sent, this host and each host where an answer may arrive must know the key of the answers.
   *
   * @param ingressPort the exterior port by which the packet came in
   * @param egressPorts the exterior ports by which it leaves; several when a bridge floods it
   */
  record Connect(ConnectionKey key, UUID ingressPort, Set<UUID> egressPorts) implements Effect {

    public Connect {
      egressPorts = Set.copyOf(egressPorts);
    }
  }
}
