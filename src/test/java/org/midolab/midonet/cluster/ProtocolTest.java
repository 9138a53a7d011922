package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.midolab.midonet.cluster.ApiClient.media;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.cluster.ApiClient.Answer;
import org.midolab.midonet.cluster.rest.RestServer;
import org.slf4j.LoggerFactory;

/**
 * Tests common behaviour of all resources: tokens, media types, conditional requests, errors,
 * limits.
 */
class ProtocolTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  private final ApiClient api = CLUSTER.client();

  private HttpRequest.Builder anonymous(String path) {
    HttpRequest.Builder request = api.to(path);
    return HttpRequest.newBuilder(request.build(), (name, value) -> !name.equals("X-Auth-Token"));
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void loginReturnsAValidToken() {
    for (boolean post : new boolean[] {false, true}) {
      HttpRequest.Builder login =
          anonymous("/login")
              .setHeader("Authorization", basic("admin:secret:with:colons"))
              .setHeader("X-Auth-Project", "admin");
      Answer answer = api.send(post ? login.POST(BodyPublishers.ofString("{}")) : login.GET());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo(media("Token-v1"));
      String key = answer.json().get("key").asText();
      assertThat(answer.header("Set-Cookie"))
          .matches(
              "sessionId=" + key + "; Expires=[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} .* GMT");
      assertThat(api.send(anonymous("/routers").setHeader("X-Auth-Token", key).GET()).status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer x", "Basic ???", "Basic bm9jb2xvbg=="})
  void loginWithoutCredentialsIs401(String header) {
    HttpRequest.Builder login = anonymous("/login");
    if (!header.isEmpty()) {
      login.setHeader("Authorization", header);
    }
    Answer answer = api.send(login.GET());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/routers", "/system_state", "/tenants", "/no/such/thing"})
  void onlyLoginNeedsNoToken(String path) {
    assertThat(api.send(anonymous(path).GET()).status()).isEqualTo(401);
    assertThat(api.send(anonymous(path).setHeader("X-Auth-Token", "11111111").GET()).status())
        .isEqualTo(401);
  }

  @Test
  void theSystemStateHasNoInformationText() {
    JsonNode state = api.get("/system_state", media("SystemState-v2")).json();
    assertThat(state.get("state").asText()).isEqualTo("ACTIVE");
    assertThat(state.get("version").asText()).isEqualTo("5.0.0");
    assertThat(state.get("information").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.org.midonet.collection.Port-v2+json, 200,"
        + " application/vnd.org.midonet.collection.Port-v2+json",
    "application/json, 200, application/json",
    "*/*, 200, application/vnd.org.midonet.collection.Port-v4+json",
    "'text/html, application/*;q=0.3', 200, application/vnd.org.midonet.collection.Port-v4+json",
    "'application/json;q=0.1, application/vnd.org.midonet.collection.Port-v3+json', 200,"
        + " application/vnd.org.midonet.collection.Port-v3+json",
    "text/html, 406, application/vnd.org.midonet.Error-v1+json",
    "application/vnd.org.midonet.collection.Port-v99+json, 406,"
        + " application/vnd.org.midonet.Error-v1+json",
    "application/vnd.org.midonet.Port-v4+json, 406, application/vnd.org.midonet.Error-v1+json",
    "application/json;q=0, 406, application/vnd.org.midonet.Error-v1+json",
  })
  void theAnswerHasAnAcceptedType(String accept, int status, String type) {
    Answer answer = api.get("/ports", accept);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.org.midonet.Bridge-v5+json, 201",
    "application/vnd.org.midonet.Bridge-v4+json, 201",
    "application/vnd.org.midonet.Bridge-v1+json, 201",
    "Application/JSON; charset=utf-8, 201",
    "application/vnd.org.midonet.Bridge-v6+json, 415",
    "application/vnd.org.midonet.Router-v3+json, 415",
    "application/x-www-form-urlencoded, 415",
    "nonsense, 415",
  })
  void aBodyMustHaveASupportedType(String type, int status) {
    assertThat(api.post("/bridges", type, "{}").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "'x'",
        "{",
        "{'name': 'a', 'name': 'b'}",
        "{'name': 'a'} {}",
        "{'name': {}}",
        "{'adminStateUp': 'yes'}",
        "{'id': '1-2-3-4-5'}",
        "{'inboundFilterId': []}",
        "{'name': '\\u0007'}",
        "{'name': '\\ud800'}",
        "{'name': NaN}",
        "<bridge/>",
      })
  void anInvalidBodyIs400AndChangesNothing(String body) {
    int before = api.get("/bridges").json().size();
    Answer answer = api.post("/bridges", body);
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.json().get("message").asText()).isNotBlank();
    assertThat(api.get("/bridges").json()).hasSize(before);
  }

  @Test
  void hugeAndDeepBodiesAreRefused() {
    assertThat(api.post("/bridges", "{'name': '" + "x".repeat(2 << 20) + "'}").status())
        .isEqualTo(413);
    assertThat(api.post("/bridges", "{'name': '" + "x".repeat(256) + "'}").status()).isEqualTo(400);
    assertThat(api.post("/bridges", "{'x': " + "[".repeat(400) + "]".repeat(400) + "}").status())
        .isEqualTo(400);
    assertThat(api.post("/bridges", "{'x': " + "9".repeat(1000) + "}").status()).isEqualTo(400);
  }

  @Test
  void jsonBeyondALimitIsNotCalledInvalid() {
    for (String value :
        List.of("[".repeat(40) + "]".repeat(40), "'" + "x".repeat(80_000) + "'", "9".repeat(40))) {
      Answer answer = api.post("/bridges", "{'x': " + value + "}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("message").asText())
          .startsWith("the body exceeds a limit of the API for JSON: nesting 16, text 65536");
    }
  }

  @Test
  void aPathThatIsTooLongIsCalledSo() {
    Answer answer = api.get("/" + "x".repeat(20_000));
    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.json().get("message").asText()).startsWith("the first line of the request");
  }

  @Test
  void manyConcurrentLargeBodiesAreAccepted() {
    String body = "{'name': 'large'" + " ".repeat(60_000) + "}";
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.post("/bridges", body).status()))
            .toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(201));
  }

  @Test
  void wrongPathsAndMethodsAreReported() {
    assertThat(api.get("/vteps").status()).isEqualTo(404);
    assertThat(api.get("/routers/not-an-id").status()).isEqualTo(404);
    assertThat(api.get("http://127.0.0.1:" + api.to("/").build().uri().getPort() + "/x").status())
        .isEqualTo(404);
    Answer answer = api.delete("/routers");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, POST");
    assertThat(api.get("/routers/").status()).isEqualTo(200);
  }

  @Test
  void idsBelongToOneTypeAndOneObject() {
    ObjectNode bridge = api.create("/bridges", "{}");
    String id = bridge.get("id").asText();
    assertThat(api.get("/routers/" + id).status()).isEqualTo(404);
    assertThat(api.delete("/chains/" + id).status()).isEqualTo(404);
    assertThat(api.post("/bridges", "{'id': '" + id + "'}").status()).isEqualTo(409);
    assertThat(api.post("/routers", "{'inboundFilterId': '" + id + "'}").status()).isEqualTo(404);
    ObjectNode chosen = api.create("/bridges", "{'id': 'AAAAAAAA-0000-4000-8000-000000000001'}");
    assertThat(chosen.get("uri").asText())
        .endsWith("/bridges/aaaaaaaa-0000-4000-8000-000000000001");
  }

  @Test
  void anEtagPreventsLostUpdates() {
    ObjectNode bridge = api.create("/bridges", "{'name': 'a'}");
    String uri = bridge.get("uri").asText();
    String etag = api.get(uri).header("ETag");
    bridge.put("name", "b");
    assertThat(
            api.send(conditional(uri, etag).PUT(BodyPublishers.ofString(bridge.toString())))
                .status())
        .isEqualTo(204);
    Answer stale = api.send(conditional(uri, etag).PUT(BodyPublishers.ofString(bridge.toString())));
    assertThat(stale.status()).isEqualTo(412);
    assertThat(api.send(conditional(uri, etag).DELETE()).status()).isEqualTo(412);
    assertThat(api.put(uri, bridge).status()).isEqualTo(204);
    assertThat(api.send(conditional(uri, "*").DELETE()).status()).isEqualTo(204);
  }

  private HttpRequest.Builder conditional(String uri, String etag) {
    return api.to(uri).header("Content-Type", "application/json").header("If-Match", etag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /midonet-api/routers/%zz HTTP/1.1",
        "GET /midonet-api/%00/%ff HTTP/1.1",
        "GET //////midonet-api/routers HTTP/1.1",
        "GET /midonet-api/../../etc/passwd HTTP/1.1",
        "GET /midonet-api/routers?tenant_id=%zz&&=&x HTTP/1.1",
        "PROPFIND /midonet-api/routers HTTP/1.1",
        "get /midonet-api/routers HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET http://elsewhere/midonet-api/routers HTTP/1.1",
        "nonsense",
      })
  void malformedRequestsAreClientErrors(String line) throws Exception {
    assertThat(exchange(line, "\r\n")).matches("HTTP/1.1 [24]\\d\\d .*");
  }

  /** Rows: the bytes of a chunked body, with S for a space, and the status of the answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3\\r\\n{"n\\r\\n9\\r\\name":"a"}\\r\\n0\\r\\n\\r\\n | 201
          10000\\r\\nS65534{}\\r\\n0\\r\\n\\r\\n | 201
          20000\\r\\nS131070{}\\r\\n0\\r\\n\\r\\n | 413
          2;x=y\\r\\n{}\\r\\n0\\r\\n\\r\\n | 201
          zz\\r\\n{}\\r\\n0\\r\\n\\r\\n | 400
          -1\\r\\n{}\\r\\n0\\r\\n\\r\\n | 400
          7fffffffff\\r\\n{}\\r\\n0\\r\\n\\r\\n | 400
          2\\r\\n{}\\r\\n0\\r\\nX: y\\r\\n | 400
          """)
  void chunksAreAcceptedWithinLimits(String wire, int status) throws Exception {
    var body = new StringBuilder(wire.replace("\\r", "\r").replace("\\n", "\n"));
    var blanks = Pattern.compile("S(\\d+)").matcher(body.toString());
    if (blanks.find()) {
      body.replace(blanks.start(), blanks.end(), " ".repeat(Integer.parseInt(blanks.group(1))));
    }
    assertThat(
            exchange(
                "POST /midonet-api/bridges HTTP/1.1",
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + body))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  /** Sends the text unchanged and returns the status line of the answer. */
  private String exchange(String line, String rest) throws IOException {
    URI uri = api.to("/").build().uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      try {
        socket
            .getOutputStream()
            .write(
                (line + "\r\nHost: x\r\nX-Auth-Token: 00000000\r\nConnection: close\r\n" + rest)
                    .getBytes(StandardCharsets.ISO_8859_1));
      } catch (SocketException e) {
        // The server refused the request before it read all of it; the answer has arrived.
      }
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .readLine();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /midonet-api/openapi.json HTTP/1.1\nHost: x\nX-Auth-Token: TOKEN\n\n",
        "POST /midonet-api/bridges HTTP/1.1\nHost: x\nX-Auth-Token: TOKEN\n"
            + "Content-Type: application/json\nContent-Length: 100\n\n{"
      })
  void aClosedConnectionIsNotLoggedAsAnError(String request) throws IOException {
    URI uri = api.to("/").build().uri();
    // A reset may overtake the request; each upload that ends early in order is logged.
    int least = request.startsWith("POST") ? 10 : 1;
    var log = (Logger) LoggerFactory.getLogger(RestServer.class);
    var seen = new ListAppender<ILoggingEvent>();
    seen.start();
    log.addAppender(seen);
    log.setLevel(Level.DEBUG);
    log.setAdditive(false);
    try {
      for (int i = 0; i < 20; i++) {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
          // Closes at once, also while data is in transit; every other time after all of it.
          socket.setSoLinger(i % 2 == 0, 0);
          socket
              .getOutputStream()
              .write(
                  request
                      .replace("TOKEN", ApiClient.TOKEN)
                      .replace("\n", "\r\n")
                      .getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  List.copyOf(seen.list).stream()
                          .filter(
                              event ->
                                  event
                                      .getMessage()
                                      .matches(".*(closed the connection|aborted|failed).*"))
                          .count()
                      >= least);
      assertThat(seen.list).extracting(ILoggingEvent::getLevel).doesNotContain(Level.ERROR);
    } finally {
      log.setAdditive(true);
      log.setLevel(null);
      log.detachAppender(seen);
    }
  }
}
