package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;

/**
 * The way of one frame from port to port, through all its branches.
 *
 * <pre>
 *   enter: port up? ► inbound filter ►  Bridge | Router  ► port up? ► outbound filter ► :leave
 *     ▲                                                                                   │
 *     └──────────────────────── interior: the peer ◄──────────────────────────────────────┤
 *                                                        exterior: an output ◄────────────┘
 * </pre>
 */
final class Walk implements ConditionMatcher.State {

  /** A frame that enters more devices than this is caught in a loop of them. */
  private static final int MAX_DEVICES = 12;

  final VirtualTopology topology;
  final Simulator.Settings settings;
  final Exchange exchange;
  final Set<FlowTag> tags = new HashSet<>();

  private final Reads reads = new Reads();
  private final ChainEvaluator chains;
  private final Bridge bridge;
  private final RouterDevice router;
  private final DhcpResponder dhcp;
  private final List<ActionCompiler.Output> outputs = new ArrayList<>(1);

  /** By which the frame came into the topology; null for frames that a device made. */
  private Port ingress;

  /** The frame as it came in; null for frames that a device made. */
  private Header arrived;

  private Result.Drop drop;
  private Result.Wait wait;
  private boolean consumed;
  private boolean served;

  /**
   * The frame as a connection may know it; null before a rule asks, and for what is not tracked.
   */
  private ConnectionKey returning;

  private boolean asked;
  private boolean returns;

  Walk(VirtualTopology topology, Simulator.Settings settings, Exchange exchange) {
    this.topology = topology;
    this.settings = settings;
    this.exchange = exchange;
    this.chains = new ChainEvaluator(topology, tags);
    this.bridge = new Bridge(this);
    this.router = new RouterDevice(this);
    this.dhcp = new DhcpResponder(this, bridge);
  }

  Reads reads() {
    return reads;
  }

  // ---- the way

  /** The frame comes in by an exterior port. */
  void begin(Port port, Header header) {
    ingress = port;
    arrived = header;
    if (!dhcp.receive(port, header)) {
      enter(port, header);
    }
  }

  /** The frame comes into the port's device. */
  private void enter(Port port, Header header) {
    dependOn(port.id());
    if (!port.adminStateUp()) {
      drop(DropReason.ADMIN_DOWN, "port " + port.id() + " is administratively down");
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
    Verdict verdict = filter(port.inboundFilterId(), header, port, null);
    if (!verdict.isAccept()) {
      refuse(verdict, arrival);
    } else if (arrival != null) {
      router.receive(arrival, header);
    } else {
      bridge.receive(port, header);
    }
  }

  /**
   * The frame goes out of the port of a device.
   *
   * @param in by which it came into the device, or null for what the device made
   * @param arrival the same for routers, which tell the sender when a filter rejects; else null
   */
  void leave(Port out, Port in, RouterDevice.Arrival arrival, Header header) {
    dependOn(out.id());
    if (!out.adminStateUp()) {
      drop(DropReason.ADMIN_DOWN, "port " + out.id() + " is administratively down");
      return;
    }
    Verdict verdict = filter(out.outboundFilterId(), header, in, out);
    if (!verdict.isAccept()) {
      refuse(verdict, arrival);
    } else if (out.isInterior()) {
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

  void output(Header header, SimAction action) {
    outputs.add(new ActionCompiler.Output(header, action));
  }

  // ---- what devices use

  /** Runs a chain where the packet stands. */
  Verdict filter(UUID chain, Header header, Port in, Port out) {
    return chain == null
        ? Verdict.ACCEPT
        : chains.evaluate(chain, header, new ConditionMatcher(header, ingress, in, out, this));
  }

  /**
   * Whether the frame returns to a connection. What devices make answers what was let through, and
   * counts as returning.
   */
  @Override
  public boolean isReturn() {
    if (arrived == null) {
      return true;
    }
    if (!asked) {
      asked = true;
      returning = arrived.asReturning(ingress.deviceId());
      if (returning != null) {
        tags.add(new FlowTag.Connection(returning));
        returns = topology.isConnected(returning);
      }
    }
    return returns;
  }

  @Override
  public boolean isMember(UUID group, Ip4 address) {
    dependOn(group);
    return topology.addresses(group).contains(address);
  }

  /** Opens a connection for each key of answers, if a rule matched on the connection state. */
  private void connect() {
    if (!asked || returns) {
      return;
    }
    Map<ConnectionKey, Set<UUID>> egressPorts = new LinkedHashMap<>();
    for (ActionCompiler.Output output : outputs) {
      if (output.action() instanceof SimAction.Emit(UUID portId)) {
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
          exchange.add(new Effect.Connect(key, ingress.id(), ports));
        });
  }

  void dependOn(UUID device) {
    tags.add(new FlowTag.Device(device));
  }

  /**
   * A filter did not accept. At a router its sender is told, where the kind of refusal asks for it.
   */
  void refuse(Verdict verdict, RouterDevice.Arrival arrival) {
    boolean told = arrival != null && router.tellOfRefusal(verdict, arrival);
    drop(
        verdict.dropReason(),
        verdict.detail(),
        told ? Result.Lifetime.TOLD : Result.Lifetime.NORMAL);
  }

  void drop(DropReason reason, String detail) {
    drop(reason, detail, Result.Lifetime.NORMAL);
  }

  /** This branch ends. The first reason is the frame's, if no other branch comes out anywhere. */
  void drop(DropReason reason, String detail, Result.Lifetime lifetime) {
    if (drop == null) {
      drop = new Result.Drop(reason, detail, lifetime, null, Set.of(), List.of());
    }
  }

  /** A device kept this branch's frame for itself. */
  void consume() {
    consumed = true;
  }

  /** The frame is for a server that the agent is itself; its answer is among the effects. */
  void serve() {
    served = true;
  }

  /**
   * A device answers this branch's frame, an ARP request, out of the port that it came in by.
   *
   * @param owner who has the address that is asked for
   * @param vlan VLAN id plus 0x1000 for a tagged answer, else 0
   */
  void answerArp(UUID port, ArpPacket request, Mac owner, int vlan) {
    exchange.answer(port, request.answer(owner).toFrame(vlan), owner);
    consumed = true;
  }

  /** This branch has to wait for ARP. */
  void await(UUID routerId, Port port, Ip4 address) {
    wait = new Result.Wait(routerId, port.id(), address, List.of());
  }

  // ---- what came of it

  Result.Wait waiting() {
    return outputs.isEmpty() ? wait : null;
  }

  /**
   * Outputs as actions on bytes: of the frame itself, and anew for each output that changed what an
   * ICMP error quotes.
   *
   * @param made whether a device made the frame
   */
  void transmit(boolean made) {
    List<ActionCompiler.Output> plain = new ArrayList<>(outputs.size());
    for (ActionCompiler.Output output : outputs) {
      Header header = output.header();
      if (header.isQuoteRewritten()) {
        exchange.add(
            new Effect.Transmit(
                header.frameWithQuote(), ActionCompiler.compile(List.of(output)), made));
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

  /** Whether a flow may stand for what devices kept for themselves, which is all of the frame. */
  boolean isOnlyConsumed() {
    return consumed && outputs.isEmpty() && wait == null && !reads.isBeyondFields();
  }

  /** Whether the frame of this walk leaves, at once and as it was walked. */
  boolean isOut() {
    return !outputs.isEmpty() && wait == null;
  }

  /**
   * The result of an ARP request, the only answer to which is all that came of it: any equal
   * request may be turned into that answer, and sent where it went.
   *
   * @param owner who has the address that is asked for
   */
  Result answeredBy(Walk answer, Mac owner) {
    List<SimAction> actions = new ArrayList<>();
    actions.add(new SimAction.AnswerArp(owner));
    actions.addAll(ActionCompiler.compile(answer.outputs));
    tags.addAll(answer.tags);
    return new Result.Forward(actions, reads.mask(), tags, exchange.effects());
  }

  /** To be called once all effects are known. */
  Result result() {
    if (served) {
      return new Result.Served(reads.mask(), tags, exchange.effects());
    }
    if (!outputs.isEmpty()) {
      connect();
      boolean noFlow = reads.isBeyondFields();
      if (noFlow || wait != null) {
        transmit(false);
        return new Result.Consumed(exchange.effects());
      }
      List<SimAction> actions = ActionCompiler.compile(outputs);
      return new Result.Forward(actions, reads.mask(), tags, exchange.effects());
    }
    if (wait != null) {
      return new Result.Wait(wait.routerId(), wait.portId(), wait.address(), exchange.effects());
    }
    if (consumed) {
      return new Result.Consumed(exchange.effects());
    }
    if (drop == null) {
      drop(DropReason.NO_EGRESS, "no port to send it to");
    }
    Result.Lifetime lifetime = reads.isBeyondFields() ? Result.Lifetime.NONE : drop.lifetime();
    return new Result.Drop(
        drop.reason(), drop.detail(), lifetime, reads.mask(), tags, exchange.effects());
  }
}
