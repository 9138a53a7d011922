package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.PacketSocket;
import org.midolab.linux.TapDevice;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.agent.host.HostRegistration;
import org.midolab.midonet.agent.host.KernelLinks;
import org.midolab.midonet.datapath.ebpf.DatapathOptions;
import org.midolab.midonet.datapath.ebpf.EbpfDatapath;
import org.midolab.midonet.datapath.ebpf.WithDatapathObject;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.midolab.midonet.packet.TestFrames;

/**
 * An agent with the kernel's datapath, and a bridge between a virtual machine's TAP and a veth:
 *
 * <pre>
 *   guest (a file) ── tapvm ── bridge ── vethvm ── far
 * </pre>
 */
@WithDatapathObject
class TapBindingIT {

  private static final String TAP = "tapvm";
  private static final Mac GUEST = Mac.parse("fa:16:3e:00:00:0a");
  private static final Mac FAR = Mac.parse("fa:16:3e:00:00:0b");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration A_MOMENT = Duration.ofMillis(50);

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final UUID host = UUID.randomUUID();
  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final NetworkNamespace outside = NetworkNamespace.create();
  private final Netlink netlink = Netlink.open(namespace);
  private Nsdb nsdb;
  private KernelLinks links;
  private EbpfDatapath datapath;
  private Agent agent;
  private PacketSocket far;
  private Port port;

  @BeforeEach
  void start() throws Exception {
    try (Netlink between = Netlink.open();
        Netlink atOutside = Netlink.open(outside)) {
      between.links().createVeth(new VethEnd("vethvm", namespace), new VethEnd("far", outside));
      netlink.links().up("vethvm");
      atOutside.links().up("far");
    }
    far = outside.call(() -> PacketSocket.open("far"));
    NsdbSettings settings = ZOO.fresh();
    nsdb = ZkNsdb.connect(settings);
    new HostRegistration(nsdb, host, "host1").register(() -> {});
    DatapathOptions options =
        DatapathOptions.defaults()
            .withPins(Path.of("/run", "midolab-tap-" + host)); // tests may run at the same time
    datapath = namespace.call(() -> EbpfDatapath.open(options));
    links = namespace.call(KernelLinks::new);
    agent =
        new Agent(
            host,
            nsdb,
            nsdb.mirrorTopology(PATIENCE),
            nsdb.mirrorState(PATIENCE),
            datapath,
            links,
            new MemoryFlowState(),
            TestHost.SETTINGS);
    agent.start();
    bind();
  }

  /** Binds the TAP before it exists, because {@code mm-ctl} runs before libvirt creates it. */
  private void bind() {
    Network bridge =
        NetworkBuilder.builder().id(UUID.randomUUID()).name("net").adminStateUp(true).build();
    nsdb.topology()
        .write(
            tx -> {
              tx.create(bridge);
              port = tx.create(bridgePort(bridge, TAP));
              tx.create(bridgePort(bridge, "vethvm"));
            });
  }

  private Port bridgePort(Network bridge, String interfaceName) {
    return PortBuilder.builder()
        .id(UUID.randomUUID())
        .networkId(bridge.id())
        .adminStateUp(true)
        .hostId(host)
        .interfaceName(interfaceName)
        .build();
  }

  @AfterEach
  void stop() {
    agent.close();
    links.close();
    datapath.destroy();
    nsdb.close();
    far.close();
    netlink.close();
    namespace.close();
    outside.close();
  }

  @Test
  void aTapIsActiveWhileItExistsAndIsOpen() {
    assertThat(isActive()).isFalse();

    TapDevice first = make();
    awaitActive(true);
    carriesBothWays(first);

    first.close();
    awaitActive(false);
    assertThat(netlink.links().find(TAP)).as("it persists").isPresent();

    TapDevice again = namespace.call(() -> TapDevice.open(TAP));
    awaitActive(true);
    carriesBothWays(again);

    int index = netlink.links().get(TAP).index();
    again.persist(false);
    again.close();
    await().atMost(PATIENCE).until(() -> !datapath.ports().containsKey(TAP));
    awaitActive(false);

    try (TapDevice another = make()) {
      assertThat(netlink.links().get(TAP).index()).isNotEqualTo(index);
      awaitActive(true);
      carriesBothWays(another);
    }
  }

  /** The TAP is deleted and created again faster than the agent reads interfaces. */
  @Test
  void aTapThatIsCreatedAgainAtOnceIsActive() {
    for (int round = 0; round < 5; round++) {
      try (TapDevice device = make()) {
        carriesBothWays(device);
      }
      netlink.links().delete(TAP);
    }
  }

  private TapDevice make() {
    TapDevice device = namespace.call(() -> TapDevice.open(TAP));
    device.persist(true);
    netlink.links().up(TAP);
    return device;
  }

  private boolean isActive() {
    return nsdb.state().portActive(host, port.id()).isPresent();
  }

  private void awaitActive(boolean active) {
    await("port active: " + active).atMost(PATIENCE).until(() -> isActive() == active);
  }

  private void carriesBothWays(TapDevice guest) {
    byte[] out = TestFrames.udp(GUEST, FAR, "192.168.1.10", "192.168.1.11", 1000, 2000);
    byte[] back = TestFrames.udp(FAR, GUEST, "192.168.1.11", "192.168.1.10", 2000, 1000);
    passes("from the guest", () -> guest.send(out), far::receive, out);
    passes("to the guest", () -> far.send(back), guest::receive, back);
  }

  /** Sends until the frame arrives, because the port may just have come up. */
  private static void passes(
      String what, Runnable send, Function<Duration, Optional<byte[]>> receive, byte[] expected) {
    await(what)
        .atMost(PATIENCE)
        .until(
            () -> {
              send.run();
              Optional<byte[]> frame = receive.apply(A_MOMENT);
              while (frame.isPresent() && !Arrays.equals(frame.get(), expected)) {
                frame = receive.apply(A_MOMENT);
              }
              return frame.isPresent();
            });
  }
}
