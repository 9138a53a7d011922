package org.midolab.midonet.agent.metadata;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.logging.Level;
import org.midolab.midonet.agent.metadata.Instances.Instance;
import org.midolab.midonet.agent.metadata.Nova.Answer;
import org.midolab.midonet.agent.metadata.Nova.NoAnswerException;
import org.midolab.midonet.agent.metadata.Nova.Question;
import org.midolab.midonet.agent.metadata.RequestShares.Grant;
import org.midolab.midonet.nsdb.NsdbException;

/**
 * The HTTP server for instances. It finds out who asks, asks Nova, and passes the answer on. What
 * it answers itself is one line of text:
 *
 * <pre>
 *   404  no instance has the alias       429  too many requests of this instance
 *   405  not GET, HEAD or POST           502  Nova cannot be reached, or its answer is too large
 *   411  a body of unknown length        503  the NSDB does not answer, or too much at once
 *   413  a body that is too large        504  Nova does not answer in time
 * </pre>
 */
final class ProxyServer implements AutoCloseable {

  /** Strong reference, since java.util.logging would else lose the logger's level. */
  private static final java.util.logging.Logger HELIDON =
      java.util.logging.Logger.getLogger("io.helidon");

  /** Most bytes of a request's body. */
  static final int LARGEST = 1 << 20;

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

  /**
   * Headers of a request that Nova gets. All others are dropped, so that an instance cannot name
   * itself: servers take {@code X_Instance_ID} for {@code X-Instance-ID}.
   */
  private static final Set<String> PASSED =
      Set.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "content-type",
          "if-modified-since",
          "if-none-match",
          "user-agent");

  /** Headers of an answer that concern one connection only (RFC 9110 §7.6.1), or its framing. */
  private static final Set<String> KEPT_BACK =
      Set.of(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Function<InetAddress, UUID> portOf;
  private final Instances instances;
  private final Nova nova;
  private final ProxyConnections connections;
  private final RequestShares shares;
  private final WebServer server;

  /**
   * Starts to serve. Throws an UncheckedIOException if it cannot listen.
   *
   * @param port TCP port, 0 for any free port
   * @param portOf the port that an alias stands for, or null
   * @param shares the limits of requests
   */
  ProxyServer(
      String host,
      int port,
      Function<InetAddress, UUID> portOf,
      Instances instances,
      Nova nova,
      ProxyConnections connections,
      RequestShares shares) {
    this.portOf = portOf;
    this.instances = instances;
    this.nova = nova;
    this.connections = connections;
    this.shares = shares;
    HELIDON.setLevel(Level.WARNING);
    server =
        WebServer.builder()
            .host(host)
            .port(port)
            .shutdownHook(false)
            .addConnectionSelector(connections)
            .protocolsDiscoverServices(false)
            .maxPayloadSize(LARGEST)
            .maxTcpConnections(ProxyConnections.MOST + ProxyConnections.REFUSED_AT_ONCE)
            .idleConnectionTimeout(ProxyConnections.IDLE)
            .routing(routing -> routing.any(this::handle))
            .build()
            .start();
    if (!server.isRunning()) { // Helidon has logged the reason
      throw new UncheckedIOException(
          new IOException(
              "cannot listen at " + host + " port " + port + "; is another program there?"));
    }
  }

  int port() {
    return server.port();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    InetAddress alias = ProxyConnections.addressOf(request.remotePeer().address());
    UUID port = portOf.apply(alias);
    try {
      if (port == null) {
        fail(response, 404, "no instance asks from this address");
      } else if (!METHODS.contains(request.prologue().method().text())) {
        response.header(HeaderNames.ALLOW, "GET, HEAD, POST");
        fail(response, 405, "the metadata service knows GET, HEAD and POST");
      } else if (request.headers().contentLength().orElse(0) > LARGEST) {
        fail(response, 413, "the body is larger than " + LARGEST + " bytes");
      } else {
        serve(port, request, response);
      }
    } catch (NsdbException e) { // the loop that looks up instances has logged it
      fail(response, 503, "the network state database does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw RequestException.builder()
          .status(Status.BAD_REQUEST_400)
          .message("the body is not complete")
          .safeMessage(true)
          .build();
    } finally {
      connections.completed(request.remotePeer().address());
    }
  }

  /** A client that sends or reads slowly takes no slot of those in which Nova is asked. */
  private void serve(UUID port, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    try {
      byte[] body;
      try (Grant _ = given(shares.body(port, request.headers().contentLength().orElse(0)))) {
        body = body(request);
      }
      Answer answer;
      try (Grant _ = given(shares.begin(port))) {
        answer = nova.ask(instance(port), question(request, body));
      }
      try (Grant _ = given(shares.body(port, answer.body().length))) {
        send(request, response, answer);
      }
    } catch (NoAnswerException e) {
      if (e.status() == 429 || e.status() == 503) {
        response.header(HeaderNames.RETRY_AFTER, "1");
      }
      fail(response, e.status(), String.valueOf(e.getMessage()));
    }
  }

  private static Grant given(Grant grant) throws NoAnswerException {
    if (!grant.isGiven()) {
      throw new NoAnswerException(grant.status(), "too many requests at once");
    }
    return grant;
  }

  private Instance instance(UUID port) throws NoAnswerException {
    return instances
        .at(port)
        .filter(found -> found.id() != null)
        .orElseThrow(() -> new NoAnswerException(404, "port " + port + " has no instance"));
  }

  private static Question question(ServerRequest request, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach(
            header -> {
              if (PASSED.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.put(header.name(), String.join(", ", header.allValues()));
              }
            });
    String query = request.query().rawValue();
    return new Question(
        request.prologue().method().text(),
        request.path().rawPath() + (query.isEmpty() ? "" : "?" + query),
        headers,
        body);
  }

  private static byte[] body(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = request.content().inputStream()) {
      return in.readNBytes(LARGEST);
    } catch (DataReader.InsufficientDataAvailableException e) {
      throw new EOFException("the client has closed the connection");
    }
  }

  private static void send(ServerRequest request, ServerResponse response, Answer answer) {
    boolean isHead = request.prologue().method().text().equals("HEAD");
    response.status(Status.create(answer.status()));
    answer
        .headers()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              boolean length = isHead && lower.equals("content-length"); // as of GET
              if (length || !KEPT_BACK.contains(lower) && !name.startsWith(":")) {
                response.header(name, values.toArray(String[]::new));
              }
            });
    if (isHead) {
      response.send();
    } else {
      response.send(answer.body());
    }
  }

  /** Answers with a line of text. The rest of the request is not read. */
  private static void fail(ServerResponse response, int status, String message) {
    response
        .status(Status.create(status))
        .header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN)
        .header(HeaderValues.CONNECTION_CLOSE);
    response.send((message + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    server.stop();
  }
}
