package org.midolab.lab.guide;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.midolab.lab.probe.Api;

/** An API that answers by a script, at an address of its own. */
final class PaperApi implements AutoCloseable {

  /** What is answered to a request without a token, and to a login with another password. */
  static final String WITHOUT_TOKEN = "without a token";

  static final String OTHER_PASSWORD = "with another password";

  private static final String RIGHT =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("admin:secret-of-ADMIN_PASS".getBytes(StandardCharsets.UTF_8));

  /** Of 127.77.0.0/16, so that several can be at the API's port. */
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private final String address;
  private final Map<String, String> answers;
  private final HttpServer server;

  /**
   * @param answers by {@code GET /path}; what is not there is 404
   */
  PaperApi(Map<String, String> answers) {
    int number = NEXT.getAndIncrement();
    this.address = "127.77." + number / 250 + "." + (number % 250 + 1);
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(address, Api.PORT), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** True for what an API answers, other than a node. */
  static boolean isAsked(String question) {
    return question.startsWith("GET ")
        || question.equals(WITHOUT_TOKEN)
        || question.equals(OTHER_PASSWORD);
  }

  String address() {
    return address;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().replaceFirst("^/midonet-api", "");
    var headers = exchange.getRequestHeaders();
    if (path.equals("/login")) {
      boolean right = RIGHT.equals(headers.getFirst("Authorization"));
      send(exchange, right ? 200 : status(OTHER_PASSWORD), "{\"key\": \"a token\"}");
    } else if (!headers.containsKey("X-Auth-Token")) {
      send(exchange, status(WITHOUT_TOKEN), "[]");
    } else {
      var body = answers.get("GET " + path);
      send(exchange, body == null ? 404 : 200, body == null ? "{}" : body);
    }
  }

  private int status(String whose) {
    return Integer.parseInt(answers.getOrDefault(whose, "401"));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
