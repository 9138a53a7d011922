package org.midolab.midonet.nsdb.flowstate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** Tests without Cassandra. {@code FlowStateOnCassandraIT} uses a real one. */
class FlowStateSchemaTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  @Test
  void namesACassandraThatDoesNotAnswer() {
    try (Nsdb nsdb = ZkNsdb.connect(ZOO.fresh())) {
      assertThatThrownBy(() -> new FlowStateSchema(nsdb).open(List.of("127.0.0.1:1"), 1))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("127.0.0.1:1")
          .hasMessageContaining("nodetool status");
      // The lock was released.
      assertThatThrownBy(() -> new FlowStateSchema(nsdb).open(List.of("127.0.0.1:1"), 1))
          .hasMessageContaining("127.0.0.1:1");
    }
  }
}
