package org.midolab.midonet.datapath.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.common.FlowCodec;
import org.midolab.midonet.datapath.common.FrameLimits;
import org.midolab.midonet.datapath.common.LongFrames;
import org.midolab.midonet.datapath.common.MaskSet;
import org.midolab.midonet.datapath.common.PortNumbers;
import org.midolab.midonet.datapath.common.Sender;
import org.midolab.midonet.datapath.common.SoftActions;
import org.midolab.midonet.datapath.ebpf.EbpfDatapath;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.MalformedFrameException;
import org.midolab.midonet.packet.TcpFlags;

/**
 * An implementation of {@link EbpfDatapath}'s behaviour without a kernel, for tests of code that
 * uses a datapath. Frames are byte arrays. All work is done on the caller's thread.
 */
public final class InMemoryDatapath implements Datapath {

  private final LongSupplier clock;
  private final Set<String> plugged = new HashSet<>();
  private final Map<String, Integer> numbers = new TreeMap<>();
  private final Map<Integer, String> attached = new TreeMap<>();
  private final Map<Match, Entry> flows = new LinkedHashMap<>();
  private final MaskSet masks = new MaskSet();
  private final PortNumbers free = new PortNumbers();
  private final Map<Integer, Map<DropReason, Long>> drops = new TreeMap<>();
  private final Map<Integer, Map<Limit, Long>> limits = new TreeMap<>();
  private final Map<Integer, long[]> counters = new TreeMap<>();
  private final Map<Ip4, Long> heard = new HashMap<>();
  private Consumer<Upcall> upcalls = upcall -> {};
  private BiConsumer<String, byte[]> sent = (name, frame) -> {};
  private BiConsumer<Tunnel, byte[]> tunnelled = (tunnel, frame) -> {};
  private Runnable mending = () -> {};
  private Set<Ip4> peers = Set.of();
  private int tunnelRoom = Integer.MAX_VALUE;
  private final Map<String, Integer> mtus = new HashMap<>();
  private LongPackets longPackets = (in, out, error) -> {};
  private final FrameLimits frameLimits = new FrameLimits(() -> tunnelRoom, this::mtu);
  private final Sender sender =
      new Sender(this::apply, frameLimits, (p, r) -> drop(p, r, 1), () -> longPackets);

  /** Identity of a flow: its masked key and its mask. */
  private record Match(FlowKey key, FlowMask mask) {}

  private static final class Entry {
    final Flow flow;
    long packets;
    long bytes;
    long used;
    int tcpFlags;

    Entry(Flow flow, long now) {
      this.flow = flow;
      this.used = now;
    }
  }

  public InMemoryDatapath() {
    this(System::nanoTime);
  }

  /**
   * Creates a datapath without interfaces.
   *
   * @param nanos clock for idle times, in nanoseconds
   */
  public InMemoryDatapath(LongSupplier nanos) {
    this.clock = nanos;
  }

  /** Adds an interface, which can then be attached. */
  public synchronized void plug(String interfaceName) {
    plugged.add(interfaceName);
  }

  /** Removes an interface. Frames to its port are dropped. */
  public synchronized void unplug(String interfaceName) {
    plugged.remove(interfaceName);
    attached.values().remove(interfaceName);
  }

  /**
   * Sets the consumer of frames that leave by ports. It receives the interface name and the frame.
   */
  public synchronized void onSent(BiConsumer<String, byte[]> consumer) {
    sent = consumer;
  }

  /** Sets the consumer of frames that leave by tunnels. */
  public synchronized void onTunnelled(BiConsumer<Tunnel, byte[]> consumer) {
    tunnelled = consumer;
  }

  /** Receives a frame on an interface. Ignores it if the interface is not attached. */
  public synchronized void receive(String interfaceName, byte[] frame) {
    Integer number = numbers.get(interfaceName);
    if (number != null && attached.containsKey(number)) {
      receive(number, 0, frame);
    }
  }

  /**
   * Sets the length of the longest frame that fits into a GRE tunnel, in bytes. By default there is
   * no limit.
   */
  public synchronized void tunnelRoom(int bytes) {
    tunnelRoom = bytes;
  }

  /** Sets the MTU of an interface in bytes. By default it takes frames of any length. */
  public synchronized void mtu(String interfaceName, int bytes) {
    mtus.put(interfaceName, bytes);
  }

  private int mtu(int port) {
    return mtus.getOrDefault(attached.get(port), FrameLimits.ANY_MTU);
  }

  @Override
  public synchronized void onLongPackets(LongPackets listener) {
    longPackets = listener;
  }

  /** Receives a frame from a tunnel, from a host that is a peer. */
  public synchronized void receiveTunnelled(int tunnelKey, byte[] frame) {
    receive(TUNNEL_PORT, tunnelKey, frame);
  }

  /** Receives a frame from a tunnel, from this host. */
  public synchronized void receiveTunnelled(Ip4 peer, int tunnelKey, byte[] frame) {
    if (peers.contains(peer)) {
      receive(TUNNEL_PORT, tunnelKey, frame);
    } else {
      count(TUNNEL_PORT, 0, frame.length);
      drop(TUNNEL_PORT, DropReason.UNKNOWN_PEER, 1);
    }
  }

  private void receive(int port, int tunnelKey, byte[] frame) {
    count(port, 0, frame.length);
    FlowKey key;
    try {
      key = FrameParser.parse(frame, port, tunnelKey);
    } catch (MalformedFrameException e) {
      drop(port, DropReason.MALFORMED, 1);
      return;
    }
    Optional<Entry> found =
        masks.masks().stream()
            .map(mask -> flows.get(new Match(FlowCodec.masked(key, mask), mask)))
            .filter(entry -> entry != null)
            .findFirst();
    if (found.isEmpty()) {
      upcalls.accept(new Upcall(key, frame.clone(), 0, clock.getAsLong()));
      return;
    }
    Entry entry = found.get();
    entry.packets++;
    entry.bytes += frame.length;
    entry.used = clock.getAsLong();
    entry.tcpFlags = TcpFlags.seen(entry.tcpFlags, TcpFlags.of(frame, key));
    if (entry.flow.actions().stream().noneMatch(FlowAction::isOutput)) {
      DropReason reason = entry.flow.dropReason();
      drop(port, reason == null ? DropReason.UNSPECIFIED : reason, 1);
    } else if (LongFrames.isTooLong(frame, entry.flow.actions(), frameLimits)) {
      sender.execute(frame, port, entry.flow.actions());
    } else {
      apply(frame, port, entry.flow.actions());
    }
  }

  private void apply(byte[] frame, int inPort, List<FlowAction> actions) {
    SoftActions soft = new SoftActions(frame);
    for (FlowAction action : actions) {
      switch (action) {
        case FlowAction.Output(int port) -> send(port, inPort, soft.frame());
        case Tunnel tunnel -> {
          count(TUNNEL_PORT, 2, soft.frame().length);
          tunnelled.accept(tunnel, soft.frame());
        }
        default -> {
          Optional<DropReason> failed = soft.rewrite(action);
          if (failed.isPresent()) {
            drop(inPort, failed.get(), 1);
            return;
          }
        }
      }
    }
  }

  private void send(int port, int inPort, byte[] frame) {
    String name = attached.get(port);
    if (name == null) {
      drop(inPort, DropReason.NO_SUCH_PORT, 1);
    } else {
      count(port, 2, frame.length);
      sent.accept(name, frame);
    }
  }

  private void drop(int port, DropReason reason, long frames) {
    drops
        .computeIfAbsent(port, p -> new EnumMap<>(DropReason.class))
        .merge(reason, frames, Long::sum);
  }

  private void count(int port, int index, int bytes) {
    long[] values = counters.computeIfAbsent(port, p -> new long[4]);
    values[index]++;
    values[index + 1] += bytes;
  }

  @Override
  public synchronized int attach(String interfaceName) {
    if (!plugged.contains(interfaceName)) {
      throw new DatapathException(
          "cannot attach " + interfaceName + ": there is no such interface");
    }
    int number = numbers.computeIfAbsent(interfaceName, name -> free.take());
    attached.put(number, interfaceName);
    return number;
  }

  @Override
  public synchronized void detach(String interfaceName) {
    Integer number = numbers.remove(interfaceName);
    if (number != null) {
      attached.remove(number);
      free.release(number);
      Set<Integer> gone = Set.of(number);
      List.copyOf(flows.values()).stream()
          .map(entry -> entry.flow)
          .filter(flow -> flow.concerns(gone))
          .forEach(flow -> remove(flow.key(), flow.mask()));
      List.of(drops, limits, counters).forEach(counts -> counts.remove(number));
    }
  }

  @Override
  public synchronized Map<String, Integer> ports() {
    Map<String, Integer> ports = new TreeMap<>();
    attached.forEach((number, name) -> ports.put(name, number));
    return ports;
  }

  /**
   * Sets only the peers. {@link #onTunnelled} and {@link #receiveTunnelled} stand for the tunnels.
   */
  @Override
  public synchronized void tunnels(Set<TunnelEndpoint> endpoints, Set<Ip4> peers) {
    this.peers = Set.copyOf(peers);
  }

  /** Sets what {@link #mend} does. Without it nothing, since no program changes this datapath. */
  public synchronized void onMend(Runnable action) {
    mending = action;
  }

  @Override
  public void mend() {
    Runnable action;
    synchronized (this) {
      action = mending;
    }
    action.run();
  }

  @Override
  public synchronized void onUpcall(Consumer<Upcall> consumer) {
    upcalls = consumer;
  }

  @Override
  public synchronized FlowMask install(Flow flow) {
    if (flow.actions().size() > MAX_ACTIONS) {
      throw new DatapathException("a flow has at most " + MAX_ACTIONS + " actions");
    }
    int inPort = flow.key().inPort();
    FlowMask mask = masks.fit(flow.mask(), inPort);
    if (!mask.equals(flow.mask())) {
      countLimit(inPort, Limit.MASK_MERGED);
    }
    Match match = new Match(FlowCodec.masked(flow.key(), mask), mask);
    Flow stored = new Flow(match.key(), mask, flow.actions(), flow.dropReason());
    if (flows.put(match, new Entry(stored, clock.getAsLong())) == null) {
      masks.added(mask, inPort);
    }
    return mask;
  }

  @Override
  public synchronized Carried remove(FlowKey key, FlowMask mask) {
    Entry removed = flows.remove(new Match(FlowCodec.masked(key, mask), mask));
    if (removed == null) {
      return Carried.NOTHING;
    }
    masks.released(mask);
    return new Carried(removed.packets, removed.bytes);
  }

  @Override
  public synchronized void clear() {
    flows.clear();
    masks.clear();
  }

  @Override
  public synchronized void execute(byte[] frame, int inPort, List<FlowAction> actions) {
    sender.execute(frame, inPort, actions);
  }

  @Override
  public synchronized void execute(Upcall upcall, List<FlowAction> actions) {
    sender.execute(upcall, actions);
  }

  /** Records a heartbeat answer, as the kernel does. */
  public synchronized void answered(Ip4 remote) {
    heard.put(remote, clock.getAsLong());
  }

  @Override
  public synchronized Map<Ip4, Long> heard() {
    return Map.copyOf(heard);
  }

  @Override
  public synchronized Collection<FlowStatistics> flows() {
    List<FlowStatistics> all = new ArrayList<>();
    long now = clock.getAsLong();
    flows
        .values()
        .forEach(
            entry ->
                all.add(
                    new FlowStatistics(
                        entry.flow,
                        entry.packets,
                        entry.bytes,
                        Duration.ofNanos(now - entry.used),
                        entry.tcpFlags)));
    return all;
  }

  @Override
  public synchronized void countDrop(int port, DropReason reason, long frames) {
    drop(port, reason, frames);
  }

  @Override
  public synchronized void countLimit(int port, Limit limit) {
    limits.computeIfAbsent(port, p -> new EnumMap<>(Limit.class)).merge(limit, 1L, Long::sum);
  }

  @Override
  public synchronized Map<Integer, Map<Limit, Long>> limits() {
    return copy(limits, Limit.class);
  }

  @Override
  public synchronized Map<Integer, Map<DropReason, Long>> drops() {
    return copy(drops, DropReason.class);
  }

  private static <K extends Enum<K>> Map<Integer, Map<K, Long>> copy(
      Map<Integer, Map<K, Long>> counts, Class<K> type) {
    Map<Integer, Map<K, Long>> copy = new TreeMap<>();
    counts.forEach(
        (port, some) -> copy.computeIfAbsent(port, p -> new EnumMap<>(type)).putAll(some));
    return copy;
  }

  @Override
  public synchronized Map<Integer, PortStatistics> portStatistics() {
    Map<Integer, PortStatistics> statistics = new HashMap<>();
    counters.forEach((port, c) -> statistics.put(port, new PortStatistics(c[0], c[1], c[2], c[3])));
    return statistics;
  }

  /** Keeps flows and ports, as the kernel does. */
  @Override
  public synchronized void close() {
    upcalls = upcall -> {};
  }

  @Override
  public synchronized void destroy() {
    clear();
    attached.clear();
    numbers.clear();
    close();
  }
}
