package org.midolab.midonet.datapath.ebpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.PacketSocket;
import org.midolab.linux.TapDevice;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.datapath.DatapathContract;

/**
 * A datapath in one namespace, and the other ends of its interfaces in another:
 *
 * <pre>
 *   outside            inside
 *   p1 o─────────────o p1 ┐
 *   p2 o─────────────o p2 ├ datapath
 *   p3 o─────────────o p3 ┘
 * </pre>
 *
 * TAP ports have no other end; a file descriptor of this process replaces it.
 */
final class EbpfWires implements DatapathContract.Wires {

  /** The kind of the ports. */
  enum Port {
    VETH,
    TAP
  }

  /** The other end of a port. */
  private interface Wire {
    void send(byte[] frame);

    Optional<byte[]> receive(Duration timeout);

    void close();
  }

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration A_MOMENT = Duration.ofMillis(50);

  final NetworkNamespace inside = NetworkNamespace.create();
  final NetworkNamespace outside = NetworkNamespace.create();
  final Netlink atInside = Netlink.open(inside);
  private final Netlink atOutside = Netlink.open(outside);
  private final Map<String, Wire> wires = new HashMap<>();
  private final Port kind;
  final DatapathOptions options;
  private EbpfDatapath datapath;

  {
    silenceIpv6(inside);
    silenceIpv6(outside);
  }

  /**
   * Disables IPv6, because each interface would otherwise send router solicitations and listener
   * reports when it comes up.
   */
  static void silenceIpv6(NetworkNamespace namespace) throws IOException {
    Path setting = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");
    namespace.run(
        () -> {
          if (Files.isWritable(setting)) {
            Files.writeString(setting, "1");
          }
        });
  }

  EbpfWires(DatapathOptions.Attach attach) throws IOException {
    this(attach, Port.VETH);
  }

  EbpfWires(DatapathOptions.Attach attach, Port kind) throws IOException {
    this.kind = kind;
    Path pins =
        Path.of(
            "/run",
            "midolab-test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
    options = DatapathOptions.defaults().withPins(pins).withAttach(attach);
    open();
  }

  void open() {
    datapath = inside.call(() -> EbpfDatapath.open(options));
  }

  @Override
  public EbpfDatapath datapath() {
    return datapath;
  }

  @Override
  public void plug(String name) {
    wires.put(name, kind == Port.TAP ? tap(name) : veth(name));
  }

  private Wire veth(String name) {
    try (Netlink netlink = Netlink.open()) {
      netlink.links().createVeth(new VethEnd(name, inside), new VethEnd(name, outside));
    }
    atInside.links().up(name);
    atOutside.links().up(name);
    PacketSocket socket = outside.call(() -> PacketSocket.open(name));
    return new Wire() {
      @Override
      public void send(byte[] frame) {
        socket.send(frame);
      }

      @Override
      public Optional<byte[]> receive(Duration timeout) {
        return socket.receive(timeout);
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  private Wire tap(String name) {
    TapDevice device = inside.call(() -> TapDevice.open(name));
    device.persist(true);
    atInside.links().up(name);
    return new Wire() {
      @Override
      public void send(byte[] frame) {
        device.send(frame);
      }

      @Override
      public Optional<byte[]> receive(Duration timeout) {
        return device.receive(timeout);
      }

      @Override
      public void close() {
        device.close();
      }
    };
  }

  @Override
  public void unplug(String name) {
    wires.remove(name).close();
    atInside.links().delete(name);
  }

  @Override
  public void mtu(String name, int bytes) {
    atInside.links().setMtu(name, bytes);
  }

  @Override
  public void arrive(String name, byte[] frame) {
    wires.get(name).send(frame);
  }

  @Override
  public byte[] leave(String name) {
    return receive(name, PATIENCE);
  }

  @Override
  public boolean silent(String name) {
    return receive(name, A_MOMENT) == null;
  }

  private byte[] receive(String name, Duration timeout) {
    return wires.get(name).receive(timeout).orElse(null);
  }

  @Override
  public void close() {
    try {
      datapath.destroy();
    } finally {
      wires.values().forEach(Wire::close);
      atInside.close();
      atOutside.close();
      inside.close();
      outside.close();
    }
  }
}
