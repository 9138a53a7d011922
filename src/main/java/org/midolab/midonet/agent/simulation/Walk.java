package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;

/**
 * Simulates the way of one frame from port to port, with all its branches.
 *
 * <pre>
 *   enter: port up? ► inbound filter ►  Bridge | Router  ► port up? ► outbound filter ► :leave
 *     ▲                                                                                   │
 *     └──────────────────────── interior: the peer ◄──────────────────────────────────────┤
 *                                                        exterior: an output ◄────────────┘
 * </pre>
 */
final class Walk implements ConditionMatcher.State {

  /** Limit on devices that a frame enters. More of them mean a loop of devices. */
  private static final int MAX_DEVICES = 12;

  final VirtualTopology topology;
  final Simulator.Settings settings;
  final Exchange exchange;
  final Set<FlowTag> tags = new HashSet<>();

  private final Reads reads = new Reads();
  private final NatRules nat = new NatRules(this);
  private final ChainEvaluator chains;
  private final Bridge bridge;
  private final RouterDevice router;
  private final DhcpResponder dhcp;
  private final MetadataService metadata;
  final Mirrors mirrors = new Mirrors(this);
  private final List<ActionCompiler.Output> outputs = new ArrayList<>(1);
  private final Set<Passage> redirected = new HashSet<>(0);

  /** The port by which the frame entered the topology; null for frames that a device made. */
  private Port ingress;

  /** The original header; null for frames that a device made. */
  private Header arrived;

  private Result.Drop drop;
  private Result.Wait wait;
  private PortRange awaited;
  private boolean consumed;
  private boolean served;

  /**
   * The key by which the frame may return to a connection; null before a rule matches on the
   * connection state, and for frames without state.
   */
  private ConnectionKey returning;

  private boolean stateRead;
  private boolean returns;

  Walk(VirtualTopology topology, Simulator.Settings settings, Exchange exchange) {
    this.topology = topology;
    this.settings = settings;
    this.exchange = exchange;
    this.chains = new ChainEvaluator(topology, tags, nat, exchange.trace());
    this.bridge = new Bridge(this);
    this.router = new RouterDevice(this, nat);
    this.dhcp = new DhcpResponder(this, bridge);
    this.metadata = new MetadataService(this);
  }

  Reads reads() {
    return reads;
  }

  // ---- from port to port

  /** The frame enters the topology by an exterior port. */
  void begin(Port port, Header header) {
    ingress = port;
    arrived = header;
    if (!dhcp.receive(port, header) && !metadata.receive(port, header)) {
      enter(port, header);
    }
  }

  /** The metadata proxy answers the instance of a port. */
  void answerMetadata(Port port, Header header) {
    metadata.deliver(port, header);
  }

  /**
   * A router sends a probe, whose answer belongs to a connection.
   *
   * @return the key of the answer; null if the router has no route to the member
   */
  ProbeKey probe(UUID routerId, Endpoint member, int sourcePort, int sequence) {
    Router sender = topology.router(routerId);
    Port out = sender == null ? null : router.probe(sender, member, sourcePort, sequence);
    if (out == null) {
      return null;
    }
    connect(out.id());
    return new ProbeKey(routerId, member, new Endpoint(out.portAddress(), sourcePort));
  }

  /** The frame enters the port's device. */
  private void enter(Port port, Header header) {
    step(Trace.Kind.PORT, port.id(), "the frame enters");
    if (!isUp(port)) {
      return;
    }
    if (header.cross(port.deviceId()) > MAX_DEVICES) {
      drop(
          DropReason.TOO_MANY_DEVICES,
          "more than " + MAX_DEVICES + " devices; is there a loop?",
          Result.Lifetime.SHORT);
      return;
    }
    RouterDevice.Arrival arrival =
        port.routerId() == null ? null : new RouterDevice.Arrival(port, header.copy());
    trace(port.id(), header, port);
    mirrors.copy(port.inboundMirrorIds(), header, port, null);
    Verdict verdict = filter(port.inboundFilterId(), header, port, null);
    if (!verdict.isAccept()) {
      refuse(verdict, arrival);
      return;
    }
    mirrors.copy(port.postInFilterMirrorIds(), header, port, null);
    if (arrival != null) {
      router.receive(arrival, header);
    } else {
      bridge.receive(port, header);
    }
  }

  /**
   * The frame leaves a device.
   *
   * @param in the port by which it entered the device, or null for frames that the device made
   * @param arrival its arrival at a router, for an ICMP error if a filter rejects the frame; else
   *     null
   */
  void leave(Port out, Port in, RouterDevice.Arrival arrival, Header header) {
    step(Trace.Kind.PORT, out.id(), "the frame leaves");
    if (!isUp(out)) {
      return;
    }
    mirrors.copy(out.preOutFilterMirrorIds(), header, in, out);
    Verdict verdict = filter(out.outboundFilterId(), header, in, out);
    if (verdict.isAccept()) {
      depart(out, in, header);
    } else {
      refuse(verdict, arrival);
    }
  }

  private boolean isUp(Port port) {
    dependOn(port.id());
    if (!port.adminStateUp()) {
      drop(DropReason.ADMIN_DOWN, "port " + port.id() + " is administratively down");
    }
    return port.adminStateUp();
  }

  /** The frame leaves by a port, past its filter. */
  private void depart(Port out, Port in, Header header) {
    mirrors.copy(out.outboundMirrorIds(), header, in, out);
    if (out.isInterior()) {
      Port peer = topology.port(out.peerId());
      if (peer == null) {
        drop(DropReason.NO_EGRESS, "port " + out.id() + " is linked to a port that is gone");
      } else {
        enter(peer, header);
      }
    } else if (topology.isActive(out.id())) {
      output(header, new SimAction.Emit(out.id()));
    } else {
      drop(DropReason.NO_EGRESS, "port " + out.id() + " is not active on any host");
    }
  }

  /**
   * A rule sends the frame to another port: into the port's device, or out of the port without its
   * outbound filter. It does so once with the same header: a second time is a loop, or another
   * branch of a flood.
   */
  private void redirect(Verdict verdict, Port in, Header header) {
    Rule rule = verdict.redirect();
    if (!redirected.add(Passage.of(rule.id(), header))) {
      drop(
          DropReason.TOO_MANY_DEVICES,
          verdict.detail() + " has redirected it before; is there a loop?",
          Result.Lifetime.SHORT);
      return;
    }
    step(Trace.Kind.RULE, rule.id(), "redirects the frame to port %s", rule.targetPortId());
    Port target = topology.port(rule.targetPortId());
    if (target == null) {
      tags.add(new FlowTag.Device(rule.targetPortId()));
      drop(DropReason.NO_EGRESS, verdict.detail() + " redirects to a port that is gone");
    } else if (rule.ingress()) {
      enter(target, header);
    } else if (isUp(target)) {
      depart(target, in, header);
    }
  }

  void output(Header header, SimAction action) {
    exchange.trace().output(action);
    outputs.add(new ActionCompiler.Output(header, action, false));
  }

  /** Adds a copy of a mirror. It has no part in what becomes of the frame itself. */
  void outputCopy(Header header, SimAction action) {
    outputs.add(new ActionCompiler.Output(header, action, true));
  }

  /** Whether the frame itself has an output, not only copies of it. */
  private boolean isForwarded() {
    return outputs.stream().anyMatch(output -> !output.isCopy());
  }

  // ---- for devices

  /**
   * Traces the frame if a request about the port or device that it enters matches.
   *
   * @param id of the port or device
   */
  void trace(UUID id, Header header, Port in) {
    for (TraceRequest request : topology.traces(id)) {
      if (matcher(header, in, null).matches(request.condition())) {
        exchange.trace().match(Trace.Match.of(request));
      }
    }
  }

  /** Records a step of the frame that is traced, not of frames that devices made. */
  void step(Trace.Kind kind, UUID subject, String format, Object... arguments) {
    exchange.trace().step(kind, subject, format, arguments);
  }

  /**
   * Evaluates a chain for the frame at its present point. A frame that the chain redirects goes on
   * from its new port at once.
   */
  Verdict filter(UUID chain, Header header, Port in, Port out) {
    if (chain == null) {
      return Verdict.ACCEPT;
    }
    Verdict verdict = chains.evaluate(chain, header, matcher(header, in, out));
    if (verdict.kind() == Verdict.Kind.REDIRECT) {
      redirect(verdict, in, header);
    }
    return verdict;
  }

  /** Returns what decides about conditions at the frame's present point. */
  ConditionMatcher matcher(Header header, Port in, Port out) {
    return new ConditionMatcher(header, ingress, in, out, this);
  }

  /**
   * Whether the frame returns to a connection. Frames that devices made count as returning, because
   * they answer packets that were accepted.
   */
  @Override
  public boolean isReturn() {
    if (arrived == null) {
      return true;
    }
    if (!stateRead) {
      stateRead = true;
      returning = arrived.asReturning(ingress.deviceId());
      if (returning != null) {
        tags.add(new FlowTag.Connection(returning));
        returns = topology.isConnected(returning);
      }
    }
    return returns;
  }

  @Override
  public boolean isMember(UUID group, IpAddress address) {
    dependOn(group);
    return topology.addresses(group).contains(address);
  }

  /** Opens the connections of the outputs, if a rule matched on the connection state. */
  private void connect() {
    if (stateRead && !returns) {
      connect(ingress.id());
    }
  }

  /**
   * Opens the connections of the outputs.
   *
   * @param began the port where they began
   */
  private void connect(UUID began) {
    Map<ConnectionKey, Set<UUID>> egressPorts = new LinkedHashMap<>();
    for (ActionCompiler.Output output : outputs) {
      if (!output.isCopy() && output.action() instanceof SimAction.Emit(UUID portId)) {
        Port out = topology.port(portId);
        ConnectionKey key = out == null ? null : output.header().answering(out.deviceId());
        if (key != null) {
          egressPorts.computeIfAbsent(key, _ -> new HashSet<>()).add(portId);
        }
      }
    }
    egressPorts.forEach(
        (key, ports) -> {
          tags.add(new FlowTag.Opened(key));
          exchange.add(new Effect.Connect(key, began, ports));
        });
  }

  /** Adds the effects that share the translations of the outputs. */
  private void translate() {
    if (ingress == null || nat.used().isEmpty()) {
      return;
    }
    Set<UUID> ports = new HashSet<>();
    for (ActionCompiler.Output output : outputs) {
      if (!output.isCopy() && output.action() instanceof SimAction.Emit(UUID portId)) {
        ports.add(portId);
      }
    }
    for (Translation translation : nat.used()) {
      exchange.add(new Effect.Translate(translation, ingress.id(), ports));
    }
  }

  /** Whether a device made the frame. */
  boolean isMade() {
    return arrived == null;
  }

  void dependOn(UUID device) {
    tags.add(new FlowTag.Device(device));
  }

  /**
   * A filter did not accept the frame. This branch ends. At a router, the sender gets an ICMP error
   * if the verdict requires one.
   */
  void refuse(Verdict verdict, RouterDevice.Arrival arrival) {
    if (verdict.kind() == Verdict.Kind.AWAITS_PORT || verdict.kind() == Verdict.Kind.REDIRECT) {
      return; // this branch waits for a port, or has gone on from another one
    }
    boolean errorSent = arrival != null && router.tellOfRefusal(verdict, arrival);
    Result.Lifetime unless =
        verdict.kind() == Verdict.Kind.NO_PORT ? Result.Lifetime.SHORT : Result.Lifetime.NORMAL;
    drop(
        verdict.dropReason(),
        verdict.detail(),
        errorSent ? Result.Lifetime.SENDER_INFORMED : unless);
  }

  void drop(DropReason reason, String detail) {
    drop(reason, detail, Result.Lifetime.NORMAL);
  }

  /** This branch ends. If no branch has an output, the first reason is the reason for the frame. */
  void drop(DropReason reason, String detail, Result.Lifetime lifetime) {
    step(Trace.Kind.RESULT, null, "dropped for %s: %s", reason, detail);
    if (drop == null) {
      drop = new Result.Drop(reason, detail, lifetime, null, Set.of(), List.of(), List.of());
    }
  }

  /** A device absorbed the frame of this branch. */
  void consume() {
    step(Trace.Kind.RESULT, null, "answered or absorbed");
    consumed = true;
  }

  /** The agent's own DHCP server handled the frame; an answer is among the effects. */
  void serve() {
    step(Trace.Kind.RESULT, null, "served by DHCP");
    served = true;
  }

  /**
   * A device answers this branch's frame, an ARP request, out of the port that it came in by.
   *
   * @param owner the MAC of the requested address
   * @param vlan VLAN id plus 0x1000 for a tagged answer, else 0
   */
  void answerArp(UUID port, ArpPacket request, Mac owner, int vlan) {
    exchange.answer(port, request.answer(owner).toFrame(vlan), owner);
    consume();
  }

  /** This branch has to wait for ARP. */
  void await(UUID routerId, Port port, Ip4 address) {
    step(Trace.Kind.RESULT, null, "waits for the MAC of %s", address);
    wait = new Result.Wait(routerId, port.id(), address, List.of());
  }

  /** This branch has to wait until a port of the range is free. */
  void awaitPort(PortRange range) {
    step(Trace.Kind.RESULT, null, "waits for a free port of %s", range.address());
    awaited = range;
  }

  // ---- result

  /** Returns the wait for ARP if no branch has an output, else null. */
  Result.Wait waiting() {
    return isForwarded() ? null : wait;
  }

  /**
   * Sends the outputs once, without a flow. An output with a translated payload (the packet that an
   * ICMP error quotes, or the identifier of an echo) is sent as a frame of its own, because no
   * action can change the payload.
   *
   * @param made whether a device made the frame
   */
  void transmit(boolean made) {
    if (waiting() != null) {
      return; // copies are made when the frame goes on
    }
    List<ActionCompiler.Output> plain = new ArrayList<>(outputs.size());
    for (ActionCompiler.Output output : outputs) {
      Header header = output.header();
      if (header.isPayloadRewritten()) {
        exchange.add(
            new Effect.Transmit(
                header.frameWithPayload(), ActionCompiler.compile(List.of(output)), made));
      } else {
        plain.add(output);
      }
    }
    if (!plain.isEmpty()) {
      exchange.add(
          new Effect.Transmit(
              plain.getFirst().header().frame(), ActionCompiler.compile(plain), made));
    }
  }

  /**
   * Whether a device absorbed the frame, no branch waits or has an output, and a flow can match.
   */
  boolean isOnlyConsumed() {
    return consumed
        && outputs.isEmpty()
        && wait == null
        && awaited == null
        && !reads.isBeyondFields();
  }

  /** Whether the frame has an output, and no branch waits for ARP. */
  boolean isOut() {
    return isForwarded() && wait == null;
  }

  /**
   * Returns the result of an ARP request whose only consequence is one answer: a flow may turn
   * equal requests into this answer and send it to the same outputs.
   *
   * @param answer the walk of the answer
   * @param owner the MAC of the requested address
   */
  Result answeredBy(Walk answer, Mac owner) {
    List<SimAction> actions = new ArrayList<>();
    actions.add(new SimAction.AnswerArp(owner));
    actions.addAll(ActionCompiler.compile(answer.outputs));
    tags.addAll(answer.tags);
    return new Result.Forward(actions, reads.mask(), tags, exchange.effects());
  }

  /** Returns the result. All effects of the exchange must be complete. */
  Result result() {
    if (served) {
      return new Result.Served(reads.mask(), tags, exchange.effects());
    }
    if (isForwarded()) {
      connect();
      translate();
      boolean noFlow = reads.isBeyondFields() || wait != null || awaited != null;
      if (noFlow) {
        transmit(false);
        return new Result.Consumed(tags, exchange.effects());
      }
      return forward();
    }
    if (wait != null) {
      return new Result.Wait(wait.routerId(), wait.portId(), wait.address(), exchange.effects());
    }
    if (awaited != null) {
      return new Result.AwaitPort(awaited, exchange.effects());
    }
    if (consumed) {
      transmit(false);
      return new Result.Consumed(tags, exchange.effects());
    }
    return dropped();
  }

  private Result forward() {
    return new Result.Forward(
        ActionCompiler.compile(outputs), reads.mask(), tags, exchange.effects());
  }

  /** Returns the result of a frame that has no output but copies. */
  private Result dropped() {
    if (drop == null) {
      drop(DropReason.NO_EGRESS, "no port to send the frame to");
    }
    Result.Lifetime lifetime = reads.isBeyondFields() ? Result.Lifetime.NONE : drop.lifetime();
    List<SimAction> copies = List.of();
    if (lifetime == Result.Lifetime.NORMAL) {
      copies = ActionCompiler.compile(outputs);
    } else if (!outputs.isEmpty()) {
      transmit(true); // the frame is counted as dropped, so that its copies are not
      lifetime = lifetime == Result.Lifetime.SHORT ? Result.Lifetime.NONE : lifetime;
    }
    return new Result.Drop(
        drop.reason(), drop.detail(), lifetime, reads.mask(), tags, copies, exchange.effects());
  }
}
