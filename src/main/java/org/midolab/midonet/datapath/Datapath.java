package org.midolab.midonet.datapath;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.Segmentation;

/**
 * A table of masked flows for a set of ports (docs: datapath.md#flow-key). Thread safe.
 *
 * <p>Port numbers are 1 to 65534. An interface name keeps its number from attachment to detachment,
 * also over restarts of the agent, so that the installed flows stay valid. A released number is
 * assigned again as late as possible.
 */
public interface Datapath extends AutoCloseable {

  /**
   * Number of the port that stands for all tunnels. It is the in-port of frames that arrive
   * encapsulated.
   */
  int TUNNEL_PORT = 65535;

  /**
   * Maximum number of actions of a flow: 31 batches of 128 and one more (docs:
   * datapath.md#actions). It suffices for a flood to nearly twice the 2,000 ports for which a host
   * is designed.
   */
  int MAX_ACTIONS = 31 * 128 + 1;

  /**
   * Starts to receive and send on a network interface of the agent's network namespace. If the
   * interface is attached already, keeps its number and makes sure that the program is attached.
   *
   * @return the port's number, 1 to 65534
   * @throws DatapathException if the interface does not exist, the kernel refuses, or all {@value
   *     #MAX_PORTS} ports are in use
   */
  int attach(String interfaceName);

  /**
   * Stops using an interface. Removes the flows that enter or leave by it, its number and its
   * counters. Ignores unknown names.
   */
  void detach(String interfaceName);

  /** Returns the numbers of the attached ports by interface name. */
  Map<String, Integer> ports();

  /**
   * Replaces this host's tunnel endpoints and peers (docs: datapath.md#tunnels). Decapsulated
   * frames have the in-port {@link #TUNNEL_PORT} and their tunnel key. This method creates and
   * removes the kernel's objects: a VXLAN device, and a GRE receiver on each interface that owns an
   * endpoint's address.
   *
   * @param peers outer addresses of the hosts whose frames are accepted; frames of others are
   *     dropped as {@link DropReason#UNKNOWN_PEER}
   * @throws DatapathException if no interface has an endpoint's address, or the kernel refuses
   */
  void tunnels(Set<TunnelEndpoint> endpoints, Set<Ip4> peers);

  /**
   * Checks whether the devices, links and programs of this datapath still exist, and restores those
   * that another program removed. It is cheap and should be called about once per second. Each call
   * checks the programs of {@value #PORTS_MENDED} ports, in turn.
   *
   * @throws DatapathException if the kernel refuses; the next call tries again
   */
  void mend();

  /**
   * Maximum number of attached ports: about twice the 2,000 for which a host is designed. The
   * kernel's maps have the same size.
   */
  int MAX_PORTS = 4096;

  /** Maximum number of ports that one call of {@link #mend} checks. */
  int PORTS_MENDED = 256;

  /**
   * Sets the consumer of missed frames. It runs on the datapath's own thread, so it must pass the
   * work to another thread.
   */
  void onUpcall(Consumer<Upcall> consumer);

  /**
   * Sets the listener for packets that are too long for the port that they should leave by, and
   * must not be fragmented. They are dropped as {@link DropReason#TOO_LONG}.
   */
  void onLongPackets(LongPackets listener);

  /** Receives packets that are too long for a port. */
  @FunctionalInterface
  interface LongPackets {
    /**
     * @param inPort port by which the packet came in
     * @param outPort port by which it should leave
     * @param error the ICMP error with the possible length (RFC 1191 §4) that a next hop behind
     *     {@code outPort} would send, as a frame
     */
    void tooLong(int inPort, int outPort, byte[] error);
  }

  /**
   * Adds a flow, or replaces the flow with the same masked key and mask. If there is no room for
   * another mask, the flow gets an existing mask that includes more fields, and so matches fewer
   * frames. {@link Limit#MASK_MERGED} counts this.
   *
   * @return the mask that was used
   * @throws TableFullException if the table has no room for the flow
   * @throws DatapathException if the flow has too many actions, or the kernel refuses
   */
  FlowMask install(Flow flow);

  /**
   * Removes the flow with this masked key and mask, if it exists.
   *
   * @return what the flow has carried; nothing if there was none
   */
  Carried remove(FlowKey key, FlowMask mask);

  /** Removes every flow. */
  void clear();

  /**
   * Applies actions to one frame without a lookup in the flow table. The number of actions is not
   * limited. Completes an L4 checksum that the sender's kernel left to hardware; does not correct a
   * wrong one. A frame that does not fit into its output is fragmented. If it must not be, its
   * sender gets an ICMP error (RFC 1191 §4) by the in-port if it does not fit into a GRE tunnel,
   * and {@link #onLongPackets} has it if it does not fit into a port.
   *
   * @param inPort the port for which drops are counted
   */
  void execute(byte[] frame, int inPort, List<FlowAction> actions);

  /**
   * Does the same for a missed frame. A frame that stands for several packets (GSO) is segmented
   * into them.
   */
  void execute(Upcall upcall, List<FlowAction> actions);

  /**
   * Sends a heartbeat question to the host at the other end of a tunnel (docs:
   * datapath.md#control-keys). The datapath there answers, whether an agent runs or not. {@link
   * #heard} returns the time of the answer.
   *
   * @param tunnel encapsulation and addresses; its key is ignored
   */
  default void ask(FlowAction.Tunnel tunnel) {
    execute(
        Heartbeat.question(),
        TUNNEL_PORT,
        List.of(
            new FlowAction.Tunnel(
                tunnel.encapsulation(), Heartbeat.KEY, tunnel.local(), tunnel.remote())));
  }

  /**
   * Returns the time of the last heartbeat answer of each remote address, on the clock of {@link
   * System#nanoTime()}. Includes answers from before the agent's start.
   */
  Map<Ip4, Long> heard();

  /** Returns all flows with their counters. */
  Collection<FlowStatistics> flows();

  /**
   * Counts frames that the agent drops. {@link #drops()} adds them to those that the datapath
   * drops.
   *
   * @param port in-port of the frames
   */
  void countDrop(int port, DropReason reason, long frames);

  /** Counts a missed frame that the agent drops, with all packets that it stands for. */
  default void countDrop(Upcall upcall, DropReason reason) {
    countDrop(upcall.key().inPort(), reason, upcall.packets());
  }

  /**
   * Returns the number of dropped packets by port number and reason, since the port was attached.
   */
  Map<Integer, Map<DropReason, Long>> drops();

  /** Counts that a limit was applied to the flows of a port. */
  void countLimit(int port, Limit limit);

  /** Returns how many times a limit was applied, by port number, since the port was attached. */
  Map<Integer, Map<Limit, Long>> limits();

  /**
   * Returns the received and sent packets and bytes by port number, since the port was attached.
   */
  Map<Integer, PortStatistics> portStatistics();

  /** Closes the datapath but keeps the pinned state, so that forwarding continues. */
  @Override
  void close();

  /** Detaches all ports, removes all flows and unpins everything. */
  void destroy();

  /**
   * A local endpoint of tunnels.
   *
   * @param local IPv4 address of an interface of this host
   */
  record TunnelEndpoint(FlowAction.Encapsulation encapsulation, Ip4 local) {}

  /**
   * A forwarding decision.
   *
   * @param key a key that the flow matches; only the fields in {@code mask} are significant
   * @param actions in order, at most {@link #MAX_ACTIONS}; an empty list drops the frame with
   *     {@code dropReason}
   * @param dropReason null if there are actions
   */
  record Flow(
      FlowKey key, FlowMask mask, List<FlowAction> actions, @Nullable DropReason dropReason) {

    /** Returns whether frames of this flow enter or leave by one of these ports. */
    public boolean concerns(Set<Integer> ports) {
      return ports.contains(key.inPort())
          || actions.stream()
              .anyMatch(a -> a instanceof FlowAction.Output(int port) && ports.contains(port));
    }
  }

  /**
   * @param idle time since the flow last matched a frame, or since it was installed
   * @param tcpFlags what the flow has seen of TCP, see {@link
   *     org.midolab.midonet.packet.TcpFlags#seen}
   */
  record FlowStatistics(Flow flow, long packets, long bytes, Duration idle, int tcpFlags) {}

  /** Packets and bytes of a flow since it was installed. */
  record Carried(long packets, long bytes) {

    public static final Carried NOTHING = new Carried(0, 0);
  }

  /** Packets and bytes of a port; a GSO frame counts as the packets that it stands for. */
  record PortStatistics(long rxPackets, long rxBytes, long txPackets, long txBytes) {}

  /**
   * A frame that no flow matched.
   *
   * @param key the fields of the frame as the kernel parsed them
   * @param frame the bytes from the Ethernet header, including a VLAN tag; an L4 checksum that the
   *     sender left to hardware is complete, unless {@code segmentSize} is set
   * @param segmentSize payload bytes per packet if the frame stands for several packets (GSO), else
   *     0
   * @param nanoTime time of the miss, on the clock of {@link System#nanoTime()}
   */
  record Upcall(FlowKey key, byte[] frame, int segmentSize, long nanoTime) {

    /** Returns the number of packets that the frame stands for. */
    public int packets() {
      return segmentSize == 0 ? 1 : Segmentation.packets(frame, segmentSize);
    }
  }
}
