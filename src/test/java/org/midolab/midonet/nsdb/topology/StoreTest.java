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
 * Base of the tests of the store: each test has its own empty store in a real ZooKeeper. The
 * subclasses use the same static ZooKeeper server, which starts and ends with each class, so they
 * cannot run at the same time.
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
