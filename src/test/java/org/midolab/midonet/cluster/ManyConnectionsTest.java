package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One client opens more connections than it may. */
class ManyConnectionsTest {

  /** {@code ClientConnections.PER_ADDRESS}. */
  private static final int MOST = 1024;

  private static final int BEYOND = 50;

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  @Test
  void connectionsBeyondTheLimitOfAnAddressGet503() throws IOException {
    URI uri = CLUSTER.client().to("/").build().uri();
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < MOST + BEYOND; i++) {
        held.add(new Socket(uri.getHost(), uri.getPort()));
      }
      List<Socket> refused = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () -> {
                refused.clear();
                for (Socket socket : held) {
                  if (socket.getInputStream().available() > 0) {
                    refused.add(socket);
                  }
                }
                assertThat(refused).hasSize(BEYOND);
              });
      assertThat(
              new String(
                  refused.getFirst().getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 503 ")
          .contains("Retry-After: 1", "too many connections");
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> CLUSTER.client().get("/bridges").status() == 200);
  }
}
