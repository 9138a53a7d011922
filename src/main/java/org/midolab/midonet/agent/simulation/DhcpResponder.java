package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.DhcpTable.Lease;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.packet.DhcpMessage;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.MalformedFrameException;
import org.midolab.midonet.packet.UdpDatagram;

/**
 * DHCP at the exterior ports of a network (docs: contract.md#dhcp). Who is a host of one of its
 * subnets is answered here, before any filter, by the port that the request came in by. Everybody
 * else's requests go the way of all frames.
 *
 * <p>Questions are asked in an order in which few frames need more of the flow key than a bridge
 * reads in any case: whether the sender is such a host; whether the frame is broadcast, or for the
 * MAC and then the address of the server; only then the protocol and the ports.
 */
final class DhcpResponder {

  private final Walk walk;
  private final Bridge bridge;

  DhcpResponder(Walk walk, Bridge bridge) {
    this.walk = walk;
    this.bridge = bridge;
  }

  /** Returns whether the frame was dealt with. */
  boolean receive(Port in, Header header) {
    if (in.networkId() == null || !in.adminStateUp() || !header.isIpv4()) {
      return false;
    }
    walk.tags.add(new FlowTag.DhcpSubnets(in.networkId()));
    DhcpTable table = walk.topology.dhcp(in.networkId());
    Network network = table.isEmpty() ? null : walk.topology.network(in.networkId());
    if (network == null) {
      return false;
    }
    walk.dependOn(network.id());
    if (!network.adminStateUp()) {
      return false;
    }
    walk.tags.add(new FlowTag.DhcpHost(network.id(), header.ethSrc()));
    List<Lease> leases = table.of(header.ethSrc());
    return !leases.isEmpty()
        && header.vlan() == 0
        && isForServer(network, leases, header)
        && isRequest(header)
        && answer(network, in, leases, header);
  }

  private boolean isForServer(Network network, List<Lease> leases, Header header) {
    return header.ethDst().isBroadcast()
        || leases.stream()
            .map(Lease::server)
            .distinct()
            .anyMatch(
                server ->
                    header.ethDst().equals(bridge.ownerOf(network, server))
                        && header.isDestination(server));
  }

  private static boolean isRequest(Header header) {
    return header.protocol() == FlowKey.PROTO_UDP
        && header.fragment() == FlowKey.UNFRAGMENTED
        && header.destinationPort() == DhcpMessage.SERVER_PORT
        && header.sourcePort() == DhcpMessage.CLIENT_PORT;
  }

  private boolean answer(Network network, Port in, List<Lease> leases, Header header) {
    header.onceOnly();
    Mac client = header.ethSrc();
    try {
      DhcpMessage request = DhcpMessage.parse(UdpDatagram.parse(header.frame()).payload());
      if (!request.clientMac().equals(client)) {
        return false; // of a station that has no leases here, or not by this port
      }
      var mtu = new DhcpServer.Mtu(walk.settings.dhcpMtu(), walk.topology.overlayMtu());
      return switch (DhcpServer.receive(request, leases, mtu)) {
        case DhcpServer.NotOurs _ -> false;
        case DhcpServer.Absorbed _ -> {
          walk.serve();
          yield true;
        }
        case DhcpServer.Incomplete(String what) -> drop(in, what);
        case DhcpServer.Answer answer -> {
          send(network, in, client, answer);
          yield true;
        }
      };
    } catch (MalformedFrameException e) {
      return drop(in, e.getMessage());
    }
  }

  private boolean drop(Port in, String what) {
    walk.drop(DropReason.MALFORMED, "DHCP at port " + in.id() + ": " + what);
    return true;
  }

  private void send(Network network, Port in, Mac client, DhcpServer.Answer answer) {
    Mac owner = bridge.ownerOf(network, answer.server());
    UdpDatagram datagram =
        new UdpDatagram(
            owner == null ? standIn(network.id()) : owner,
            answer.unicast() ? client : Mac.BROADCAST,
            answer.server(),
            answer.to(),
            DhcpMessage.SERVER_PORT,
            DhcpMessage.CLIENT_PORT,
            answer.message().toBytes());
    walk.exchange.add(
        new Effect.Transmit(datagram.toFrame(), List.of(new SimAction.Emit(in.id())), true));
    walk.serve();
  }

  /**
   * What a server's answers come from whose address nobody has: an address under local
   * administration, the same on all hosts.
   */
  private static Mac standIn(UUID network) {
    return new Mac(0x02L << 40 | network.getLeastSignificantBits() & 0xFF_FFFF_FFFFL);
  }
}
