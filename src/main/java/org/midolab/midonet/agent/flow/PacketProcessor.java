package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.flow.Translator.Translation;
import org.midolab.midonet.agent.simulation.Effect;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.Ingress;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.agent.simulation.Simulator;
import org.midolab.midonet.agent.simulation.Trace;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TcpFlags;
import org.midolab.midonet.packet.TcpSegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a frame without a flow: finds its ingress port, simulates it, applies the effects, sends
 * it and installs its flow.
 */
final class PacketProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(PacketProcessor.class);

  /** Lifetime of a drop flow whose cause may end by itself. */
  private static final Duration SHORT = Duration.ofSeconds(5);

  /** Lifetime of a drop flow for frames that would exceed the port's rate of answers. */
  private static final Duration MUTE = Duration.ofSeconds(1);

  /**
   * ICMP errors and TCP resets per second to one datapath port in the long run: enough for some
   * dozens of traceroutes at a time (RFC 1812 §4.3.2.8 requires a limit).
   */
  static final int ICMP_RATE = 100;

  /** ICMP errors that may be sent at once: one traceroute's probes (30 hops, 3 each). */
  static final int ICMP_BURST = 90;

  /**
   * DHCP requests per second from one datapath port that are answered, in the long run. A station
   * sends a few per day.
   */
  static final int DHCP_RATE = 20;

  /** DHCP requests that may arrive at once: one for each interface behind a port. */
  static final int DHCP_BURST = 40;

  private final Shares<Integer> icmp = new Shares<>(ICMP_RATE, ICMP_BURST);
  private final Shares<Integer> dhcp = new Shares<>(DHCP_RATE, DHCP_BURST);
  private final LocalPorts local;
  private final LiveTopology topology;
  private final Simulator simulator;
  private final Translator translator;
  private final Tracing tracing;
  private final Meters meters;
  private final FlowTable flows;
  private final ArpFlows arpFlows;
  private final Neighbours neighbours;
  private final MacLearning macs;
  private final WaitingRoom<Neighbours.Key> waiting;
  private final Transmitter transmitter;
  private final Effects effects;
  private final Connections connections;
  private final OwnConnections own;
  private final DynamicNat nat;
  private final Prober prober;
  private final MetadataGuests guests;
  private final StoredState stored;
  private final FlowTable.TcpListener tcp;
  private final LongSupplier nanoTime;

  PacketProcessor(
      LocalPorts local,
      LiveTopology topology,
      Simulator simulator,
      Translator translator,
      Tracing tracing,
      Meters meters,
      FlowTable flows,
      ArpFlows arpFlows,
      Neighbours neighbours,
      MacLearning macs,
      WaitingRoom<Neighbours.Key> waiting,
      Transmitter transmitter,
      Effects effects,
      Connections connections,
      OwnConnections own,
      DynamicNat nat,
      Prober prober,
      MetadataGuests guests,
      StoredState stored,
      FlowTable.TcpListener tcp,
      LongSupplier nanoTime) {
    this.local = local;
    this.topology = topology;
    this.simulator = simulator;
    this.translator = translator;
    this.tracing = tracing;
    this.meters = meters;
    this.flows = flows;
    this.arpFlows = arpFlows;
    this.neighbours = neighbours;
    this.macs = macs;
    this.waiting = waiting;
    this.transmitter = transmitter;
    this.effects = effects;
    this.connections = connections;
    this.own = own;
    this.nat = nat;
    this.prober = prober;
    this.guests = guests;
    this.stored = stored;
    this.tcp = tcp;
    this.nanoTime = nanoTime;
  }

  void process(Upcall upcall) {
    long since = flows.stamp();
    int inPort = upcall.key().inPort();
    if (inPort == Datapath.TUNNEL_PORT) {
      processTunnelled(upcall, since);
      return;
    }
    if (inPort == guests.proxyNumber()) {
      processProxied(upcall, since);
      return;
    }
    LocalPorts.Entry port = local.byNumber(inPort);
    if (port == null) {
      drop(
          upcall,
          DropReason.UNBOUND,
          FlowMask.of(),
          Set.of(LiveTopology.number(inPort)),
          List.of(),
          SHORT,
          since);
      return;
    }
    Ingress ingress =
        inPort == port.namespaceNumber()
            ? Ingress.fromBgpNamespace(port.portId(), upcall.key(), upcall.frame())
            : Ingress.fromWire(port.portId(), upcall.key(), upcall.frame());
    simulate(ingress, upcall, since);
  }

  private void simulate(Ingress ingress, Upcall upcall, long since) {
    Trace trace = new Trace(tracing.isTraced(upcall));
    Result result = simulator.simulate(ingress, trace);
    if (trace.isMatched()) { // few frames are, so that others are not slowed down by steps
      trace = new Trace(true);
      result = simulator.simulate(ingress, trace);
    }
    conclude(ingress.portId(), upcall, result, trace, since);
  }

  /** Handles a frame of the metadata proxy. Its destination is the alias of the port to go to. */
  private void processProxied(Upcall upcall, long since) {
    LocalPorts.Entry port = guests.byAlias(upcall.key().ipDst());
    if (port == null) {
      transmitter.lost(upcall, DropReason.NOT_FORWARDED); // the host's kernel speaks on its own
      return;
    }
    Ingress ingress = Ingress.fromMetadataProxy(port.portId(), upcall.key(), upcall.frame());
    simulate(ingress, upcall, since);
  }

  /**
   * Handles a packet that was too long for a router's port. The error enters the topology by that
   * port, as one of a next hop with this MTU would: so filters accept it as they accept that one,
   * and translations of the packet are reversed in what it quotes. A bridge sends no error.
   *
   * @param error see {@link Datapath.LongPackets}
   * @param again receives the error as a frame that arrived
   */
  void tooLong(int inPort, int outPort, byte[] error, Consumer<Upcall> again) {
    LocalPorts.Entry out = local.byNumber(outPort);
    Port port = out == null ? null : topology.port(out.portId());
    long now = nanoTime.getAsLong();
    if (port != null
        && port.routerId() != null
        && outPort == out.number()
        && icmp.take(inPort, now)) {
      again.accept(new Upcall(FrameParser.parse(error, outPort, 0), error, 0, now));
    }
  }

  /** Handles a frame from a tunnel. The sender has simulated it; the key names the egress port. */
  private void processTunnelled(Upcall upcall, long since) {
    if (upcall.key().tunnelKey() == StateFrame.TUNNEL_KEY) {
      receiveReport(upcall);
      return;
    }
    int key = RemoteTraces.unmarked(upcall.key().tunnelKey());
    boolean traced = RemoteTraces.isMarked(upcall.key().tunnelKey());
    Port port = topology.topology().portByTunnelKey(key);
    LocalPorts.Entry entry = port == null ? null : local.find(port.id());
    if (entry == null || !entry.active()) {
      // No drop flow, because the port may be bound or up soon.
      transmitter.lost(upcall, DropReason.UNKNOWN_TUNNEL_KEY);
      LOG.debug("no active port here has tunnel key {}", key);
      if (traced) {
        tracing.remote().arrived(upcall.key(), "dropped for " + DropReason.UNKNOWN_TUNNEL_KEY);
      }
      return;
    }
    List<FlowAction> actions = List.of(new FlowAction.Output(entry.number()));
    transmitter.execute(upcall, actions);
    if (traced) {
      tracing.remote().arrived(upcall.key(), "sent out of port " + port.id());
      return; // no flow, so that the next one is seen, too
    }
    FlowMask mask = FlowMask.of(FlowField.TUNNEL_KEY);
    flows.install(
        new Flow(upcall.key(), mask, actions, null),
        Set.of(new FlowTag.Device(port.id())),
        List.of(),
        null,
        since);
  }

  /** Handles another agent's report of a connection, a translation or a probe. */
  private void receiveReport(Upcall upcall) {
    Optional<ConnectionMessage> message = ConnectionMessage.parse(upcall.frame());
    if (message.isEmpty()) {
      long now = nanoTime.getAsLong();
      if (!nat.receive(upcall.frame(), now)
          && !prober.receive(upcall.frame(), now)
          && !tracing.remote().receive(upcall.frame())) {
        transmitter.lost(upcall, DropReason.MALFORMED);
      }
    } else if (message.get().ends()) {
      connections.ended(message.get().key());
    } else {
      connections.reported(message.get().key(), message.get().ingressPort(), nanoTime.getAsLong());
    }
  }

  /**
   * Whether the result may be another when the stored state of the packet's port is known, and
   * whether the packet has to wait for that.
   */
  private boolean awaitsState(UUID port, Result result) {
    return (result instanceof Result.Drop
            || result instanceof Result.AwaitPort
            || nat.isNew(result))
        && stored.isAwaited(port);
  }

  private void conclude(UUID port, Upcall upcall, Result result, Trace trace, long since) {
    if (awaitsState(port, result)) {
      stored.await(port, upcall).forEach(out -> lost(out, DropReason.UPCALL_QUEUE_FULL));
      return;
    }
    if (result instanceof Result.Wait wait) {
      tracing.conclude(upcall, trace, result);
      meters.handled(result, upcall.packets(), upcall.frame().length);
      await(upcall, wait);
      return;
    }
    if (result instanceof Result.AwaitPort wait) {
      tracing.conclude(upcall, trace, result);
      meters.handled(result, upcall.packets(), upcall.frame().length);
      awaitPort(upcall, wait);
      return;
    }
    if (!nat.open(result, nanoTime.getAsLong())) {
      process(upcall); // chooses another port
      return;
    }
    meters.handled(result, upcall.packets(), upcall.frame().length);
    Tracing.Conclusion traced = tracing.conclude(upcall, trace, result);
    Tracing.Marker marker = traced.marker();
    own.connect(upcall, result);
    int inPort = upcall.key().inPort();
    boolean mute = !mayAnswer(result, inPort);
    boolean flowable = effects.apply(result.effects(), !mute, inPort, marker);
    flowable &= !trace.isMatched() || !traced.isRecorded();
    // so that a traced port does not have all its frames simulated
    Duration limit = trace.isMatched() ? MUTE : null;
    switch (result) {
      case Result.Forward forward -> forward(upcall, forward, flowable, limit, marker, since);
      case Result.Drop drop -> {
        LOG.debug("dropped for {}: {} ({})", drop.reason(), drop.detail(), upcall.key());
        dropped(upcall, drop, flowable, mute, limit, marker, since);
      }
      case Result.Served served -> {
        if (mute) {
          Set<FlowTag> tags = withIngress(served.tags(), upcall.key());
          DropReason reason = DropReason.UPCALL_RATE_LIMITED;
          drop(upcall, reason, served.mask(), tags, learned(served), MUTE, since);
        }
      }
      case Result.Consumed _, Result.Wait _, Result.AwaitPort _ -> {
        // only effects, which were applied
      }
    }
  }

  /**
   * Counts a dropped frame, sends its copies and installs its flow.
   *
   * @param flowable whether a flow may be installed
   * @param mute whether the port's rate allows no answer
   * @param limit lifetime of the flow, or null for that of the result
   */
  private void dropped(
      Upcall upcall,
      Result.Drop drop,
      boolean flowable,
      boolean mute,
      Duration limit,
      Tracing.Marker marker,
      long since) {
    transmitter.lost(upcall, drop.reason());
    Set<FlowTag> tags = withIngress(drop.tags(), upcall.key());
    Translation copies = translator.translate(drop.copies());
    tags.addAll(copies.tags());
    if (!copies.actions().isEmpty()) {
      List<FlowAction> actions = marker.mark(upcall.key(), copies.actions());
      transmitter.execute(upcall.frame(), upcall.key().inPort(), actions);
    }
    boolean isInformed = drop.lifetime() == Result.Lifetime.SENDER_INFORMED && !mute;
    if (!flowable || isInformed || drop.lifetime() == Result.Lifetime.NONE) {
      return; // the next frame is simulated again
    }
    Duration unless =
        switch (drop.lifetime()) {
          case SHORT -> SHORT;
          case SENDER_INFORMED -> MUTE;
          case NORMAL, NONE -> null;
        };
    DropReason reason = copies.actions().isEmpty() ? drop.reason() : null;
    Flow flow = new Flow(upcall.key(), drop.mask(), copies.actions(), reason);
    flows.install(flow, tags, hold(learned(drop)), limit == null ? unless : limit, since);
  }

  /** Returns whether the port's rate allows an answer. Results without an answer need none. */
  private boolean mayAnswer(Result result, int inPort) {
    return switch (result) {
      case Result.Drop drop ->
          drop.lifetime() != Result.Lifetime.SENDER_INFORMED
              || icmp.take(inPort, nanoTime.getAsLong());
      case Result.Served _ -> dhcp.take(inPort, nanoTime.getAsLong());
      case Result.Forward _, Result.Consumed _, Result.Wait _, Result.AwaitPort _ -> true;
    };
  }

  /**
   * Sends the frame and installs its flow.
   *
   * @param flowable whether a flow may be installed
   * @param limit lifetime of the flow, or null for as long as it is used
   */
  private void forward(
      Upcall upcall,
      Result.Forward forward,
      boolean flowable,
      Duration limit,
      Tracing.Marker marker,
      long since) {
    Translation translation = translator.translate(forward.actions());
    Set<FlowTag> tags = withIngress(forward.tags(), upcall.key());
    tags.addAll(translation.tags());
    int flags = TcpFlags.of(upcall.frame(), upcall.key());
    tcp.seen(tags, seen -> TcpFlags.seen(seen, flags)); // no flow has seen this packet
    if (translation.actions().isEmpty()) {
      DropReason reason = translation.reason();
      if (flowable) {
        Duration end = limit == null ? SHORT : limit;
        drop(upcall, reason, forward.mask(), tags, learned(forward), end, since);
      } else {
        transmitter.lost(upcall, reason);
      }
      return;
    }
    transmitter.execute(upcall, marker.mark(upcall.key(), translation.actions()));
    // The packet after a reset is simulated, too: it may show that the connection goes on.
    boolean resets = (flags & TcpSegment.RST) != 0 && tags.stream().anyMatch(FlowTag::isConnection);
    Duration end =
        limit == null && ArpFlows.isOne(upcall.key(), forward.mask()) ? ArpFlows.LIFETIME : limit;
    if (flowable && !resets && install(upcall.key(), forward, translation, tags, end, since)) {
      if (ArpFlows.isOne(upcall.key(), forward.mask())) {
        long now = nanoTime.getAsLong();
        arpFlows.asked(upcall.key(), now);
        arpFlows.expect(expectedNext(upcall.key(), translation.actions().getFirst()), now);
      }
    }
  }

  /** Returns the key of the ARP frame that the station is expected to send after this one. */
  private static FlowKey expectedNext(FlowKey key, FlowAction first) {
    if (first instanceof FlowAction.AnswerArp(Mac owner)) {
      return key.withEthDst(owner);
    }
    return key.withIpProto(
        key.ipProto() == FlowKey.ARP_REQUEST ? FlowKey.ARP_REPLY : FlowKey.ARP_REQUEST);
  }

  private boolean install(
      FlowKey key,
      Result.Forward forward,
      Translation translation,
      Set<FlowTag> tags,
      Duration limit,
      long since) {
    return flows.install(
        new Flow(key, forward.mask(), translation.actions(), null),
        tags,
        hold(learned(forward)),
        limit,
        since);
  }

  /**
   * Installs an ARP flow without a frame. Does not install it if the station's next frame would
   * teach an entry that the tables do not have.
   *
   * @param key the flow's key, see {@link ArpFlows}
   * @return whether the flow was installed
   */
  boolean renew(FlowKey key) {
    long since = flows.stamp();
    LocalPorts.Entry port = local.byNumber(key.inPort());
    if (port == null || key.inPort() == port.namespaceNumber()) {
      return false;
    }
    ArpPacket arp = new ArpPacket(key.ipProto(), key.ethSrc(), key.ipSrc(), Mac.ZERO, key.ipDst());
    byte[] frame = arp.toFrame();
    FrameRewriter.setEthernet(frame, key.ethSrc(), key.ethDst());
    Trace trace = new Trace(false);
    if (!(simulator.simulate(Ingress.fromWire(port.portId(), key, frame), trace)
            instanceof Result.Forward forward)
        || trace.isMatched()
        || !forward.effects().stream().allMatch(effects::isKnown)) {
      return false;
    }
    Translation translation = translator.translate(forward.actions());
    Set<FlowTag> tags = withIngress(forward.tags(), key);
    tags.addAll(translation.tags());
    Duration limit = ArpFlows.isOne(key, forward.mask()) ? ArpFlows.LIFETIME : null;
    return !translation.actions().isEmpty()
        && install(key, forward, translation, tags, limit, since);
  }

  private void drop(
      Upcall upcall,
      DropReason reason,
      FlowMask mask,
      Set<FlowTag> tags,
      List<Effect.LearnMac> stations,
      Duration limit,
      long since) {
    transmitter.lost(upcall, reason);
    Flow flow = new Flow(upcall.key(), mask, List.of(), reason);
    flows.install(flow, tags, hold(stations), limit, since);
  }

  /**
   * Holds the stations before their flow is installed, because its removal releases them. If the
   * flow is not installed, they are released at once.
   */
  private List<Effect.LearnMac> hold(List<Effect.LearnMac> stations) {
    macs.hold(stations);
    return stations;
  }

  private static Set<FlowTag> withIngress(Set<FlowTag> tags, FlowKey key) {
    Set<FlowTag> all = new HashSet<>(tags);
    all.add(LiveTopology.number(key.inPort()));
    return all;
  }

  private static List<Effect.LearnMac> learned(Result result) {
    List<Effect.LearnMac> stations = new ArrayList<>();
    for (Effect effect : result.effects()) {
      if (effect instanceof Effect.LearnMac station) {
        stations.add(station);
      }
    }
    return stations;
  }

  /** Counts a frame that was dropped while it waited, and records it if it is traced. */
  void lost(Upcall upcall, DropReason reason) {
    tracing.lost(upcall, reason);
    transmitter.lost(upcall, reason);
  }

  private void awaitPort(Upcall upcall, Result.AwaitPort wait) {
    nat.await(wait.range(), upcall, nanoTime.getAsLong())
        .forEach(displaced -> lost(displaced, DropReason.NO_NAT_PORT));
    effects.apply(wait.effects(), true, upcall.key().inPort());
  }

  private void await(Upcall upcall, Result.Wait wait) {
    Neighbours.Key key = new Neighbours.Key(wait.routerId(), wait.address());
    boolean waits = waiting.enter(key, upcall, nanoTime.getAsLong());
    if (!waits) {
      lost(upcall, DropReason.ARP_QUEUE_FULL);
    }
    waiting.crowdedOut(key).forEach(oldest -> lost(oldest, DropReason.ARP_QUEUE_FULL));
    // A port without room for more packets does not cause more ARP requests either.
    boolean first = waits && neighbours.opened(key, wait.portId());
    effects.apply(wait.effects(), first, upcall.key().inPort());
  }

  /** Removes unused entries of the rate limits. To be called about once a second. */
  void tidy() {
    icmp.forget(nanoTime.getAsLong());
    dhcp.forget(nanoTime.getAsLong());
  }
}
