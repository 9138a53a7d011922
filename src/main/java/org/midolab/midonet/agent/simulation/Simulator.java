package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.MalformedFrameException;

/**
 * Simulates a frame's way through the virtual topology. It has no state, so threads may share it if
 * the topology is thread safe.
 */
public final class Simulator {

  /**
   * Limit on restarts after answered ARP requests. A packet may cross several routers, and each may
   * need one.
   */
  private static final int MAX_ROUNDS = 8;

  private final VirtualTopology topology;
  private final Settings settings;

  public Simulator(VirtualTopology topology, Settings settings) {
    this.topology = Objects.requireNonNull(topology, "topology");
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * Simulates a frame. Contents of the frame or the topology cause no exception: the result is a
   * {@link Result.Drop} for a malformed frame, and for a topology that changed during the
   * simulation so that it could not finish.
   */
  public Result simulate(Ingress ingress) {
    return simulate(ingress, new Trace(false));
  }

  /**
   * Works as {@link #simulate(Ingress)}, and records a trace.
   *
   * @param trace receives the steps; the caller must not install a flow if the frame is matched
   */
  public Result simulate(Ingress ingress, Trace trace) {
    Exchange exchange = new Exchange(trace);
    try {
      FlowKey key =
          ingress.key() != null ? ingress.key() : FrameParser.parse(ingress.frame(), 1, 0);
      return simulate(ingress, key, exchange);
    } catch (MalformedFrameException e) {
      return dropWithoutFlow(DropReason.MALFORMED, e.getMessage(), exchange);
    } catch (RuntimeException e) {
      return dropWithoutFlow(
          DropReason.SIMULATION_FAILED, "on port " + ingress.portId() + ": " + e, exchange);
    }
  }

  private static Result dropWithoutFlow(DropReason reason, String detail, Exchange exchange) {
    return new Result.Drop(
        reason,
        detail,
        Result.Lifetime.NONE,
        FlowMask.exact(),
        Set.of(),
        List.of(),
        exchange.effects());
  }

  private Result simulate(Ingress ingress, FlowKey key, Exchange exchange) {
    Port port = topology.port(ingress.portId());
    if (port == null) {
      return dropWithoutFlow(DropReason.UNBOUND, "port " + ingress.portId() + " is gone", exchange);
    }
    for (int round = 1; ; round++) {
      Walk walk = new Walk(topology, settings, exchange);
      exchange.trace().begin(port.id());
      Header header = new Header(key, ingress.frame(), walk.reads());
      switch (ingress.source()) {
        case WIRE -> walk.begin(port, header);
        case BGP_NAMESPACE -> leaveBgpNamespace(walk, port, header);
        case METADATA_PROXY -> walk.answerMetadata(port, header);
      }
      if (walk.isOnlyConsumed()
          && exchange.isSingle()
          && header.arrivedUntagged()
          && header.vlan() == 0) {
        Exchange.Generated answer = exchange.next();
        Walk way = walk(answer, exchange);
        if (answer.owner() != null && way.isOut() && exchange.isSingle()) {
          return walk.answeredBy(way, answer.owner());
        }
        conclude(answer, way, exchange);
      }
      walkGenerated(exchange);
      Result.Wait wait = walk.waiting();
      if (wait == null
          || round == MAX_ROUNDS
          || exchange.answer(wait.routerId(), wait.address()) == null) {
        return walk.result();
      }
    }
  }

  /**
   * Forwards frames of the BGP daemon: ARP, and BGP and ICMP to its peers. All other frames are
   * dropped, because they would bypass the router's filters.
   */
  private void leaveBgpNamespace(Walk walk, Port port, Header header) {
    walk.dependOn(port.id());
    walk.dependOn(port.deviceId());
    boolean passes =
        header.isArp()
            || header.isIpv4()
                && port.portAddress() != null
                && header.isSource(port.portAddress())
                && topology.bgpPeers(port.id()).stream().anyMatch(header::isDestination)
                && RouterDevice.isBgpOrIcmp(header);
    if (!port.adminStateUp()) {
      walk.drop(DropReason.ADMIN_DOWN, "port " + port.id() + " is administratively down");
    } else if (passes) {
      walk.output(header, new SimAction.Emit(port.id()));
    } else {
      walk.drop(
          DropReason.NOT_FORWARDED, "neither ARP nor BGP or ICMP to a peer of port " + port.id());
    }
  }

  /**
   * Simulates the frames that devices generated. A frame whose next hop is unknown is postponed,
   * and continues if a bridge answers the ARP request in this exchange. Otherwise it is lost, and
   * the sender of the original packet has to send again.
   */
  private void walkGenerated(Exchange exchange) {
    for (Exchange.Generated next = exchange.next(); next != null; next = exchange.next()) {
      conclude(next, walk(next, exchange), exchange);
    }
  }

  private Walk walk(Exchange.Generated made, Exchange exchange) {
    Walk walk = new Walk(topology, settings, exchange);
    Port port = topology.port(made.port());
    if (port != null) {
      exchange.trace().made(port.id());
      FlowKey key = FrameParser.parse(made.frame(), 1, 0);
      walk.leave(port, null, null, new Header(key, made.frame(), walk.reads()));
    }
    return walk;
  }

  private static void conclude(Exchange.Generated made, Walk walk, Exchange exchange) {
    walk.transmit(true);
    if (walk.waiting() != null) {
      exchange.postpone(made, walk.waiting());
    }
  }

  /**
   * Sends a probe of a pool's member: a SYN from the router's port on the way to the member (docs:
   * contract.md#health-monitors). If the member's MAC is not known, an ARP request is sent instead.
   *
   * @param sourcePort 1 to 65535
   * @return the effects, to be applied in order
   */
  public Probe probe(UUID routerId, Endpoint member, int sourcePort, int sequence) {
    Exchange exchange = new Exchange(new Trace(false));
    for (int round = 1; ; round++) {
      Walk walk = new Walk(topology, settings, exchange);
      ProbeKey key = walk.probe(routerId, member, sourcePort, sequence);
      walkGenerated(exchange);
      Result.Wait wait = walk.waiting();
      if (wait == null) {
        walk.transmit(true);
        return new Probe(key, List.copyOf(exchange.effects()));
      }
      if (round == MAX_ROUNDS || exchange.answer(wait.routerId(), wait.address()) == null) {
        return new Probe(key, List.copyOf(exchange.effects()));
      }
    }
  }

  /**
   * A probe that was sent.
   *
   * @param key of its answer; null if the router has no route to the member
   */
  public record Probe(ProbeKey key, List<Effect> effects) {}

  /**
   * Repeats the ARP request of a {@link Result.Wait}.
   *
   * @param portId the router port of the wait
   * @param address the address to resolve
   * @return the effects, to be applied in order; none if the port does not exist
   */
  public List<Effect> requestArp(UUID portId, Ip4 address) {
    Exchange exchange = new Exchange(new Trace(false));
    Port port = topology.port(portId);
    if (port != null) {
      ArpResponder.ask(exchange, port, address);
      walkGenerated(exchange);
    }
    return List.copyOf(exchange.effects());
  }

  /**
   * Sends a gratuitous ARP request out of a port (RFC 5227 §3).
   *
   * @param owner the MAC that the address has now
   * @return the effects, to be applied in order
   */
  public List<Effect> announce(UUID portId, Ip4 address, Mac owner) {
    Exchange exchange = new Exchange(new Trace(false));
    exchange.generate(portId, ArpPacket.request(owner, address, address).toFrame());
    walkGenerated(exchange);
    return List.copyOf(exchange.effects());
  }

  /**
   * Settings of the agent's configuration that the simulation reads.
   *
   * @param bridgeArp whether bridges answer ARP requests from their {@code ip4_mac_table} ({@code
   *     agent.midolman.enable_bridge_arp}, true by default)
   * @param dhcpMtu the MTU in bytes that hosts get by DHCP if their subnet defines none ({@code
   *     agent.midolman.dhcp_mtu}, 1500 by default)
   */
  public record Settings(boolean bridgeArp, int dhcpMtu) {}
}
