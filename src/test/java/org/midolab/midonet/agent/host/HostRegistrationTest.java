package org.midolab.midonet.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

class HostRegistrationTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final UUID id = UUID.randomUUID();
  private final NsdbSettings settings = ZOO.fresh();
  private final Nsdb original = ZkNsdb.connect(settings);
  private final Nsdb clone = ZkNsdb.connect(settings);

  @AfterEach
  void close() {
    original.close();
    clone.close();
  }

  @Test
  void aRefusedCloneChangesNothing() {
    new HostRegistration(original, id, "compute1").register(() -> {});
    assertThatThrownBy(() -> new HostRegistration(clone, id, "clone").register(() -> {}))
        .isInstanceOf(HostTakenException.class);
    assertThat(original.topology().get(Host.class, id).name()).isEqualTo("compute1");
    assertThat(original.state().hostAlive(id).orElseThrow().hostname()).isEqualTo("compute1");
  }

  @Test
  void aRenamedMachineRegistersItsNewName() {
    new HostRegistration(original, id, "compute1").register(() -> {});
    original.close();
    new HostRegistration(clone, id, "compute01").register(() -> {});
    assertThat(clone.topology().get(Host.class, id).name()).isEqualTo("compute01");
  }

  @Test
  void theRootNodesArePersistent() throws Exception {
    new HostRegistration(original, id, "compute1").register(() -> {});
    for (String path : new String[] {"", "/zoom/0/state"}) {
      Stat stat = clone.client(Session.NORMAL).checkExists().forPath(settings.rootKey() + path);
      assertThat(stat.getEphemeralOwner())
          .as("owner of a persistent node that is no container")
          .isZero();
    }
  }
}
