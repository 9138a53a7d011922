package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send a request slowly, or not to its end, do not keep others from the API. */
class SlowClientTest {

  private static final int REQUESTS_AT_ONCE = 4;

  /** Also the time in which a head must arrive, since it is shorter than the usual limit. */
  private static final Duration IDLE = Duration.ofSeconds(3);

  @RegisterExtension
  static final ClusterUnderTest CLUSTER =
      new ClusterUnderTest(
          settings -> settings.withRequestsAtOnce(REQUESTS_AT_ONCE).withIdleTimeout(IDLE));

  private final List<Socket> held = new ArrayList<>();

  /** Opens a connection, sends the text, and keeps the connection open. */
  private Socket hold(String text) throws IOException {
    URI uri = CLUSTER.client().to("/").build().uri();
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    held.add(socket);
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /midonet-api/bridges HTTP/1.1\nX-A: ",
        "POST /midonet-api/bridges HTTP/1.1\nHost: a\nContent-Length: 500\n"
            + "X-Auth-Token: 00000000\nContent-Type: application/json\n\n{",
        "POST /midonet-api/bridges HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n"
            + "X-Auth-Token: 00000000\nContent-Type: application/json\n\n5\n{",
      })
  void aRequestThatStopsGets408AndIsClosed(String request) throws IOException {
    assertThat(new String(hold(request).getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .startsWith("HTTP/1.1 408 ")
        .contains("the request did not arrive in time");
  }

  /**
   * The server may take such a connection for an idle one, and then closes it without an answer.
   */
  @Test
  void aRequestLineThatStopsIsClosed() throws IOException {
    byte[] answer = hold("GET /midonet-api/bri").getInputStream().readAllBytes();
    assertThat(new String(answer, StandardCharsets.US_ASCII)).matches("(?s)(HTTP/1.1 408 .*)?");
  }

  /** Each byte arrives well before the limit; all of them do not. */
  @Test
  void aHeadThatTricklesGets408() throws Exception {
    Socket socket = hold("GET /midonet-api/bridges HTTP/1.1\nX-A: ");
    var trickle =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (!Thread.interrupted()) {
                      socket.getOutputStream().write('a');
                      LockSupport.parkNanos(200_000_000);
                    }
                  } catch (IOException e) {
                    // The server has closed the connection.
                  }
                });
    byte[] status = socket.getInputStream().readNBytes(12);
    assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
    trickle.interrupt();
  }

  @AfterEach
  void release() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /midonet-api/login HTTP/1.1\nHost: a\nContent-Length: 500\n\n{",
        "POST /midonet-api/bridges HTTP/1.1\nHost: a\nContent-Length: 500\n\n{",
        "POST /midonet-api/bridges HTTP/1.1\nHost: a\nContent-Length: 500\n"
            + "X-Auth-Token: 00000000\nContent-Type: application/json\n\n{",
      })
  void aSlowBodyHoldsNoSlotForRequests(String request) throws IOException {
    for (int i = 0; i < 3 * REQUESTS_AT_ONCE; i++) {
      // Without a token, the answer shows that the server has begun to discard the body.
      Socket socket = hold(request);
      if (!request.contains("X-Auth-Token")) {
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 401");
      }
    }
    for (int i = 0; i < 3; i++) {
      assertThat(CLUSTER.client().get("/bridges").status()).isEqualTo(200);
    }
  }
}
