package org.midolab.midonet.datapath;

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
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.MalformedFrameException;

/**
 * The twin of {@link EbpfDatapath} without a kernel: frames are handed in and come out as byte
 * arrays, everything happens on the caller's thread. For tests of what stands on a datapath.
 */
public final class InMemoryDatapath implements Datapath {

  private static final int MAX_MASKS = 64;

  private final LongSupplier clock;
  private final Set<String> plugged = new HashSet<>();
  private final Map<String, Integer> numbers = new TreeMap<>();
  private final Map<Integer, String> attached = new TreeMap<>();
  private final Map<Match, Entry> flows = new LinkedHashMap<>();
  private final Map<FlowMask, Integer> masks = new LinkedHashMap<>();
  private final Map<Integer, Map<DropReason, Long>> drops = new TreeMap<>();
  private final Map<Integer, long[]> counters = new TreeMap<>();
  private Consumer<Upcall> upcalls = upcall -> {};
  private BiConsumer<String, byte[]> sent = (name, frame) -> {};
  private BiConsumer<Tunnel, byte[]> tunnelled = (tunnel, frame) -> {};

  /** Identity of a flow: its masked key and its mask. */
  private record Match(FlowKey key, FlowMask mask) {}

  private static final class Entry {
    final Flow flow;
    long packets;
    long bytes;
    long used;

    Entry(Flow flow, long now) {
      this.flow = flow;
      this.used = now;
    }
  }

  public InMemoryDatapath() {
    this(System::nanoTime);
  }

  /**
   * @param nanos clock for idle times
   */
  public InMemoryDatapath(LongSupplier nanos) {
    this.clock = nanos;
  }

  /** An interface appears, and could be attached. */
  public synchronized void plug(String interfaceName) {
    plugged.add(interfaceName);
  }

  /** An interface disappears; what is sent to its port is dropped. */
  public synchronized void unplug(String interfaceName) {
    plugged.remove(interfaceName);
    attached.values().remove(interfaceName);
  }

  /** Who gets the frames that leave by ports: the interface's name, and the frame. */
  public synchronized void onSent(BiConsumer<String, byte[]> consumer) {
    sent = consumer;
  }

  /** Who gets the frames that leave by tunnels. */
  public synchronized void onTunnelled(BiConsumer<Tunnel, byte[]> consumer) {
    tunnelled = consumer;
  }

  /** A frame comes in by an interface; one that is not attached swallows it. */
  public synchronized void receive(String interfaceName, byte[] frame) {
    Integer number = numbers.get(interfaceName);
    if (number != null && attached.containsKey(number)) {
      receive(number, 0, frame);
    }
  }

  /** A frame comes out of a tunnel. */
  public synchronized void receiveTunnelled(int tunnelKey, byte[] frame) {
    receive(TUNNEL_PORT, tunnelKey, frame);
  }

  private void receive(int port, int tunnelKey, byte[] frame) {
    count(port, 0, frame.length);
    FlowKey key;
    try {
      key = FrameParser.parse(frame, port, tunnelKey);
    } catch (MalformedFrameException e) {
      drop(port, DropReason.MALFORMED);
      return;
    }
    Optional<Entry> found =
        masks.keySet().stream()
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
    if (entry.flow.actions().stream().noneMatch(SoftActions::isOutput)) {
      drop(
          port, entry.flow.dropReason() == null ? DropReason.UNSPECIFIED : entry.flow.dropReason());
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
            drop(inPort, failed.get());
            return;
          }
        }
      }
    }
  }

  private void send(int port, int inPort, byte[] frame) {
    String name = attached.get(port);
    if (name == null) {
      drop(inPort, DropReason.NO_SUCH_PORT);
    } else {
      count(port, 2, frame.length);
      sent.accept(name, frame);
    }
  }

  private void drop(int port, DropReason reason) {
    drops.computeIfAbsent(port, p -> new EnumMap<>(DropReason.class)).merge(reason, 1L, Long::sum);
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
    int number =
        numbers.computeIfAbsent(
            interfaceName,
            name -> {
              int free = 1;
              while (numbers.containsValue(free)) {
                free++;
              }
              return free;
            });
    attached.put(number, interfaceName);
    return number;
  }

  @Override
  public synchronized void detach(String interfaceName) {
    Integer number = numbers.get(interfaceName);
    if (number != null) {
      attached.remove(number);
      List.copyOf(flows.keySet()).stream()
          .filter(match -> match.key().inPort() == number)
          .forEach(match -> remove(match.key(), match.mask()));
    }
  }

  @Override
  public synchronized Map<String, Integer> ports() {
    Map<String, Integer> ports = new TreeMap<>();
    attached.forEach((number, name) -> ports.put(name, number));
    return ports;
  }

  /** Nothing is to be made here: tunnels are {@link #onTunnelled} and {@link #receiveTunnelled}. */
  @Override
  public void tunnels(Set<TunnelEndpoint> endpoints) {}

  @Override
  public synchronized void onUpcall(Consumer<Upcall> consumer) {
    upcalls = consumer;
  }

  @Override
  public synchronized void install(Flow flow) {
    if (flow.actions().size() > MAX_ACTIONS) {
      throw new DatapathException("a flow has at most " + MAX_ACTIONS + " actions");
    }
    if (!masks.containsKey(flow.mask()) && masks.size() == MAX_MASKS) {
      throw new DatapathException("all " + MAX_MASKS + " masks are in use");
    }
    Match match = new Match(FlowCodec.masked(flow.key(), flow.mask()), flow.mask());
    Flow stored = new Flow(match.key(), flow.mask(), flow.actions(), flow.dropReason());
    if (flows.put(match, new Entry(stored, clock.getAsLong())) == null) {
      masks.merge(flow.mask(), 1, Integer::sum);
    }
  }

  @Override
  public synchronized void remove(FlowKey key, FlowMask mask) {
    if (flows.remove(new Match(FlowCodec.masked(key, mask), mask)) != null) {
      masks.merge(mask, -1, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  @Override
  public synchronized void clear() {
    flows.clear();
    masks.clear();
  }

  @Override
  public synchronized void execute(byte[] frame, int inPort, List<FlowAction> actions) {
    apply(frame, inPort, actions);
  }

  @Override
  public void execute(Upcall upcall, List<FlowAction> actions) {
    execute(upcall.frame(), upcall.key().inPort(), actions);
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
                        Duration.ofNanos(now - entry.used))));
    return all;
  }

  @Override
  public synchronized void countDrop(int port, DropReason reason) {
    drop(port, reason);
  }

  @Override
  public synchronized Map<Integer, Map<DropReason, Long>> drops() {
    Map<Integer, Map<DropReason, Long>> copy = new TreeMap<>();
    drops.forEach((port, reasons) -> copy.put(port, new EnumMap<>(reasons)));
    return copy;
  }

  @Override
  public synchronized Map<Integer, PortStatistics> portStatistics() {
    Map<Integer, PortStatistics> statistics = new HashMap<>();
    counters.forEach((port, c) -> statistics.put(port, new PortStatistics(c[0], c[1], c[2], c[3])));
    return statistics;
  }

  /** Flows and ports stay, as the kernel's do. */
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
