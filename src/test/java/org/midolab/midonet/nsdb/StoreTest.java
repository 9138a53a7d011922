package org.midolab.midonet.nsdb;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of the store start from: an empty one of their own, in a real ZooKeeper. */
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
