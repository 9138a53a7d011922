package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowMask;

/** What becomes of a frame, and what else it causes. */
public sealed interface Result {

  /** To be applied in order, before anything is installed; see {@link Effect}. */
  List<Effect> effects();

  /**
   * The frame is to be rewritten and sent as the actions say, and so is every frame that equals it
   * under the mask.
   *
   * @param actions with one output at least
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
   * The frame is to be dropped, and every frame that equals it under the mask for as long as {@code
   * lifetime} says.
   *
   * @param detail which object did it and why, for logs and traces
   */
  record Drop(
      DropReason reason,
      String detail,
      Lifetime lifetime,
      FlowMask mask,
      Set<FlowTag> tags,
      List<Effect> effects)
      implements Result {

    public Drop {
      tags = Set.copyOf(tags);
      effects = List.copyOf(effects);
    }
  }

  /**
   * The frame was answered or absorbed, or its output is among the effects: no flow may be made of
   * it.
   */
  record Consumed(List<Effect> effects) implements Result {

    public Consumed {
      effects = List.copyOf(effects);
    }
  }

  /**
   * A server that the agent is itself was asked, and answers by the effects. No flow may be made of
   * it, as long as the port has answers left.
   *
   * @param mask of frames to the same server, to be dropped for seconds when it has none left
   */
  record Served(FlowMask mask, Set<FlowTag> tags, List<Effect> effects) implements Result {

    public Served {
      tags = Set.copyOf(tags);
      effects = List.copyOf(effects);
    }
  }

  /**
   * A router asked for the MAC of the next hop; the effects hold the request. The frame is to be
   * kept and simulated again as soon as {@link VirtualTopology#neighbour} says otherwise than
   * {@link Neighbour.Unknown}.
   */
  record Wait(UUID routerId, UUID portId, Ip4 address, List<Effect> effects) implements Result {

    public Wait {
      effects = List.copyOf(effects);
    }
  }

  /** How long a drop may be remembered in the flow table. */
  enum Lifetime {
    /** Until something it depended on changes, or it idles. */
    NORMAL,
    /** Seconds: the cause may pass by itself. */
    SHORT,
    /**
     * Not at all, as long as ICMP messages may be sent: the effects tell the sender, who shall be
     * told of each such frame. When no more may be sent, seconds.
     */
    TOLD,
    /** Not at all: the decision took more of the frame than a flow can match on. */
    NONE
  }
}
