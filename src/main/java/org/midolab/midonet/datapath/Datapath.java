package org.midolab.midonet.datapath;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.Segmentation;

/**
 * A table of masked flows over a set of ports. Thread safe.
 *
 * <p>Port numbers are 1 to 65534 and stable for a name from attaching to detaching, over restarts
 * of the agent, so that it finds its flows still true. A number that is free again is given to
 * another name as late as possible.
 */
public interface Datapath extends AutoCloseable {

  /**
   * Number of the port that stands for all tunnels: flows match it as in-port of what arrives
   * encapsulated.
   */
  int TUNNEL_PORT = 65535;

  /**
   * Most actions that a flow may have: a flood over twice the ports that a host is made for. They
   * are 31 batches of 128 and one more (docs: datapath.md#actions).
   */
  int MAX_ACTIONS = 31 * 128 + 1;

  /**
   * Starts to receive and send on a network interface of the agent's namespace. Attaching what is
   * attached already adopts it.
   *
   * @return the port's number
   * @throws DatapathException when the interface does not exist, the kernel refuses, or all {@value
   *     #MAX_PORTS} ports are in use
   */
  int attach(String interfaceName);

  /**
   * Stops using the interface. Flows that come in by it or leave by it go, and so do its number and
   * its counters. Unknown names are ignored.
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
   * @param peers outer addresses of the hosts whose frames are let in; what others send is dropped
   *     as {@link DropReason#UNKNOWN_PEER}
   * @throws DatapathException when no interface has such an address, or the kernel refuses
   */
  void tunnels(Set<TunnelEndpoint> endpoints, Set<Ip4> peers);

  /**
   * Looks whether devices, links and programs that this datapath made are still there, and makes
   * anew what somebody removed. Cheap: to be called about once a second. Programs on ports are
   * looked at in turn, {@value #PORTS_MENDED} a call.
   *
   * @throws DatapathException when the kernel refuses; the next call tries again
   */
  void mend();

  /**
   * Ports at once: twice the 2,000 that a host is made for. The kernel's maps have as much room.
   */
  int MAX_PORTS = 4096;

  /** Ports that one call of {@link #mend} looks at. */
  int PORTS_MENDED = 256;

  /**
   * Where misses go. The consumer runs on the datapath's own thread and must hand work on rather
   * than do it.
   */
  void onUpcall(Consumer<Upcall> consumer);

  /**
   * Adds a flow, or replaces the one of same masked key and mask. When no more masks fit, the flow
   * gets another's that names more than it asks for, and so matches fewer frames; {@link
   * Limit#MASK_MERGED} counts that.
   *
   * @return the mask that the flow has
   * @throws TableFullException when the table has no room for it
   * @throws DatapathException when it has too many actions, or the kernel refuses
   */
  FlowMask install(Flow flow);

  /** Removes the flow of this masked key and mask, if it is there. */
  void remove(FlowKey key, FlowMask mask);

  /** Removes every flow. */
  void clear();

  /**
   * Applies actions to one frame that never looks at the table, whatever comes of it. An L4
   * checksum that the sender's kernel left unfinished is finished; a wrong one stays wrong. There
   * may be any number of actions. A frame that does not fit into a GRE tunnel is fragmented, or its
   * sender is told so (RFC 1191) by the port that it came in by.
   *
   * @param inPort the port in whose name drops are counted
   */
  void execute(byte[] frame, int inPort, List<FlowAction> actions);

  /** As above for a missed frame; one that stands for several packets (GSO) is cut into them. */
  void execute(Upcall upcall, List<FlowAction> actions);

  /**
   * Asks the host at the other end of a tunnel for a sign of life. Its datapath answers by itself,
   * whether an agent runs there or not; {@link #heard} tells when it has.
   *
   * @param tunnel its key does not count
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
   * When each remote end has answered for the last time, on {@link System#nanoTime()}'s clock.
   * Answers of before the agent's start are among them.
   */
  Map<Ip4, Long> heard();

  /** All flows with their counters. */
  Collection<FlowStatistics> flows();

  /**
   * Counts frames that the agent gives up, beside those that the datapath drops.
   *
   * @param port that they came in by
   */
  void countDrop(int port, DropReason reason, long frames);

  /** Counts a missed frame that the agent gives up, and all packets that it stands for. */
  default void countDrop(Upcall upcall, DropReason reason) {
    countDrop(upcall.key().inPort(), reason, upcall.packets());
  }

  /** Frames that were dropped, by port number and reason, since the port was attached. */
  Map<Integer, Map<DropReason, Long>> drops();

  /** Counts that flows of a port met a limit. */
  void countLimit(int port, Limit limit);

  /** How often flows of a port met a limit, by port number, since the port was attached. */
  Map<Integer, Map<Limit, Long>> limits();

  /** Packets and bytes that a port received and sent since it was attached. */
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
   * @param actions in order, at most {@link #MAX_ACTIONS}; an empty list drops, for {@code
   *     dropReason}
   * @param dropReason null unless the actions are empty
   */
  record Flow(FlowKey key, FlowMask mask, List<FlowAction> actions, DropReason dropReason) {

    /** Whether frames come in, or leave, by one of these ports. */
    public boolean concerns(Set<Integer> ports) {
      return ports.contains(key.inPort())
          || actions.stream()
              .anyMatch(a -> a instanceof FlowAction.Output(int port) && ports.contains(port));
    }
  }

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
  record Upcall(FlowKey key, byte[] frame, int segmentSize, long nanoTime) {

    /** Packets that the frame stands for. */
    public int packets() {
      return segmentSize == 0 ? 1 : Segmentation.packets(frame, segmentSize);
    }
  }
}
