package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.DhcpTable.Lease;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.DhcpMessage;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.MalformedFrameException;
import org.midolab.midonet.packet.UdpDatagram;

/**
 * DHCP at the exterior ports of a network (docs: contract.md#dhcp). Requests of hosts of the
 * network's subnets are answered here, before any filter, out of the port that the request came in
 * by. Requests of other stations are forwarded like any frame.
 *
 * <p>The order of the checks keeps flow masks small: for most frames they read no field that a
 * bridge does not read anyway. First the sender is looked up among the hosts. Then the frame must
 * be broadcast, or have the server's MAC and address. Protocol and ports are read last.
 */
final class DhcpResponder {

  private final Walk walk;
  private final Bridge bridge;

  DhcpResponder(Walk walk, Bridge bridge) {
    this.walk = walk;
    this.bridge = bridge;
  }

  /** Returns whether the frame was a request that was answered, absorbed or dropped here. */
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
        return false; // on behalf of another station, which has to ask with its own frames
      }
      var mtu = new DhcpServer.Mtu(walk.settings.dhcpMtu(), walk.topology.overlayMtu());
      List<Lease> complete =
          leases.stream().map(lease -> withMetadataRoute(network, in, lease)).toList();
      return switch (DhcpServer.receive(request, complete, mtu)) {
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

  /**
   * Adds a route to the metadata service if the proxy serves the port's instance and the subnet has
   * no route of its own. It leads to the server if a device has the server's address, and else to
   * the link itself: the proxy takes the packets at the port, whatever MAC they are sent to.
   */
  private Lease withMetadataRoute(Network network, Port in, Lease lease) {
    Prefix service = Prefix.host(MetadataService.ADDRESS);
    List<Dhcp.HostRoute> routes = lease.subnet().routes();
    if (walk.topology.metadataGuest(in.id()) == null
        || routes.stream().anyMatch(route -> route.destination().equals(service))) {
      return lease;
    }
    Ip4 gateway = bridge.ownerOf(network, lease.server()) == null ? Ip4.ANY : lease.server();
    List<Dhcp.HostRoute> more = new ArrayList<>(routes);
    more.add(new Dhcp.HostRoute(service, gateway));
    return new Lease(lease.subnet().withRoutes(more), lease.host(), lease.server());
  }

  private boolean drop(Port in, String what) {
    walk.drop(DropReason.MALFORMED, "DHCP at port " + in.id() + ": " + what);
    return true;
  }

  private void send(Network network, Port in, Mac client, DhcpServer.Answer answer) {
    Mac owner = bridge.ownerOf(network, answer.server());
    UdpDatagram datagram =
        new UdpDatagram(
            owner == null ? localMac(network.id()) : owner,
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
   * Returns the source MAC of the answers if no device has the server's address: a locally
   * administered address, made from the network's id so that it is the same on all hosts.
   */
  private static Mac localMac(UUID network) {
    return new Mac(0x02L << 40 | network.getLeastSignificantBits() & 0xFF_FFFF_FFFFL);
  }
}
