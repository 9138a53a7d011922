package org.midolab.midonet.agent.metadata;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An HTTP server that checks requests as Nova's metadata API does: 400 without the instance's id,
 * 403 if the signature does not belong to it. Else it answers with the instance's id.
 */
public final class TestNova implements AutoCloseable {

  /** A request with a valid signature. */
  public record Request(String method, String target, Headers headers, byte[] body) {

    public String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** What is done with a request with a valid signature, after it was recorded. */
  @FunctionalInterface
  public interface Reply {
    void to(Request request, HttpExchange exchange) throws IOException;
  }

  public final List<Request> requests = new CopyOnWriteArrayList<>();

  /** By default the answer names the instance. */
  public volatile Reply reply =
      (request, exchange) -> answer(exchange, 200, request.header("X-Instance-ID").getBytes());

  private final String secret;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public TestNova(String secret) {
    this.secret = secret;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            exchange.getRequestBody().readAllBytes());
    List<String> ids = request.headers().get("X-Instance-ID");
    if (ids == null || ids.size() != 1) {
      answer(exchange, 400, new byte[0]);
    } else if (!sign(ids.getFirst()).equals(request.header("X-Instance-ID-Signature"))) {
      answer(exchange, 403, new byte[0]);
    } else {
      requests.add(request);
      reply.to(request, exchange);
    }
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
