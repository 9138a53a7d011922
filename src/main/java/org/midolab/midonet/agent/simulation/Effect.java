package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * A change that a packet causes apart from its own forwarding. Effects are applied in order, and
 * before the flow of the same result is installed, so that the change does not invalidate this
 * flow.
 */
public sealed interface Effect {

  /**
   * A station was seen behind a bridge port. Every simulated frame of the station has this effect,
   * so that its entry is kept as long as it sends. Most of the time the table has the entry
   * already.
   *
   * @param vlan the VLAN id, 0 for untagged frames
   * @param portId an exterior port, or an interior one whose peer belongs to another bridge
   */
  record LearnMac(UUID networkId, int vlan, Mac mac, UUID portId) implements Effect {}

  /**
   * A router learned the MAC of a neighbour, from a request to the router, a reply, or a gratuitous
   * ARP packet (RFC 826, RFC 5227).
   *
   * @param portId the router port behind which the neighbour is
   */
  record LearnArp(UUID routerId, UUID portId, Ip4 address, Mac mac) implements Effect {}

  /**
   * A frame to be sent once, without a flow: an ARP request or reply, an ICMP message, a DHCP
   * answer, or the packet itself if it must not have a flow. Generated frames have been simulated
   * already, so their actions end at exterior ports.
   *
   * @param frame the bytes from the Ethernet header on, before the actions
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

  /**
   * A packet that dynamic NAT has translated leaves the topology. Before the packet is sent, this
   * host and each host where packets of the connection may arrive must know the translation. Every
   * simulated packet of the connection has this effect.
   *
   * @param ingressPort the exterior port by which the packet came in
   * @param egressPorts the exterior ports by which it leaves; several when a bridge floods it
   */
  record Translate(Translation translation, UUID ingressPort, Set<UUID> egressPorts)
      implements Effect {

    public Translate {
      egressPorts = Set.copyOf(egressPorts);
    }
  }

  /**
   * A member answers a probe.
   *
   * @param open whether it accepts connections; else it refuses them
   * @param acknowledgment the sequence number of the probe plus 1, unless the answer is forged
   */
  record AnswerProbe(ProbeKey key, boolean open, int acknowledgment) implements Effect {}

  /**
   * A packet asks for metadata by a port whose known instance, if it has one, did not send it. The
   * host has to read again which instance the port has.
   */
  record SeekGuest(UUID portId) implements Effect {}
}
