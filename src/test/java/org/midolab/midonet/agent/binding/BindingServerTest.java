package org.midolab.midonet.agent.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

class BindingServerTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final UUID host = UUID.randomUUID();
  private final UUID otherHost = UUID.randomUUID();
  private final Network bridge =
      NetworkBuilder.builder().id(UUID.randomUUID()).adminStateUp(true).build();
  private final UUID port = UUID.randomUUID();
  private Nsdb nsdb;
  private BindingServer server;
  private BindingClient client;

  @BeforeEach
  void start(@TempDir Path directory) {
    nsdb = ZkNsdb.connect(ZOO.fresh());
    nsdb.topology().create(new Host(host, "compute1", 1));
    nsdb.topology().create(new Host(otherHost, "compute2", 1));
    nsdb.topology().create(bridge);
    nsdb.topology().create(bridgePort(port).build());
    Path socket = directory.resolve("run/midolman.sock");
    server = new BindingServer(socket, new PortBinder(nsdb.topology(), host), Map.of());
    client = new BindingClient(socket);
  }

  private PortBuilder bridgePort(UUID id) {
    return PortBuilder.builder().id(id).networkId(bridge.id()).adminStateUp(true);
  }

  @AfterEach
  void stop() {
    server.close();
    nsdb.close();
  }

  private Port stored() {
    return nsdb.topology().get(Port.class, port);
  }

  @Test
  void bindsAndUnbinds() throws IOException {
    assertThat(client.bind(port, "tapvm1").isDone()).isTrue();
    assertThat(stored().hostId()).isEqualTo(host);
    assertThat(stored().interfaceName()).isEqualTo("tapvm1");
    assertThat(client.bind(port, "tapvm1").isDone()).as("again").isTrue();
    assertThat(client.unbind(port).isDone()).isTrue();
    assertThat(stored().isExterior()).isFalse();
    assertThat(client.unbind(port).isDone()).as("again").isTrue();
  }

  @Test
  void recordsThePreviousHostOfAPort() throws IOException {
    nsdb.topology().update(stored().withHostId(otherHost).withInterfaceName("tap0"));
    client.bind(port, "tap0");
    assertThat(stored().previousHostId()).isEqualTo(otherHost);
  }

  @Test
  void doesNotUnbindAPortThatMovedToAnotherHost() throws IOException {
    nsdb.topology().update(stored().withHostId(otherHost).withInterfaceName("tap0"));
    assertThat(client.unbind(port).isDone()).isTrue();
    assertThat(stored().hostId()).isEqualTo(otherHost);
  }

  @Test
  void refusesUnknownPortsLinkedPortsAndInvalidNames() throws IOException {
    assertThat(client.bind(UUID.randomUUID(), "tap0").status()).isEqualTo(404);
    assertThat(client.bind(port, " ").status()).isEqualTo(400);
    nsdb.topology().create(bridgePort(UUID.randomUUID()).peerId(port).build());
    BindingClient.Answer answer = client.bind(port, "tap0");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("unlink");
    for (String name : List.of("a b", "a/b", "sixteen-letters.")) {
      assertThat(client.bind(port, name).status()).as(name).isEqualTo(400);
    }
  }

  @Test
  void refusesAnInterfaceThatIsBoundToAnotherPort() throws IOException {
    UUID second = UUID.randomUUID();
    nsdb.topology().create(bridgePort(second).build());
    client.bind(port, "tap0");
    BindingClient.Answer answer = client.bind(second, "tap0");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains(port.toString(), "mm-ctl --unbind-port " + port);
    assertThat(nsdb.topology().get(Port.class, second).isExterior()).isFalse();
    assertThat(stored().interfaceName()).isEqualTo("tap0");
  }

  @Test
  void refusesASecondInterfaceForAPort() throws IOException {
    client.bind(port, "tap0");
    BindingClient.Answer answer = client.bind(port, "tap1");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("tap0", "mm-ctl --unbind-port " + port);
    assertThat(stored().interfaceName()).isEqualTo("tap0");
  }

  @Test
  void interfacesOfOtherHostsMayHaveTheSameName() throws IOException {
    UUID second = UUID.randomUUID();
    nsdb.topology().create(bridgePort(second).hostId(otherHost).interfaceName("tap0").build());
    assertThat(client.bind(port, "tap0").isDone()).isTrue();
    assertThat(client.bind(second, "tap0").status()).as("it cannot move here").isEqualTo(409);
  }

  @Test
  void ofTwoConcurrentBindingsOfAnInterfaceOneIsRefused() throws Exception {
    UUID second = UUID.randomUUID();
    nsdb.topology().create(bridgePort(second).build());
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Future<BindingClient.Answer> one = pool.submit(() -> client.bind(port, "tap0"));
      Future<BindingClient.Answer> two = pool.submit(() -> client.bind(second, "tap0"));
      assertThat(List.of(one.get().status(), two.get().status()))
          .containsExactlyInAnyOrder(200, 409);
    }
  }

  @Test
  void reportsThatNoAgentListens() {
    server.close();
    assertThatThrownBy(() -> client.bind(port, "tap0")).isInstanceOf(IOException.class);
  }
}
