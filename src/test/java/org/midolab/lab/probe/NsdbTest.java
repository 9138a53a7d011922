package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;

/** Tests the probes' own session with ZooKeeper. */
class NsdbTest {

  @Test
  void aNodeOfSeveralMegabytesIsWrittenAndRead() throws Exception {
    String text = "x".repeat(3 << 20);
    try (var server = new TestingServer(true);
        var nsdb = Nsdb.connect(server.getConnectString())) {
      nsdb.put("/large", text);
      assertThat(nsdb.text("/large")).contains(text);
    }
  }
}
