package org.midolab.midonet.agent.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
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
    nsdb = Nsdb.connect(ZOO.fresh());
    nsdb.topology().create(new Host(host, "compute1", 1));
    nsdb.topology().create(new Host(otherHost, "compute2", 1));
    nsdb.topology().create(bridge);
    nsdb.topology().create(bridgePort(port).build());
    Path socket = directory.resolve("run/midolman.sock");
    server = new BindingServer(socket, new PortBinder(nsdb.topology(), host));
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
  void remembersWhereAPortWasBefore() throws IOException {
    nsdb.topology().update(stored().withHostId(otherHost).withInterfaceName("tap0"));
    client.bind(port, "tap0");
    assertThat(stored().previousHostId()).isEqualTo(otherHost);
  }

  @Test
  void leavesAPortAloneThatMovedAway() throws IOException {
    nsdb.topology().update(stored().withHostId(otherHost).withInterfaceName("tap0"));
    assertThat(client.unbind(port).isDone()).isTrue();
    assertThat(stored().hostId()).isEqualTo(otherHost);
  }

  @Test
  void refusesWhatCannotBeBound() throws IOException {
    assertThat(client.bind(UUID.randomUUID(), "tap0").status()).isEqualTo(404);
    assertThat(client.bind(port, " ").status()).isEqualTo(400);
    nsdb.topology().create(bridgePort(UUID.randomUUID()).peerId(port).build());
    BindingClient.Answer answer = client.bind(port, "tap0");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("unlink");
  }

  @Test
  void saysSoWhenNobodyListens() {
    server.close();
    assertThatThrownBy(() -> client.bind(port, "tap0")).isInstanceOf(IOException.class);
  }
}
