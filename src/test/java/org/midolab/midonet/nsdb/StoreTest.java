package org.midolab.midonet.nsdb;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

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
    nsdb = Nsdb.connect(ZOO.fresh());
    store = nsdb.topology();
  }

  @AfterEach
  void close() {
    nsdb.close();
  }
}
