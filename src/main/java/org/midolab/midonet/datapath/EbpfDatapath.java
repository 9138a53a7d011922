package org.midolab.midonet.datapath;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.midolab.linux.BpfFileSystem;
import org.midolab.linux.BpfMap;
import org.midolab.linux.Link;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

/**
 * The flow table in the kernel: BPF programs on the ingress of every port (see {@code
 * src/main/bpf}), maps for what they go by.
 *
 * <pre>
 *   PinnedState   maps, programs and links that outlive the agent
 *   PortTable     numbers and interfaces        MaskTable     masks in the order of the search
 *   TunnelEnds    VXLAN device, GRE receivers   InjectPath    frames out, by explicit actions
 *   UpcallReader  missed frames                 Hook          TCX or clsact
 * </pre>
 *
 * It works in the network namespace of the thread that opens it, whichever thread calls it later,
 * and needs CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW. One per namespace and directory of pins.
 */
public final class EbpfDatapath implements Datapath {

  private final DatapathOptions options;
  private final PinnedState state;
  private final Netlink netlink;
  private final NetworkNamespace namespace = NetworkNamespace.current();
  private final Hook hook;
  private final PortTable ports;
  private final MaskTable masks;
  private final TunnelEnds tunnels;
  private final InjectPath inject;
  private final FlowDump dump;
  private final BpfMap flows;
  private final ReentrantLock lock = new ReentrantLock();
  private UpcallReader reader;
  private boolean closed;

  private EbpfDatapath(DatapathOptions options, PinnedState state, Netlink netlink) {
    this.options = options;
    this.state = state;
    this.netlink = netlink;
    flows = state.map("flows");
    ports = new PortTable(state);
    masks = new MaskTable(state);
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
    inject = new InjectPath(state);
    tunnels = new TunnelEnds(state, netlink, hook, options.vxlanPort());
    long interval = 1_000_000_000L / options.upcallRate();
    state.config(state.config().withUpcalls(interval, interval * (options.upcallBurst() - 1)));
  }

  /**
   * Opens the datapath in the calling thread's network namespace: adopts what an earlier agent left
   * in the directory of pins, flows included, or loads the programs.
   *
   * @throws DatapathException when the kernel refuses, a right is missing or the object is
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

  @Override
  public int attach(String interfaceName) {
    int[] number = new int[1];
    locked(
        "attach " + interfaceName,
        () -> {
          Link link = netlink.links().get(interfaceName);
          number[0] = ports.number(interfaceName);
          int before = ports.interfaceOf(number[0]).orElse(link.index());
          if (before != link.index()) { // deleted and made again
            ports.disconnect(number[0]);
            hook.detach(before);
          }
          boolean peer = options.redirectToPeer() && link.kind().equals("veth");
          ports.connect(number[0], link.index(), peer);
          hook.attach(state.program(Layout.PORT_PROGRAM), Layout.PORT_PROGRAM, link.index());
        });
    return number[0];
  }

  @Override
  public void detach(String interfaceName) {
    locked(
        "detach " + interfaceName,
        () ->
            ports
                .find(interfaceName)
                .ifPresent(
                    number -> {
                      ports.interfaceOf(number).ifPresent(hook::detach);
                      ports.disconnect(number);
                      removeFlowsOf(number);
                    }));
  }

  private void removeFlowsOf(int port) {
    for (FlowStatistics statistics : dump.flows()) {
      Flow flow = statistics.flow();
      if (flow.key().inPort() == port) {
        removeHere(flow.key(), flow.mask());
      }
    }
  }

  @Override
  public Map<String, Integer> ports() {
    return ports.attached();
  }

  @Override
  public void tunnels(Set<TunnelEndpoint> endpoints) {
    locked("open the tunnels " + endpoints, () -> tunnels.set(endpoints));
  }

  @Override
  public void onUpcall(Consumer<Upcall> consumer) {
    stopReader();
    locked("read upcalls", () -> reader = new UpcallReader(state.map("upcalls"), consumer));
  }

  /** Without the lock, which the consumer may be waiting for. */
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
  public void install(Flow flow) {
    ByteBuffer value = Layout.buffer(Layout.FLOW).putLong(0).putLong(0).putLong(System.nanoTime());
    ActionCodec.encode(flow.actions(), flow.dropReason(), value);
    locked(
        "install a flow",
        () -> {
          byte[] id = id(flow.key(), flow.mask(), masks.id(flow.mask()));
          try {
            if (flows.add(id, value.array())) {
              masks.added(flow.mask()); // the flow is there before the kernel looks for it
            } else {
              flows.update(id, value.array());
            }
          } catch (LinuxException e) {
            masks.abandoned(flow.mask());
            throw e;
          }
          tunnels.resolve(flow.actions());
        });
  }

  private static byte[] id(FlowKey key, FlowMask mask, int maskId) {
    byte[] masked = FlowCodec.and(FlowCodec.encode(key), FlowCodec.encode(mask));
    return Layout.buffer(Layout.FLOW_ID).put(masked).putInt(maskId).putInt(0).array();
  }

  @Override
  public void remove(FlowKey key, FlowMask mask) {
    locked("remove a flow", () -> removeHere(key, mask));
  }

  private void removeHere(FlowKey key, FlowMask mask) {
    int maskId = masks.find(mask);
    if (maskId != 0 && flows.delete(id(key, mask, maskId))) {
      masks.released(mask);
    }
  }

  @Override
  public void clear() {
    locked(
        "remove all flows",
        () -> {
          masks.clear();
          flows.entries().forEach(entry -> flows.delete(entry.key()));
        });
  }

  @Override
  public void execute(byte[] frame, int inPort, List<FlowAction> actions) {
    byte[] whole = frame.clone();
    Segmentation.finishChecksum(whole);
    send(whole, inPort, actions);
  }

  @Override
  public void execute(Upcall upcall, List<FlowAction> actions) {
    if (upcall.segmentSize() == 0) {
      execute(upcall.frame(), upcall.key().inPort(), actions);
    } else {
      for (byte[] packet : Segmentation.cut(upcall.frame(), upcall.segmentSize())) {
        send(packet, upcall.key().inPort(), actions);
      }
    }
  }

  private void send(byte[] frame, int inPort, List<FlowAction> actions) {
    try {
      inject.send(frame, inPort, actions);
    } catch (LinuxException e) {
      throw refused("send a frame out", e);
    }
  }

  @Override
  public Collection<FlowStatistics> flows() {
    return dump.flows();
  }

  @Override
  public void countDrop(int port, DropReason reason) {
    locked(
        "count a drop",
        () -> {
          BpfMap drops = state.map("drops");
          byte[] key = Layout.buffer(Layout.DROP_KEY).putInt(port).putInt(reason.ordinal()).array();
          // The kernel's programs never give these reasons, so nobody else writes the entry.
          byte[] counts = drops.lookup(key).orElseGet(() -> new byte[drops.valueSize()]);
          ByteBuffer buffer = Layout.wrap(counts);
          buffer.putLong(0, buffer.getLong(0) + 1);
          drops.update(key, counts);
        });
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
          tunnels.set(Set.of());
          InjectPath.remove(netlink);
          PinnedState.removeAll(options.pins());
        });
    close();
    BpfFileSystem.unmount(options.pins());
  }
}
