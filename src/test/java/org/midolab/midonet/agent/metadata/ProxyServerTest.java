package org.midolab.midonet.agent.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/**
 * The proxy's HTTP on the loopback interface, in front of a server that checks signatures. The
 * instances of two tenants have the same address; 127.0.0.2 and 127.0.0.3 stand for their aliases.
 */
class ProxyServerTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final String ADDRESS = "10.0.0.5";
  private static final String SECRET = "a secret of both";
  private static final String RED = "127.0.0.2";
  private static final String BLUE = "127.0.0.3";

  private final UUID redPort = UUID.randomUUID();
  private final UUID bluePort = UUID.randomUUID();
  private final Map<String, UUID> ports = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong(System.nanoTime());
  private final TestNova api = new TestNova(SECRET);
  private final List<AutoCloseable> open = new ArrayList<>();
  private Nsdb nsdb;
  private NeutronPort red;
  private ProxyConnections connections;
  private RequestShares shares;
  private ProxyServer server;

  @BeforeEach
  void start() {
    nsdb = ZkNsdb.connect(ZOO.fresh());
    red = port(redPort, "red", "red-instance", "fa:16:3e:00:00:01");
    port(bluePort, "blue", "blue-instance", "fa:16:3e:00:00:02");
    ports.put(RED, redPort);
    ports.put(BLUE, bluePort);
    serve(api.url(), SECRET, Duration.ofSeconds(1));
  }

  private NeutronPort port(UUID id, String tenant, String instance, String mac) {
    return NeutronPorts.create(nsdb.topology(), id, tenant, instance, Mac.parse(mac), ADDRESS);
  }

  private void serve(URI nova, String secret, Duration patience) {
    if (server != null) {
      server.close();
    }
    connections = new ProxyConnections(alias -> refusals.incrementAndGet(), clock::get);
    shares = new RequestShares(port -> refusals.incrementAndGet(), clock::get);
    server =
        new ProxyServer(
            "127.0.0.1",
            0,
            alias -> ports.get(alias.getHostAddress()),
            new Instances(nsdb.topology()),
            new Nova(nova, secret, patience),
            connections,
            shares);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    server.close();
    api.close();
    nsdb.close();
  }

  /** A connection from an alias, on which requests follow each other. */
  private final class Client implements AutoCloseable {

    private final Socket socket;
    private boolean isHead;

    Client(String alias) throws IOException {
      socket =
          new Socket(
              InetAddress.getByName("127.0.0.1"), server.port(), InetAddress.getByName(alias), 0);
      socket.setSoTimeout(10_000);
      open.add(this);
    }

    Reply ask(String head) throws IOException {
      return ask(head, new byte[0]);
    }

    Reply ask(String head, byte[] body) throws IOException {
      send(head, body);
      return read();
    }

    void send(String head, byte[] body) throws IOException {
      isHead = head.startsWith("HEAD ");
      var out = socket.getOutputStream();
      out.write((head + "\r\nHost: 169.254.169.254\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
    }

    Reply read() throws IOException {
      InputStream in = socket.getInputStream();
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("closed after '" + head + "'");
        }
        head.append((char) next);
      }
      int length = 0;
      for (String line : head.toString().split("\r\n")) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      byte[] body = isHead ? new byte[0] : in.readNBytes(length);
      return new Reply(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
    }

    /** Whether the server has closed the connection. */
    boolean isClosed() throws IOException {
      socket.setSoTimeout(50);
      try {
        return socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (SocketException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record Reply(int status, String head, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1";
  }

  @Test
  void novaGetsTheInstanceAndTheTenantThatAsk() throws Exception {
    Reply answer = new Client(RED).ask(get("/openstack/latest/meta_data.json?a=%20b"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("red-instance");
    TestNova.Request asked = api.requests.getFirst();
    assertThat(asked.target()).isEqualTo("/openstack/latest/meta_data.json?a=%20b");
    assertThat(asked.header("X-Forwarded-For")).isEqualTo(ADDRESS);
    assertThat(asked.header("X-Tenant-ID")).isEqualTo("red");
    assertThat(new Client(BLUE).ask(get("/")).text()).isEqualTo("blue-instance");
    assertThat(api.requests.getLast().header("X-Tenant-ID")).isEqualTo("blue");
  }

  @Test
  void aConnectionServesManyRequestsAndFollowsItsPort() throws Exception {
    Client client = new Client(RED);
    for (int i = 0; i < 5; i++) {
      assertThat(client.ask(get("/")).text()).isEqualTo("red-instance");
    }
    nsdb.topology().update(red.withDeviceId("red-2"));
    assertThat(client.ask(get("/")).text()).isEqualTo("red-2");
  }

  /** Servers such as Nova's do not distinguish hyphens and underscores in names of headers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Instance-ID: blue-instance",
        "x-instance-id: blue-instance",
        "X_Instance_ID: blue-instance",
        "X-Tenant-ID: blue",
        "X_Tenant_ID: blue",
        "X-Forwarded-For: 10.0.0.9",
        "X-Instance-ID-Signature: 00",
        "X-Metadata-Provider: other"
      })
  void aClientCannotNameAnotherInstance(String header) throws Exception {
    Reply answer = new Client(RED).ask(get("/") + "\r\n" + header);
    assertThat(answer.status()).isIn(200, 400);
    if (answer.status() == 200) {
      assertThat(answer.text()).isEqualTo("red-instance");
      assertThat(api.requests.getFirst().headers().toString()).doesNotContain("blue", "10.0.0.9");
    }
  }

  /** Joined with the service's URL, some of these would name another server. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@[::1]:1/",
        "@localhost:1/",
        "@127.0.0.1:1/",
        ".localhost/",
        "x",
        "*",
        "http://127.0.0.1:1/",
        "//127.0.0.1:1/"
      })
  void aRequestCannotNameAnotherServer(String target) throws Exception {
    Reply answer = new Client(RED).ask(get(target));
    assertThat(answer.status()).isIn(200, 400);
    if (answer.status() == 200) {
      assertThat(api.requests)
          .extracting(TestNova.Request::target)
          .allMatch(t -> t.startsWith("/"));
    } else {
      assertThat(api.requests).isEmpty();
    }
  }

  /** A tenant may set it to any text. */
  @Test
  void anInstanceWhoseIdIsNoHeaderIsRefused() throws Exception {
    nsdb.topology().update(red.withDeviceId("a\nX-Tenant-ID: blue"));
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(400);
    assertThat(api.requests).isEmpty();
  }

  @Test
  void headHasTheLengthOfGet() throws Exception {
    api.reply =
        (request, exchange) -> {
          exchange.getResponseHeaders().set("Content-Length", "12");
          exchange.sendResponseHeaders(200, -1);
        };
    Client client = new Client(RED);
    assertThat(client.ask("HEAD / HTTP/1.1").head()).containsIgnoringCase("content-length: 12");
    assertThat(client.ask("HEAD / HTTP/1.1").status()).as("on the same connection").isEqualTo(200);
  }

  @Test
  void usualHeadersOfClientsAndAnswersPass() throws Exception {
    api.reply =
        (request, exchange) -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          TestNova.answer(exchange, 404, "{}".getBytes(StandardCharsets.US_ASCII));
        };
    Reply answer = new Client(RED).ask(get("/") + "\r\nUser-Agent: cloud-init\r\nAccept: a/b");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.head()).contains("application/json");
    assertThat(api.requests.getFirst().header("User-Agent")).isEqualTo("cloud-init");
    assertThat(api.requests.getFirst().header("Accept")).isEqualTo("a/b");
  }

  @Test
  void bodiesOfOneMebibytePassBothWays() throws Exception {
    byte[] body = new byte[1 << 20];
    Arrays.fill(body, (byte) 'x');
    api.reply = (request, exchange) -> TestNova.answer(exchange, 200, request.body());
    Client client = new Client(RED);
    String head = "POST /openstack/latest/password HTTP/1.1\r\nContent-Length: ";
    assertThat(client.ask(head + body.length, body).body()).isEqualTo(body);
    assertThat(client.ask(head + 3, "abc".getBytes(StandardCharsets.US_ASCII)).text())
        .isEqualTo("abc");
  }

  @Test
  void largerBodiesAreRefused() throws Exception {
    String head = "POST / HTTP/1.1\r\nContent-Length: ";
    assertThat(new Client(RED).ask(head + ((1 << 20) + 1)).status()).isEqualTo(413);
    assertThat(new Client(RED).ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked").status())
        .isEqualTo(411);
    api.reply = (request, exchange) -> TestNova.answer(exchange, 200, new byte[(1 << 20) + 1]);
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(502);
    assertThat(new Client(RED).ask("PUT / HTTP/1.1\r\nContent-Length: 0").status()).isEqualTo(405);
  }

  @Test
  void portsWithoutAnInstanceAndOtherSourcesGetNothing() throws Exception {
    nsdb.topology().update(red.withDeviceId(""));
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(404);
    nsdb.topology().update(red.withDeviceOwner("network:dhcp").withDeviceId("x"));
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(404);
    assertThat(new Client("127.0.0.4").ask(get("/")).status()).isEqualTo(404);
    assertThat(api.requests).isEmpty();
  }

  @Test
  void aWrongSecretIsRefusedByNova() throws Exception {
    serve(api.url(), "another secret", Duration.ofSeconds(1));
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(403);
  }

  @Test
  void aDeadNovaIsABadGateway() throws Exception {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      serve(URI.create("http://127.0.0.1:" + unused.getLocalPort()), SECRET, Duration.ofSeconds(1));
    }
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(502);
    serve(URI.create("http://no-such-host.invalid:8775"), SECRET, Duration.ofSeconds(5));
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(502);
  }

  /** Once before its answer, and once in the middle of it. */
  @Test
  void aSlowNovaIsAGatewayTimeout() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    open.add(end::countDown);
    api.reply = (request, exchange) -> waitFor(end);
    long began = System.nanoTime();
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(504);
    api.reply =
        (request, exchange) -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          waitFor(end);
        };
    Client client = new Client(RED);
    assertThat(client.ask(get("/")).status()).isEqualTo(504);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  private static void waitFor(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneInstanceCannotTakeTheConnectionsOfOthers() throws Exception {
    for (int i = 0; i < ProxyConnections.PER_INSTANCE; i++) {
      new Client(RED);
    }
    await().until(() -> new Client(RED).read().status() == 503);
    assertThat(refusals).hasPositiveValue();
    assertThat(new Client(BLUE).ask(get("/")).status()).isEqualTo(200);
  }

  @Test
  void oneInstanceCannotTakeTheRequestsOfOthers() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    open.add(end::countDown);
    serve(api.url(), SECRET, Duration.ofSeconds(30));
    api.reply =
        (request, exchange) -> {
          if (request.header("X-Tenant-ID").equals("red")) {
            waitFor(end);
          }
          TestNova.answer(exchange, 200, "x".getBytes(StandardCharsets.US_ASCII));
        };
    List<Client> many = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      many.add(new Client(RED));
      many.getLast().send(get("/"), new byte[0]);
    }
    assertThat(new Client(BLUE).ask(get("/")).status()).isEqualTo(200);
    assertThat(many.getLast().read().status()).isEqualTo(503);
    assertThat(api.requests.stream().filter(r -> r.header("X-Tenant-ID").equals("red")))
        .hasSize(RequestShares.PER_INSTANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {17_000, RequestShares.SMALL + 1})
  void instancesThatSendSlowlyDoNotDelayOthers(int length) throws Exception {
    for (int i = 0; i < 2 * RequestShares.AT_ONCE; i++) {
      String alias = "127.0.1." + i;
      ports.put(alias, redPort);
      new Client(alias).send("POST / HTTP/1.1\r\nContent-Length: " + length, new byte[1]);
    }
    assertThat(new Client(BLUE).ask(get("/")).status()).isEqualTo(200);
  }

  @Test
  void instancesThatReadSlowlyDoNotDelayOthers() throws Exception {
    api.reply = (request, exchange) -> TestNova.answer(exchange, 200, new byte[1 << 20]);
    for (int i = 0; i < RequestShares.LARGE_AT_ONCE; i++) {
      String alias = "127.0.1." + i;
      UUID reader = UUID.randomUUID();
      port(reader, "green", "green-" + i, "fa:16:3e:00:01:0" + i);
      ports.put(alias, reader);
      Client client = new Client(alias);
      client.send(get("/"), new byte[0]);
      client.socket.getInputStream().read(); // the answer has begun
    }
    api.reply = (request, exchange) -> TestNova.answer(exchange, 200, new byte[1]);
    assertThat(new Client(BLUE).ask(get("/")).status()).isEqualTo(200);
  }

  @Test
  void oneInstanceCannotTakeTheSlotsForLargeBodies() throws Exception {
    byte[] large = new byte[1 << 20];
    api.reply = (request, exchange) -> TestNova.answer(exchange, 200, large);
    for (int i = 0; i < RequestShares.LARGE_AT_ONCE; i++) {
      String head = "POST / HTTP/1.1\r\nContent-Length: " + (RequestShares.SMALL + 1);
      new Client(RED).send(head, new byte[1]);
    }
    await().until(() -> shares.inProgress(redPort) == RequestShares.LARGE_AT_ONCE);
    Reply answer = new Client(BLUE).ask(get("/"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasSize(large.length);
  }

  @Test
  void manyRequestsOfOneInstanceAreSlowedDown() throws Exception {
    Client client = new Client(RED);
    for (int i = 0; i < RequestShares.BURST; i++) {
      assertThat(client.ask(get("/")).status()).isEqualTo(200);
    }
    assertThat(client.ask(get("/")).status()).isEqualTo(429);
    assertThat(new Client(BLUE).ask(get("/")).status()).isEqualTo(200);
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(new Client(RED).ask(get("/")).status()).isEqualTo(200);
  }

  @Test
  void connectionsWithoutACompleteRequestAreClosed() throws Exception {
    Client idle = new Client(RED);
    Client slow = new Client(RED);
    slow.socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
    Client used = new Client(BLUE);
    used.ask(get("/"));
    clock.addAndGet(ProxyConnections.IDLE.toNanos() / 2 + 1);
    used.ask(get("/"));
    used.ask(get("/")); // begins after the time of the request before it has been recorded
    clock.addAndGet(ProxyConnections.IDLE.toNanos() / 2 + 1);
    connections.closeIdle();
    assertThat(idle.isClosed()).isTrue();
    assertThat(slow.isClosed()).isTrue();
    assertThat(used.ask(get("/")).status()).isEqualTo(200);
  }

  @Test
  void aPortThatIsTakenIsReported() {
    int port = server.port();
    assertThatThrownBy(
            () ->
                new ProxyServer(
                    "127.0.0.1",
                    port,
                    alias -> null,
                    new Instances(nsdb.topology()),
                    new Nova(api.url(), SECRET, Duration.ofSeconds(1)),
                    connections,
                    new RequestShares(each -> {}, clock::get)))
        .hasMessageContaining("cannot listen at 127.0.0.1 port " + port);
  }

  @Test
  void theConnectionsOfAPortThatLeftAreClosed() throws Exception {
    Client red = new Client(RED);
    Client blue = new Client(BLUE);
    red.ask(get("/"));
    blue.ask(get("/"));
    connections.closeAllOf(Ip4.parse(RED));
    assertThat(red.isClosed()).isTrue();
    assertThat(blue.ask(get("/")).status()).isEqualTo(200);
  }
}
