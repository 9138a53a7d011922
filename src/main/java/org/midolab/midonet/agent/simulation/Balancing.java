package org.midolab.midonet.agent.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.TcpSegment;

/**
 * Load balancing at a router (docs: contract.md#load-balancing): destination NAT of TCP connections
 * from a VIP to a member of its pool, and back. The state is that of dynamic NAT, with the load
 * balancer as the device.
 */
final class Balancing {

  /** What became of a packet that entered the router. */
  enum Outcome {
    /** The packet is not for a VIP. */
    NOT_CONCERNED,
    TRANSLATED,
    /** The packet's way ends here. */
    ENDED
  }

  private final Walk walk;
  private final NatRules nat;
  private final RouterDevice device;

  Balancing(Walk walk, NatRules nat, RouterDevice device) {
    this.walk = walk;
    this.nat = nat;
    this.device = device;
  }

  /** Translates a packet to a VIP, and takes the answer to a probe, when it enters the router. */
  Outcome receive(Router router, RouterDevice.Arrival arrival, Header header) {
    Balancer balancer = of(router);
    if (isAnswerToProbe(router, balancer, header)) {
      takeAnswer(router, arrival, header);
      return Outcome.ENDED;
    }
    if (balancer.vips().stream().noneMatch(header::isDestination)) {
      return Outcome.NOT_CONCERNED;
    }
    UUID id = router.loadBalancerId();
    if (header.isIcmpError()) {
      return receiveError(id, balancer, header);
    }
    if (header.protocol() != FlowKey.PROTO_TCP || header.fragment() == FlowKey.LATER_FRAGMENT) {
      return Outcome.NOT_CONCERNED;
    }
    Endpoint vip = new Endpoint(header.ipDst(), header.destinationPort());
    Balancer.Service service = balancer.services().get(vip);
    if (service == null) {
      return Outcome.NOT_CONCERNED;
    }
    walk.tags.add(new FlowTag.Service(id, vip));
    if (header.fragment() == FlowKey.FIRST_FRAGMENT) {
      return refuseFragment(vip, arrival);
    }
    if (!service.isAlive()) {
      return refuse(vip, arrival);
    }
    NatKey key = header.natKey(NatKey.Kind.DNAT, id);
    Endpoint known = nat.find(key);
    if (known != null && keeps(service, known)) {
      connect(service, key, known, header);
      return Outcome.TRANSLATED;
    }
    return walk.isMade() ? Outcome.NOT_CONCERNED : open(service, vip, key, arrival, header);
  }

  private void connect(Balancer.Service service, NatKey key, Endpoint to, Header header) {
    if (service.sticky()) {
      Endpoint stuck = stuck(service, key);
      nat.keep(new Translation(service.stickyKey(key), stuck != null ? stuck : to));
    }
    nat.apply(new Translation(key, to), header);
  }

  /** Returns the member that the client sticks to, or null if it takes no new connections. */
  private Endpoint stuck(Balancer.Service service, NatKey key) {
    Endpoint known = nat.find(service.stickyKey(key));
    Balancer.Member member = known == null ? null : service.member(known);
    return member != null && member.weight() > 0 ? known : null;
  }

  /** Returns the members that may get a new connection, the best one first. */
  private List<Balancer.Member> choices(Balancer.Service service, NatKey key) {
    if (!service.sticky()) {
      return service.choices(key.commonHash());
    }
    Endpoint stuck = stuck(service, key);
    return service.choices(service.stickyKey(key).commonHash()).stream()
        .sorted(Comparator.comparing(member -> !member.at().equals(stuck)))
        .toList();
  }

  private static boolean keeps(Balancer.Service service, Endpoint at) {
    Balancer.Member member = service.member(at);
    return member != null && member.alive();
  }

  private boolean isAnswerToProbe(Router router, Balancer balancer, Header header) {
    if (balancer.members().stream().noneMatch(header::isSource)
        || header.protocol() != FlowKey.PROTO_TCP
        || header.fragment() != FlowKey.UNFRAGMENTED) {
      return false;
    }
    ProbeKey key = probeKey(router, header);
    walk.tags.add(new FlowTag.Probed(key));
    return walk.topology.isProbed(key);
  }

  private static ProbeKey probeKey(Router router, Header header) {
    return new ProbeKey(
        router.id(),
        new Endpoint(header.ipSrc(), header.sourcePort()),
        new Endpoint(header.ipDst(), header.destinationPort()));
  }

  /** The connection that a probe has opened is reset, so that the member forgets it. */
  private void takeAnswer(Router router, RouterDevice.Arrival arrival, Header header) {
    header.onceOnly();
    walk.consume();
    TcpSegment answer = TcpSegment.parse(arrival.header().snapshot()).orElse(null);
    if (answer == null) {
      return;
    }
    boolean open = answer.has(TcpSegment.SYN) && answer.has(TcpSegment.ACK);
    if (open || answer.has(TcpSegment.RST)) {
      walk.exchange.add(
          new Effect.AnswerProbe(probeKey(router, header), open, answer.acknowledgment()));
    }
    answer.reset().ifPresent(reset -> walk.exchange.generate(arrival.port().id(), reset.toFrame()));
  }

  private Outcome open(
      Balancer.Service service,
      Endpoint vip,
      NatKey key,
      RouterDevice.Arrival arrival,
      Header header) {
    List<Balancer.Member> choices = choices(service, key);
    for (Balancer.Member member : choices) {
      if (walk.topology.choose(key, List.of(target(member.at())))
          instanceof PortChoice.Free(Endpoint to)) {
        connect(service, key, to, header);
        return Outcome.TRANSLATED;
      }
    }
    if (choices.isEmpty()) {
      return refuse(vip, arrival);
    }
    walk.drop(
        DropReason.NO_NAT_PORT,
        "each member of VIP " + text(vip) + " has a connection with the same client's port",
        Result.Lifetime.SHORT);
    return Outcome.ENDED;
  }

  private static NatTarget target(Endpoint at) {
    return new NatTarget(at.address(), at.address(), at.port(), at.port());
  }

  /** An ICMP error of a client, about a packet of a connection to a VIP. */
  private Outcome receiveError(UUID id, Balancer balancer, Header header) {
    NatKey key = header.natKey(NatKey.Kind.DNAT, id);
    Endpoint known =
        key == null || service(balancer, key.original()) == null ? null : nat.find(key);
    if (known == null) {
      return Outcome.NOT_CONCERNED;
    }
    nat.apply(new Translation(key, known), header);
    return Outcome.TRANSLATED;
  }

  private static Balancer.Service service(Balancer balancer, Endpoint vip) {
    return balancer.services().get(vip);
  }

  /** Answers as a host does that has no such port open (RFC 9293 §3.10.7.1). */
  private Outcome refuse(Endpoint vip, RouterDevice.Arrival arrival) {
    Optional<TcpSegment> reset =
        TcpSegment.parse(arrival.header().snapshot()).flatMap(TcpSegment::reset);
    if (reset.isPresent()) {
      walk.exchange.generate(arrival.port().id(), reset.get().toFrame());
    } else {
      arrival.header().onceOnly(); // other segments get an answer
    }
    walk.drop(
        DropReason.NO_POOL_MEMBER,
        "no member of VIP " + text(vip) + " takes connections",
        Result.Lifetime.SENDER_INFORMED);
    return Outcome.ENDED;
  }

  /** Later fragments have no port, so that none of them would find the member. */
  private Outcome refuseFragment(Endpoint vip, RouterDevice.Arrival arrival) {
    boolean errorSent =
        device.sendError(arrival, IcmpPacket.UNREACHABLE, IcmpPacket.FRAGMENTATION_NEEDED);
    walk.drop(
        DropReason.NOT_FORWARDED,
        "fragments are not sent to members of VIP " + text(vip),
        errorSent ? Result.Lifetime.SENDER_INFORMED : Result.Lifetime.NORMAL);
    return Outcome.ENDED;
  }

  private static String text(Endpoint vip) {
    return vip.address() + ":" + vip.port();
  }

  /**
   * Translates a packet that leaves the router and comes from a member.
   *
   * @return whether it belongs to a connection to a VIP
   */
  boolean answer(Router router, Header header) {
    Balancer balancer = of(router);
    if (balancer.services().isEmpty()) {
      return false;
    }
    boolean fromMember =
        balancer.members().stream().anyMatch(header::isSource)
            && header.protocol() == FlowKey.PROTO_TCP;
    NatKey key =
        fromMember || header.isIcmpError()
            ? header.natKey(NatKey.Kind.REV_DNAT, router.loadBalancerId())
            : null;
    Endpoint vip = key == null ? null : nat.find(key);
    Balancer.Service service = vip == null ? null : service(balancer, vip);
    if (service == null) {
      return false;
    }
    walk.tags.add(new FlowTag.Service(router.loadBalancerId(), vip));
    if (!keeps(service, new Endpoint(key.source(), key.sourcePort()))) {
      return false;
    }
    NatRules.write(NatKey.Kind.REV_DNAT, vip, header);
    return true;
  }

  private Balancer of(Router router) {
    UUID id = router.loadBalancerId();
    if (id == null) {
      return Balancer.NONE;
    }
    walk.tags.add(new FlowTag.Balancer(id));
    return walk.topology.balancer(id);
  }
}
