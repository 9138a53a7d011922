package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.midolab.midonet.cluster.auth.AuthProvider;
import org.midolab.midonet.cluster.auth.Identity;
import org.midolab.midonet.nsdb.AlreadyExistsException;
import org.midolab.midonet.nsdb.ConflictException;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.ReferencedException;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: finds the endpoint, checks the token, reads the body within limits, and writes
 * the answer. Whatever goes wrong ends in an error document of type {@code Error-v1}; what the
 * client sent never ends in a 5xx.
 */
public final class RestServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);

  private static final MediaType ERROR = MediaType.of("Error", 1);

  /** Largest body that is read; the largest sensible one is a few kilobytes. */
  private static final int MAX_BODY = 1 << 20;

  /** How much of a list is held back so that a failure early in it is still told properly. */
  private static final int HELD_BACK = 64 << 10;

  private final Api api;
  private final AuthProvider auth;
  private final String rootPath;
  private final WebServer server;

  private RestServer(Api api, AuthProvider auth, Binding binding) {
    this.api = api;
    this.auth = auth;
    this.rootPath = binding.rootPath();
    this.server =
        WebServer.builder()
            .host(binding.host())
            .port(binding.port())
            .shutdownHook(false)
            .idleConnectionTimeout(binding.idleTimeout())
            .routing(routing -> routing.any(this::handle))
            .build();
  }

  /**
   * Where the API is served.
   *
   * @param port 0 for any free one
   * @param rootPath such as {@code /midonet-api}
   */
  public record Binding(String host, int port, String rootPath, Duration idleTimeout) {}

  /** Starts serving. */
  public static RestServer start(Api api, AuthProvider auth, Binding binding) {
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
  }

  private void handle(ServerRequest request, ServerResponse response) {
    String method = request.prologue().method().text();
    String path = request.path().rawPath();
    long begun = System.nanoTime();
    int status;
    try {
      status = answer(method, path, request, response);
    } catch (ApiException e) {
      status = fail(response, e);
    } catch (NsdbException e) {
      if (e instanceof StorageUnavailableException) {
        LOG.warn("{} {}: {}", method, path, e.getMessage());
      }
      status = fail(response, translate(e));
    } catch (RuntimeException | IOException e) {
      LOG.error("{} {} failed", method, path, e);
      status =
          fail(
              response,
              new ApiException(
                  500, "the cluster failed at this request; its log says why, see its time"));
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
      identify(request);
      throw e;
    }
    Endpoint endpoint = match.endpoint();
    Identity identity = endpoint.open() ? null : identify(request);
    MediaType.Chosen produced = produced(endpoint, request);
    Request asked = read(match, request, identity, produced.version());
    Reply reply = endpoint.handler().handle(asked);
    write(reply, produced.text(), method.equals("HEAD"), response);
    return reply.status();
  }

  private List<String> segments(String path) {
    if (!path.equals(rootPath) && !path.startsWith(rootPath + "/")) {
      throw ApiException.notFound("the API lies under " + rootPath);
    }
    return PathTemplate.decode(path.substring(rootPath.length()));
  }

  private Identity identify(ServerRequest request) {
    String token = header(request, "X-Auth-Token");
    if (token == null || token.isBlank()) {
      throw ApiException.unauthorized(
          "this needs a token in the header X-Auth-Token; POST to " + rootPath + "/login for one");
    }
    Identity identity =
        auth.identify(token)
            .orElseThrow(
                () ->
                    ApiException.unauthorized(
                        "the token is unknown or has expired; POST to " + rootPath + "/login"));
    if (!identity.isAdmin()) {
      throw new ApiException(403, "the token is not an admin's");
    }
    return identity;
  }

  private static MediaType.Chosen produced(Endpoint endpoint, ServerRequest request) {
    return switch (endpoint.produces()) {
      case null -> new MediaType.Chosen(null, 0);
      case Endpoint.Body.Text() -> new MediaType.Chosen("text/plain; charset=utf-8", 0);
      case Endpoint.Body.Json(MediaType type) ->
          type.negotiate(header(request, "Accept"), endpoint.collection());
    };
  }

  private Request read(Api.Match match, ServerRequest request, Identity identity, int version)
      throws IOException {
    ObjectNode body = null;
    String text = null;
    int bodyVersion = 0;
    switch (match.endpoint().consumes()) {
      case null -> {}
      case Endpoint.Body.Text() -> text = new String(body(request), StandardCharsets.UTF_8);
      case Endpoint.Body.Json(MediaType type) -> {
        bodyVersion = type.versionOfBody(header(request, "Content-Type"));
        body = Json.parseObject(body(request));
      }
    }
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
        body,
        text,
        header(request, "If-Match"),
        new Request.Credentials(
            header(request, "Authorization"), header(request, "X-Auth-Project")),
        identity);
  }

  private Links links(ServerRequest request) {
    return new Links("http://" + request.authority() + rootPath);
  }

  private static byte[] body(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new ApiException(
            413, "the body is larger than " + MAX_BODY + " bytes", "Connection", "close");
      }
      return bytes;
    }
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
                HELD_BACK,
                () -> {
                  response.header(HeaderNames.CONTENT_TYPE, type);
                  return response.outputStream();
                });
        Json.writeList(elements, out);
        if (out.spilled()) {
          out.close();
        } else {
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
      // Half a list is out already. Breaking the connection is the only way left to say so.
      throw new UncheckedIOException(new IOException("answer broken off: " + e.getMessage()));
    }
    ObjectNode document = Json.object();
    document.put("message", e.getMessage());
    document.put("code", e.status());
    if (!e.violations().isEmpty()) {
      ArrayNode violations = document.putArray("violations");
      for (ApiException.Violation violation : e.violations()) {
        violations
            .addObject()
            .put("property", violation.property())
            .put("message", violation.message());
      }
    }
    response.status(Status.create(e.status()));
    e.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    send(response, ERROR.text(1, false), Json.bytes(document), false);
    return e.status();
  }

  private static ApiException translate(NsdbException e) {
    return switch (e) {
      case NotFoundException absent -> ApiException.notFound(absent.getMessage());
      case AlreadyExistsException taken -> ApiException.conflict(taken.getMessage());
      case ReferencedException referenced -> ApiException.conflict(referenced.getMessage());
      case ConflictException lost -> ApiException.conflict(lost.getMessage());
      case HostTakenException taken -> ApiException.conflict(taken.getMessage());
      case StorageUnavailableException away ->
          new ApiException(
              503,
              "ZooKeeper does not answer, so nothing can be read or changed now: "
                  + away.getMessage(),
              "Retry-After",
              "5");
    };
  }
}
