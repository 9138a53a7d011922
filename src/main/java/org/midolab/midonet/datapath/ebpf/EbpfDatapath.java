package org.midolab.midonet.datapath.ebpf;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.midolab.linux.BpfFileSystem;
import org.midolab.linux.Link;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.Limit;
import org.midolab.midonet.datapath.common.FrameLimits;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.datapath.common.Sender;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flow table in the kernel (docs: datapath.md#programs): BPF programs on the ingress of every
 * port (see {@code src/main/bpf}), and maps for their state.
 *
 * <pre>
 *   PinnedState   maps, programs and links that outlive the agent
 *   PortTable     numbers and interfaces        FlowStore     flows, masks, long lists
 *   TunnelEnds    VXLAN device, GRE receivers   InjectPath    frames to send, with their actions
 *   UpcallReader  missed frames                 Hook          TCX or clsact
 * </pre>
 *
 * It works in the network namespace of the thread that opens it, also when other threads call it.
 * It needs CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW. Only one may be open for a namespace and a
 * directory of pins.
 */
public final class EbpfDatapath implements Datapath {

  private static final Logger LOG = LoggerFactory.getLogger(EbpfDatapath.class);

  private final DatapathOptions options;
  private final PinnedState state;
  private final Netlink netlink;
  private final NetworkNamespace namespace = NetworkNamespace.current();
  private final Hook hook;
  private final PortTable ports;
  private final FlowStore flows;
  private final TunnelEnds tunnels;
  private final InjectPath inject;
  private final Sender sender;
  private final Counts counts;
  private final FlowDump dump;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile LongPackets longPackets = (in, out, error) -> {};
  private UpcallReader reader;
  private int mendFrom;
  private boolean closed;

  private EbpfDatapath(DatapathOptions options, PinnedState state, Netlink netlink) {
    this.options = options;
    this.state = state;
    this.netlink = netlink;
    ports = new PortTable(state);
    counts = new Counts(state);
    dump = new FlowDump(state);
    hook =
        Hook.choose(
            options.attach(),
            state,
            netlink,
            namespace,
            state.program(Layout.INJECT_PROGRAM),
            Layout.INJECT_PROGRAM,
            InjectPath.lay(netlink));
    inject = new InjectPath(state, netlink, namespace);
    tunnels = new TunnelEnds(state, netlink, hook, options.vxlanPort());
    FrameLimits limits = new FrameLimits(tunnels::greFrame, ports::mtu);
    flows = new FlowStore(state, limits);
    sender =
        new Sender(
            inject::send,
            limits,
            (port, reason) -> counts.drop(port, reason, 1),
            () -> longPackets);
    forgetLostPorts();
    long interval = 1_000_000_000L / options.upcallRate();
    state.config(state.config().withUpcalls(interval, interval * (options.upcallBurst() - 1)));
  }

  /**
   * Opens the datapath in the network namespace of the calling thread. Adopts the state that an
   * earlier agent left in the directory of pins, including the flows; if there is none, loads the
   * programs.
   *
   * @throws DatapathException if the kernel refuses, a capability is missing, or the object file is
   *     missing
   */
  public static EbpfDatapath open(DatapathOptions options) {
    PinnedState state = null;
    Netlink netlink = null;
    try {
      state = PinnedState.open(options);
      netlink = Netlink.open();
      return new EbpfDatapath(options, state, netlink);
    } catch (RuntimeException e) {
      if (netlink != null) {
        netlink.close();
      }
      if (state != null) {
        state.close();
      }
      throw e instanceof LinuxException ? refused("open the datapath", e) : e;
    }
  }

  private static DatapathException refused(String what, RuntimeException cause) {
    return new DatapathException("cannot " + what + ": " + cause.getMessage(), cause);
  }

  private void locked(String what, Runnable work) {
    lock.lock();
    try {
      if (closed) {
        throw new DatapathException("cannot " + what + ": the datapath is closed");
      }
      work.run();
    } catch (LinuxException e) {
      throw refused(what, e);
    } finally {
      lock.unlock();
    }
  }

  /** Releases the numbers of interfaces that disappeared while no agent ran. */
  private void forgetLostPorts() {
    ports.forgetDetached();
    Set<Integer> present =
        netlink.links().all().stream().map(Link::index).collect(Collectors.toSet());
    Map<Integer, Integer> behind = ports.interfaces();
    Map<String, Integer> lost = ports.attached();
    lost.values().removeIf(number -> present.contains(behind.get(number)));
    detach(lost);
  }

  @Override
  public int attach(String interfaceName) {
    int[] number = new int[1];
    locked(
        "attach " + interfaceName,
        () -> {
          Link link = netlink.links().get(interfaceName);
          boolean known = ports.find(interfaceName).isPresent();
          number[0] = ports.number(interfaceName);
          try {
            connect(number[0], link);
          } catch (LinuxException e) {
            if (!known) {
              ports.release(interfaceName);
            }
            throw e;
          }
        });
    return number[0];
  }

  private void connect(int number, Link link) {
    int before = ports.interfaceOf(number).orElse(link.index());
    if (before != link.index()) { // deleted and created again
      ports.disconnect(number);
      hook.detach(before);
    }
    boolean peer = options.redirectToPeer() && link.kind().equals("veth");
    boolean smaller = ports.isAnyLength(number) && link.mtu() < FrameLimits.ANY_MTU;
    ports.connect(number, link, peer);
    if (smaller) {
      removeFlows(Set.of(number)); // they do not compare the length of frames with the MTU
    }
    hook.attach(state.program(Layout.PORT_PROGRAM), Layout.PORT_PROGRAM, link.index());
  }

  @Override
  public void detach(String interfaceName) {
    locked(
        "detach " + interfaceName,
        () -> ports.find(interfaceName).ifPresent(number -> detach(Map.of(interfaceName, number))));
  }

  private void detach(Map<String, Integer> names) {
    if (names.isEmpty()) {
      return;
    }
    Set<Integer> numbers = Set.copyOf(names.values());
    for (int number : numbers) {
      // An interface that was renamed and attached under its new name keeps the program.
      ports
          .interfaceOf(number)
          .filter(ifindex -> ports.numberOf(ifindex).equals(Optional.of(number)))
          .ifPresent(hook::detach);
      ports.disconnect(number);
    }
    removeFlows(numbers);
    names.keySet().forEach(ports::release);
  }

  private void removeFlows(Set<Integer> numbers) {
    for (FlowStatistics statistics : dump.flows()) {
      Flow flow = statistics.flow();
      if (flow.concerns(numbers)) {
        flows.remove(flow.key(), flow.mask());
      }
    }
  }

  @Override
  public Map<String, Integer> ports() {
    return ports.attached();
  }

  @Override
  public void tunnels(Set<TunnelEndpoint> endpoints, Set<Ip4> peers) {
    locked("open the tunnels " + endpoints, () -> tunnels.set(endpoints, peers));
  }

  @Override
  public void mend() {
    locked(
        "keep the datapath's links",
        () -> {
          inject.mend(hook, state.program(Layout.INJECT_PROGRAM));
          tunnels.mend();
          List<Map.Entry<String, Integer>> all = List.copyOf(ports.attached().entrySet());
          int count = Math.min(PORTS_MENDED, all.size());
          for (int i = 0; i < count; i++) {
            mendPort(all.get((mendFrom + i) % all.size()));
          }
          mendFrom += count;
        });
  }

  /**
   * Restores the program of a port, and reads its MTU. Does nothing if the interface does not
   * exist, or is another one with the same name: the caller must attach that again.
   */
  private void mendPort(Map.Entry<String, Integer> port) {
    int ifindex = ports.interfaceOf(port.getValue()).orElse(0);
    Optional<Link> link =
        netlink.links().find(port.getKey()).filter(found -> found.index() == ifindex);
    link.filter(found -> found.mtu() != ports.mtu(port.getValue()))
        .ifPresent(found -> connect(port.getValue(), found));
    if (link.isPresent() && !hook.isAttached(Layout.PORT_PROGRAM, ifindex)) {
      LOG.warn("somebody took the datapath's program off {}; it is put there again", port.getKey());
      hook.attach(state.program(Layout.PORT_PROGRAM), Layout.PORT_PROGRAM, ifindex);
    }
  }

  @Override
  public void onLongPackets(LongPackets listener) {
    longPackets = listener;
  }

  @Override
  public void onUpcall(Consumer<Upcall> consumer) {
    stopReader();
    locked(
        "read upcalls",
        () ->
            reader =
                new UpcallReader(
                    state.map("upcalls"), consumer, upcall -> sendLong(upcall, consumer)));
  }

  /** Sends a frame that matched a flow but does not fit into its tunnel. */
  private void sendLong(Upcall upcall, Consumer<Upcall> missed) {
    AtomicReference<List<FlowAction>> actions = new AtomicReference<>();
    locked("send a long frame", () -> actions.set(flows.actionsFor(upcall.key()).orElse(null)));
    if (actions.get() == null) { // the flow was removed meanwhile
      missed.accept(upcall);
    } else {
      execute(upcall, actions.get());
    }
  }

  /** Closes the reader without the lock, since its consumer may be waiting for the lock. */
  private void stopReader() {
    lock.lock();
    UpcallReader running = reader;
    reader = null;
    lock.unlock();
    if (running != null) {
      running.close();
    }
  }

  @Override
  public FlowMask install(Flow flow) {
    AtomicReference<FlowMask> mask = new AtomicReference<>();
    locked(
        "install a flow",
        () -> {
          mask.set(flows.install(flow));
          tunnels.resolve(flow.actions());
        });
    if (!mask.get().equals(flow.mask())) {
      counts.limit(flow.key().inPort(), Limit.MASK_MERGED);
    }
    return mask.get();
  }

  @Override
  public Carried remove(FlowKey key, FlowMask mask) {
    Carried[] carried = {Carried.NOTHING};
    locked("remove a flow", () -> carried[0] = flows.remove(key, mask));
    return carried[0];
  }

  @Override
  public void clear() {
    locked("remove all flows", flows::clear);
  }

  @Override
  public void execute(byte[] frame, int inPort, List<FlowAction> actions) {
    sending(() -> sender.execute(frame, inPort, actions));
  }

  @Override
  public void execute(Upcall upcall, List<FlowAction> actions) {
    sending(() -> sender.execute(upcall, actions));
  }

  private static void sending(Runnable work) {
    try {
      work.run();
    } catch (LinuxException e) {
      throw refused("send a frame out", e);
    }
  }

  @Override
  public Map<Ip4, Long> heard() {
    Map<Ip4, Long> heard = new HashMap<>();
    locked(
        "read which hosts have answered",
        () ->
            state
                .map("heard")
                .entries()
                .forEach(
                    entry ->
                        heard.put(
                            new Ip4(Layout.u32(entry.key())),
                            Layout.wrap(entry.value()).getLong(0))));
    return heard;
  }

  @Override
  public Collection<FlowStatistics> flows() {
    return dump.flows();
  }

  @Override
  public void countDrop(int port, DropReason reason, long frames) {
    locked("count", () -> counts.drop(port, reason, frames));
  }

  @Override
  public void countLimit(int port, Limit limit) {
    locked("count", () -> counts.limit(port, limit));
  }

  @Override
  public Map<Integer, Map<Limit, Long>> limits() {
    return dump.limits();
  }

  @Override
  public Map<Integer, Map<DropReason, Long>> drops() {
    return dump.drops();
  }

  @Override
  public Map<Integer, PortStatistics> portStatistics() {
    return dump.portStatistics();
  }

  @Override
  public void close() {
    stopReader();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        inject.close();
        netlink.close();
        namespace.close();
        state.close();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void destroy() {
    stopReader();
    locked(
        "take the datapath down",
        () -> {
          ports.interfaces().values().forEach(hook::detach);
          tunnels.set(Set.of(), Set.of());
          InjectPath.remove(netlink);
          PinnedState.removeAll(options.pins());
        });
    close();
    BpfFileSystem.unmount(options.pins());
  }
}
