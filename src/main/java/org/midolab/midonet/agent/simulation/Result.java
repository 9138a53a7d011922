package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowMask;

/** Result of the simulation of a frame: what to do with it, and its effects. */
public sealed interface Result {

  /**
   * Returns the effects, to be applied in order and before a flow is installed; see {@link Effect}.
   */
  List<Effect> effects();

  /** Returns the tags of what the result depends on; empty while the frame has to wait. */
  default Set<FlowTag> tags() {
    return Set.of();
  }

  /**
   * Apply the actions to the frame, and to every frame that equals it under the mask.
   *
   * @param actions one or more of them are outputs
   * @param mask the bits that a flow must match on
   * @param tags the parts of the topology that the result depends on
   */
  record Forward(List<SimAction> actions, FlowMask mask, Set<FlowTag> tags, List<Effect> effects)
      implements Result {

    public Forward {
      actions = List.copyOf(actions);
      tags = Set.copyOf(tags);
      effects = List.copyOf(effects);
    }
  }

  /**
   * Drop the frame, and every frame that equals it under the mask during the lifetime.
   *
   * @param detail the object that caused the drop and the cause, for logs and traces
   * @param lifetime how long a flow may drop such frames
   * @param copies sends copies of such frames to the ports of mirrors; empty if there are none, or
   *     they are among the effects
   */
  record Drop(
      DropReason reason,
      String detail,
      Lifetime lifetime,
      FlowMask mask,
      Set<FlowTag> tags,
      List<SimAction> copies,
      List<Effect> effects)
      implements Result {

    public Drop {
      copies = List.copyOf(copies);
      tags = Set.copyOf(tags);
      effects = List.copyOf(effects);
    }
  }

  /**
   * The frame was answered or absorbed, or its output is among the effects. It must not have a
   * flow.
   *
   * @param tags what it passed, for meters
   */
  record Consumed(Set<FlowTag> tags, List<Effect> effects) implements Result {

    public Consumed {
      tags = Set.copyOf(tags);
      effects = List.copyOf(effects);
    }
  }

  /**
   * A request to the agent's own DHCP server, with its answer among the effects. The frame must not
   * have a flow while the rate limit of the port allows answers.
   *
   * @param mask matches requests to the same server, for a short drop flow if the rate limit of the
   *     port allows no answer
   */
  record Served(FlowMask mask, Set<FlowTag> tags, List<Effect> effects) implements Result {

    public Served {
      tags = Set.copyOf(tags);
      effects = List.copyOf(effects);
    }
  }

  /**
   * A router needs the MAC of the next hop; the effects include the ARP request. Keep the frame and
   * simulate it again as soon as {@link VirtualTopology#neighbour} returns something other than
   * {@link Neighbour.Unknown}.
   *
   * @param portId the router port that sends the request
   * @param address the next hop
   */
  record Wait(UUID routerId, UUID portId, Ip4 address, List<Effect> effects) implements Result {

    public Wait {
      effects = List.copyOf(effects);
    }
  }

  /**
   * Source NAT has no free port, and this host asks for more. Keep the frame and simulate it again
   * as soon as {@link VirtualTopology#choose} returns another choice.
   *
   * @param range the ports that the host asks for
   */
  record AwaitPort(PortRange range, List<Effect> effects) implements Result {

    public AwaitPort {
      effects = List.copyOf(effects);
    }
  }

  /** Lifetime of a drop in the flow table (docs: datapath.md#flow-lifetimes). */
  enum Lifetime {
    /** Until a tag is touched, or the flow is idle. */
    NORMAL,
    /** Some seconds: the cause may end without a change of the topology. */
    SHORT,
    /**
     * No flow while the rate limit allows answers: the effects include an ICMP error or a TCP
     * reset, and each such frame gets one. A short time if the limit is reached.
     */
    SENDER_INFORMED,
    /** No flow: the decision depends on bits that a flow cannot match on. */
    NONE
  }
}
