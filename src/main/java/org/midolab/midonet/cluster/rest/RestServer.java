package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.AuthUnavailableException;
import org.midolab.midonet.cluster.auth.Identity;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: finds the endpoint, checks the token, reads the body within limits, and writes
 * the answer. Errors are answered with a document of type {@code Error-v1}. Invalid requests never
 * cause a status 5xx.
 */
public final class RestServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

  /**
   * Strong reference, since java.util.logging, which Helidon uses, would else lose the logger's
   * level.
   */
  private static final java.util.logging.Logger HELIDON =
      java.util.logging.Logger.getLogger("io.helidon");

  private static final String TOKEN = "X-Auth-Token";

  /** Cookie that login sets. */
  private static final String COOKIE = "sessionId";

  /**
   * Most bytes of a list that are buffered, so that a failure before can be answered with an error
   * document.
   */
  private static final int MAX_BUFFERED = 64 << 10;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Api api;
  private final AuthProvider auth;
  private final String rootPath;
  private final Bodies bodies = new Bodies();
  private final Slots slots;
  private final ClientConnections connections = new ClientConnections();
  private final WebServer server;

  private RestServer(Api api, AuthProvider auth, Binding binding) {
    this.api = api;
    this.auth = auth;
    this.rootPath = binding.rootPath();
    this.slots = new Slots(binding.requestsAtOnce());
    this.server =
        WebServer.builder()
            .host(binding.host())
            .port(binding.port())
            .shutdownHook(false)
            .addConnectionSelector(new BoundedHttp1(connections, binding.idleTimeout()))
            .protocolsDiscoverServices(false)
            .maxPayloadSize(Bodies.MAX_DISCARDED)
            .maxTcpConnections(ClientConnections.MOST + ClientConnections.REFUSED_AT_ONCE)
            .idleConnectionTimeout(binding.idleTimeout())
            .idleConnectionPeriod(
                Collections.max(List.of(SECOND, binding.idleTimeout().dividedBy(4))))
            .directHandlers(Errors.directHandlers())
            .contentEncoding(
                ContentEncodingContext.builder()
                    .contentEncodingsDiscoverServices(false)
                    .addContentEncoding(new Gzip())
                    .build())
            .routing(routing -> routing.any(this::handle))
            .build();
  }

  /**
   * Address and limits of the server.
   *
   * @param port TCP port, 0 for any free port
   * @param rootPath path of the API, such as {@code /midonet-api}
   * @param idleTimeout time without data after which a connection is closed
   * @param requestsAtOnce most requests that are processed at the same time; further ones get 503
   */
  public record Binding(
      String host, int port, String rootPath, Duration idleTimeout, int requestsAtOnce) {}

  /** Starts serving. */
  public static RestServer start(Api api, AuthProvider auth, Binding binding) {
    HELIDON.setLevel(Level.WARNING);
    RestServer rest = new RestServer(api, auth, binding);
    rest.server.start();
    return rest;
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
    connections.close();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    String method = request.prologue().method().text();
    String path = request.path().rawPath();
    CrossOrigin.permit(response);
    if (CrossOrigin.isPreflight(request)) {
      CrossOrigin.answerPreflight(response);
      return;
    }
    long begun = System.nanoTime();
    int status;
    try {
      status = answer(method, path, request, response);
    } catch (CloseConnectionException e) {
      LOG.info("{} {}: the answer was aborted: {}", method, path, e.getMessage());
      throw e;
    } catch (ApiException e) {
      status = fail(response, e);
    } catch (NsdbException e) {
      if (e instanceof StorageUnavailableException) {
        LOG.warn("{} {}: {}", method, path, e.getMessage());
      }
      status = fail(response, Errors.translate(e));
    } catch (AuthUnavailableException e) {
      LOG.warn("{} {}: {}", method, path, e.getMessage());
      status = fail(response, Errors.identityServiceUnavailable());
    } catch (RequestException e) {
      status = fail(response, Errors.translate(e));
    } catch (RuntimeException | IOException e) {
      if (Errors.isDisconnection(e)) {
        LOG.debug("{} {}: the client closed the connection", method, path);
        throw new CloseConnectionException("the client closed the connection", e);
      }
      LOG.error("{} {} failed", method, path, e);
      status =
          fail(
              response,
              new ApiException(
                  500, "the cluster failed to process this request; its log has the reason"));
    }
    long milliseconds = (System.nanoTime() - begun) / 1_000_000;
    if (method.equals("GET")) {
      LOG.debug("{} {} {} {} ms", method, path, status, milliseconds);
    } else {
      LOG.info("{} {} {} {} ms", method, path, status, milliseconds);
    }
  }

  private int answer(String method, String path, ServerRequest request, ServerResponse response)
      throws IOException {
    List<String> segments = segments(path);
    Api.Match match;
    try {
      match = api.find(method.equals("HEAD") ? "GET" : method, segments);
    } catch (ApiException e) {
      identify(header(request, TOKEN));
      throw e;
    }
    Endpoint endpoint = match.endpoint();
    Identity identity = endpoint.open() ? null : identify(token(endpoint, request));
    MediaType.Chosen produced = produced(endpoint, request);
    try (Slots.Slot slot = slots.slot()) {
      Reply reply = reply(match, request, identity, produced.version(), slot);
      write(reply, contentType(endpoint, produced, reply), method.equals("HEAD"), response);
      return reply.status();
    }
  }

  private List<String> segments(String path) {
    if (!path.equals(rootPath) && !path.startsWith(rootPath + "/")) {
      throw ApiException.notFound("the path of the API is " + rootPath);
    }
    return PathTemplate.decode(path.substring(rootPath.length()));
  }

  /**
   * Returns the request's token. Browsers send the cookie that login set instead. It is accepted
   * only for the description of the API, which discloses nothing of the network and changes
   * nothing, so that other sites cannot misuse it.
   */
  private static String token(Endpoint endpoint, ServerRequest request) {
    String token = header(request, TOKEN);
    return token == null && endpoint.produces() instanceof Endpoint.Body.Page
        ? request.headers().cookies().first(COOKIE).orElse(null)
        : token;
  }

  private Identity identify(String token) {
    if (token == null || token.isBlank()) {
      throw ApiException.unauthorized(
          "a token is required in the header X-Auth-Token; POST to " + rootPath + "/login for one");
    }
    Identity identity =
        auth.identify(token)
            .orElseThrow(
                () ->
                    ApiException.unauthorized(
                        "the token is unknown or has expired; POST to " + rootPath + "/login"));
    if (!identity.isAdmin()) {
      throw new ApiException(403, "the token does not belong to an admin");
    }
    return identity;
  }

  private static MediaType.Chosen produced(Endpoint endpoint, ServerRequest request) {
    return switch (endpoint.produces()) {
      case null -> new MediaType.Chosen(null, 0);
      case Endpoint.Body.Text() -> new MediaType.Chosen("text/plain; charset=utf-8", 0);
      case Endpoint.Body.Page(String type) -> new MediaType.Chosen(type, 0);
      case Endpoint.Body.Json(MediaType type) ->
          type.negotiate(header(request, "Accept"), endpoint.collection());
      case Endpoint.Body.JsonOrList(MediaType type) ->
          type.negotiateOneOrMany(header(request, "Accept"));
    };
  }

  /** Returns the content type. Only the reply shows whether it is one object or a list. */
  private static String contentType(Endpoint endpoint, MediaType.Chosen produced, Reply reply) {
    return endpoint.produces() instanceof Endpoint.Body.JsonOrList(MediaType type)
            && !produced.text().equals(MediaType.JSON)
        ? type.text(produced.version(), reply.content() instanceof Reply.Content.JsonList)
        : produced.text();
  }

  private Reply reply(
      Api.Match match, ServerRequest request, Identity identity, int version, Slots.Slot slot)
      throws IOException {
    Handler handler = match.endpoint().handler();
    return switch (match.endpoint().consumes()) {
      case Endpoint.Body.Page ignored ->
          throw new IllegalStateException("no endpoint accepts pages: " + ignored);
      case null -> {
        slot.take();
        yield handler.handle(toRequest(match, request, identity, version, 0, List.of(), null));
      }
      case Endpoint.Body.Text() ->
          bodies.with(
              request,
              bytes -> {
                slot.take();
                String text = new String(bytes, StandardCharsets.UTF_8);
                return handler.handle(
                    toRequest(match, request, identity, version, 0, List.of(), text));
              });
      case Endpoint.Body.Json(MediaType type) -> {
        int sent = type.versionOfBody(header(request, "Content-Type"));
        yield bodies.with(
            request,
            bytes -> {
              slot.take();
              List<ObjectNode> body = List.of(Json.parseObject(bytes));
              return handler.handle(toRequest(match, request, identity, version, sent, body, null));
            });
      }
      case Endpoint.Body.JsonOrList(MediaType type) -> {
        int sent = type.versionOfBodyOrList(header(request, "Content-Type"));
        yield bodies.with(
            request,
            bytes -> {
              slot.take();
              List<ObjectNode> all = Json.parseObjects(bytes);
              return handler.handle(toRequest(match, request, identity, version, sent, all, null));
            });
      }
    };
  }

  private Request toRequest(
      Api.Match match,
      ServerRequest request,
      Identity identity,
      int version,
      int bodyVersion,
      List<ObjectNode> bodies,
      String text) {
    Map<String, String> query = new HashMap<>();
    for (String name : request.query().names()) {
      query.put(name, request.query().first(name).orElse(""));
    }
    return new Request(
        match.parameters(),
        query,
        links(request),
        version,
        bodyVersion,
        bodies,
        text,
        header(request, "If-Match"),
        new Request.Credentials(
            header(request, "Authorization"),
            header(request, "X-Auth-Project"),
            request.remotePeer().host()),
        identity);
  }

  private Links links(ServerRequest request) {
    return new Links("http://" + request.authority() + rootPath);
  }

  private static String header(ServerRequest request, String name) {
    return request.headers().first(HeaderNames.create(name)).orElse(null);
  }

  private static void write(Reply reply, String type, boolean head, ServerResponse response)
      throws IOException {
    response.status(Status.create(reply.status()));
    reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    switch (reply.content()) {
      case Reply.Content.None() -> response.send();
      case Reply.Content.Json(var node) -> send(response, type, Json.bytes(node), head);
      case Reply.Content.Text(var text) ->
          send(response, type, text.getBytes(StandardCharsets.UTF_8), head);
      case Reply.Content.JsonList(var elements) -> {
        SpillingOutput out =
            new SpillingOutput(
                MAX_BUFFERED,
                () -> {
                  response.header(HeaderNames.CONTENT_TYPE, type);
                  return response.outputStream();
                });
        try {
          Json.writeList(elements, out);
          out.close();
        } catch (IOException | RuntimeException e) {
          if (out.spilled()) {
            // A part of the list was sent already, so closing the connection is the only way to
            // report the failure.
            throw new CloseConnectionException(e.getMessage(), e);
          }
          throw e;
        }
        if (!out.spilled()) {
          send(response, type, out.held(), head);
        }
      }
    }
  }

  private static void send(ServerResponse response, String type, byte[] bytes, boolean head) {
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.send(head ? new byte[0] : bytes);
  }

  private static int fail(ServerResponse response, ApiException e) {
    if (response.isSent()) {
      throw new UncheckedIOException(new IOException("answer aborted: " + e.getMessage()));
    }
    response.status(Status.create(e.status()));
    e.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    send(response, Errors.TYPE, Errors.document(e), false);
    return e.status();
  }
}
