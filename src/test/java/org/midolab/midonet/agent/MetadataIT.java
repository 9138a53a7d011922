package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.linux.Cidr;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.agent.host.HostRegistration;
import org.midolab.midonet.agent.host.KernelLinks;
import org.midolab.midonet.agent.metadata.Metadata;
import org.midolab.midonet.agent.metadata.NeutronPorts;
import org.midolab.midonet.datapath.ebpf.DatapathOptions;
import org.midolab.midonet.datapath.ebpf.EbpfDatapath;
import org.midolab.midonet.datapath.ebpf.WithDatapathObject;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/**
 * The way of TCP to the metadata proxy and back over the kernel's datapath. Two instances of two
 * tenants, each in a namespace of its own, have the same address. In place of the proxy a server
 * listens that answers with its client's address, and what the client has sent: the proxy's own
 * sockets would be in the namespace of the test's virtual threads.
 */
@WithDatapathObject
class MetadataIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final URI UNUSED = URI.create("http://127.0.0.1:1");

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final UUID host = UUID.randomUUID();
  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final Netlink netlink = Netlink.open(namespace);
  private final List<Guest> guests = new ArrayList<>();
  private ServerSocket server;
  private Nsdb nsdb;
  private KernelLinks links;
  private EbpfDatapath datapath;
  private Agent agent;
  private Guest red;
  private Guest blue;

  /** An instance with 10.0.0.5, which reaches the service on its link. */
  private final class Guest {

    private final NetworkNamespace inside = NetworkNamespace.create();

    Guest(String tenant, String tap, Mac mac) {
      try (Netlink atInside = Netlink.open(inside);
          Netlink between = Netlink.open()) {
        between
            .links()
            .createVeth(
                new VethEnd(tap, namespace), new VethEnd("eth0", inside, 0, mac.toString()));
        netlink.links().up(tap);
        atInside.links().up("eth0");
        atInside.addresses().add("eth0", Cidr.parse("10.0.0.5/24"));
        atInside.routes().add(Cidr.parse("169.254.169.254/32"), "eth0");
      }
      UUID port = UUID.randomUUID();
      NeutronPorts.create(nsdb.topology(), port, tenant, tenant + "-vm", mac, "10.0.0.5");
      NeutronPorts.bind(nsdb.topology(), port, host, tap);
      guests.add(this);
    }

    /** Returns what the service answers; empty if it does not. */
    Optional<String> say(String text) {
      return inside.call(
          () -> {
            try (Socket socket = new Socket()) {
              socket.connect(new InetSocketAddress("169.254.169.254", 80), 2_000);
              socket.setSoTimeout(10_000);
              socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
              socket.shutdownOutput();
              return Optional.of(
                  new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
              return Optional.empty();
            }
          });
    }
  }

  @BeforeEach
  void start() throws Exception {
    NsdbSettings settings = ZOO.fresh();
    nsdb = ZkNsdb.connect(settings);
    new HostRegistration(nsdb, host, "host1").register(() -> {});
    DatapathOptions options =
        DatapathOptions.defaults().withPins(Path.of("/run", "midolab-metadata-" + host));
    datapath = namespace.call(() -> EbpfDatapath.open(options));
    links = namespace.call(KernelLinks::new);
    AgentSettings plain = TestHost.SETTINGS;
    AgentSettings with =
        new AgentSettings(
            plain.forwarding(),
            plain.bgp(),
            false,
            Optional.of(new Metadata.Settings(UNUSED, "", "127.0.0.1", 0)),
            plain.bindingSocket());
    agent =
        new Agent(
            host,
            nsdb,
            nsdb.mirrorTopology(PATIENCE),
            nsdb.mirrorState(PATIENCE),
            datapath,
            links,
            new MemoryFlowState(),
            with);
    agent.start();
    red = new Guest("red", "tapred", Mac.parse("fa:16:3e:00:00:01"));
    blue = new Guest("blue", "tapblue", Mac.parse("fa:16:3e:00:00:02"));
    await().atMost(PATIENCE).until(() -> links.current().containsKey(Metadata.INSIDE));
    server =
        namespace.call(() -> new ServerSocket(9697, 50, InetAddress.getByName("169.254.169.254")));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        String address = client.getInetAddress().getHostAddress() + " ";
        byte[] said = client.getInputStream().readAllBytes();
        client.getOutputStream().write(address.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(said);
      } catch (IOException e) {
        // the client has given up, or the test is over
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    agent.close();
    links.close();
    datapath.destroy();
    nsdb.close();
    netlink.close();
    guests.forEach(guest -> guest.inside.close());
    namespace.close();
  }

  @Test
  void instancesWithTheSameAddressReachTheProxyFromTheirOwnAliases() {
    await().atMost(PATIENCE).until(() -> red.say("").isPresent());
    await().atMost(PATIENCE).until(() -> blue.say("").isPresent());
    String text = "x".repeat(1 << 20);
    assertThat(red.say(text)).hasValue("169.254.0." + datapath.ports().get("tapred") + " " + text);
    assertThat(blue.say(text))
        .hasValue("169.254.0." + datapath.ports().get("tapblue") + " " + text);
  }
}
