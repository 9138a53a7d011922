package org.midolab.midonet.datapath;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

/**
 * A table of masked flows over a set of ports. Thread safe.
 *
 * <p>Port numbers are 1 to 65535 and stable for a name as long as the datapath's pinned state
 * lives, so that an agent which restarts finds its flows still true.
 */
public interface Datapath extends AutoCloseable {

  /**
   * Number of the port that stands for all tunnels: flows match it as in-port of what arrives
   * encapsulated.
   */
  int TUNNEL_PORT = 65535;

  /** Most actions that a flow or an executed frame may have. */
  int MAX_ACTIONS = 32;

  /**
   * Starts to receive and send on a network interface of the agent's namespace. Attaching what is
   * attached already adopts it.
   *
   * @return the port's number
   * @throws DatapathException when the interface does not exist or the kernel refuses
   */
  int attach(String interfaceName);

  /**
   * Stops using the interface; its flows go, its number is kept for its return. Unknown names are
   * ignored.
   */
  void detach(String interfaceName);

  /** Attached ports by interface name. */
  Map<String, Integer> ports();

  /**
   * Says over which tunnels this host can be reached; what was said before and is not repeated
   * ends. Encapsulated frames then arrive as if by {@link #TUNNEL_PORT}, with their tunnel key. The
   * kernel's part (a VXLAN device, a GRE receiver on the interface that owns the address) is made
   * and removed here.
   *
   * @throws DatapathException when no interface has such an address, or the kernel refuses
   */
  void tunnels(Set<TunnelEndpoint> endpoints);

  /**
   * Where misses go. The consumer runs on the datapath's own thread and must hand work on rather
   * than do it.
   */
  void onUpcall(Consumer<Upcall> consumer);

  /**
   * Adds a flow, or replaces the one of same masked key and mask.
   *
   * @throws DatapathException when the table or the list of masks is full
   */
  void install(Flow flow);

  /** Removes the flow of this masked key and mask, if it is there. */
  void remove(FlowKey key, FlowMask mask);

  /** Removes every flow. */
  void clear();

  /**
   * Applies actions to one frame that never looks at the table, whatever comes of it. An L4
   * checksum that the sender's kernel left unfinished is finished; a wrong one stays wrong.
   *
   * @param inPort the port in whose name drops are counted
   */
  void execute(byte[] frame, int inPort, List<FlowAction> actions);

  /** As above for a missed frame; one that stands for several packets (GSO) is cut into them. */
  void execute(Upcall upcall, List<FlowAction> actions);

  /** All flows with their counters. */
  Collection<FlowStatistics> flows();

  /** Counts a missed frame that the agent gives up, beside those that the datapath drops. */
  void countDrop(int port, DropReason reason);

  /** Frames that were dropped, by port number and reason, since the datapath was made. */
  Map<Integer, Map<DropReason, Long>> drops();

  /** Packets and bytes that a port received and sent since the datapath was made. */
  Map<Integer, PortStatistics> portStatistics();

  /** Leaves the pinned state behind, so that traffic goes on. */
  @Override
  void close();

  /** Detaches all ports, removes all flows and unpins everything. */
  void destroy();

  /**
   * One end of this host's tunnels.
   *
   * @param local address of an interface of this host
   */
  record TunnelEndpoint(FlowAction.Encapsulation encapsulation, Ip4 local) {}

  /**
   * A forwarding decision.
   *
   * @param key any key that the flow matches; only the parts that {@code mask} names count
   * @param actions in order, at most {@value #MAX_ACTIONS}; an empty list drops, for {@code
   *     dropReason}
   * @param dropReason null unless the actions are empty
   */
  record Flow(FlowKey key, FlowMask mask, List<FlowAction> actions, DropReason dropReason) {}

  /**
   * @param idle time since the flow last carried a frame, or since it was installed
   */
  record FlowStatistics(Flow flow, long packets, long bytes, Duration idle) {}

  record PortStatistics(long rxPackets, long rxBytes, long txPackets, long txBytes) {}

  /**
   * A frame that no flow matched.
   *
   * @param key the frame's fields as the kernel parsed them
   * @param frame the bytes from the Ethernet header on, VLAN tag included; L4 checksums that the
   *     sender left to its network card are finished, unless {@code segmentSize} is set
   * @param segmentSize payload bytes per packet when the frame stands for several (GSO), else 0
   * @param nanoTime when it was missed, on {@link System#nanoTime()}'s clock
   */
  record Upcall(FlowKey key, byte[] frame, int segmentSize, long nanoTime) {}
}
