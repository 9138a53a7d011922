package org.midolab.midonet.nsdb.topology;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/**
 * What tests of the store start from: an empty one of their own, in a real ZooKeeper. Their classes
 * share the ZooKeeper, which starts and ends with each of them, and so take turns.
 */
@ResourceLock("StoreTest.ZOO")
abstract class StoreTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  Nsdb nsdb;
  TopologyStore store;

  @BeforeEach
  void connect() {
    nsdb = ZkNsdb.connect(ZOO.fresh());
    store = nsdb.topology();
  }

  @AfterEach
  void close() {
    nsdb.close();
  }
}
