package org.midolab.lab.guide;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.midolab.lab.probe.Api;

/**
 * A fake API with prepared answers by {@code GET /path}. An answer is a body for status 200, or a
 * status, a line for each header, an empty line and the body. Other paths give 404. {@code <api>}
 * is replaced by the API's own address.
 */
final class FakeApi implements FakeServers.FakeServer {

  /**
   * Questions for the status of a request without a token, and of a login with another password.
   */
  static final String WITHOUT_TOKEN = "without a token";

  static final String OTHER_PASSWORD = "with another password";

  private static final String RIGHT =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("admin:secret-of-ADMIN_PASS".getBytes(StandardCharsets.UTF_8));

  private final String address;
  private final FakeAnswers.Of answers;
  private final HttpServer server;

  FakeApi(String address, FakeAnswers.Of answers) {
    this.address = address;
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(address, Api.PORT), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Reports whether the question is for the API and not for a node. */
  static boolean handles(String question) {
    return question.matches("(GET|POST|PUT|DELETE) /.*")
        || question.equals(WITHOUT_TOKEN)
        || question.equals(OTHER_PASSWORD);
  }

  @Override
  public String address() {
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
      scripted(exchange, exchange.getRequestMethod() + " " + path);
    }
  }

  private void scripted(HttpExchange exchange, String question) throws IOException {
    var text =
        answers
            .to(question)
            .orElse("404\n\n{}")
            .replace("<api>", "http://" + address + ":" + Api.PORT + "/midonet-api");
    if (!text.matches("(?s)\\d{3}\n.*")) {
      send(exchange, 200, text);
      return;
    }
    int end = text.indexOf("\n\n");
    for (var header : text.substring(0, end).lines().skip(1).toList()) {
      var parts = header.split(": ", 2);
      exchange.getResponseHeaders().set(parts[0], parts[1]);
    }
    send(exchange, Integer.parseInt(text.substring(0, 3)), text.substring(end + 2));
  }

  private int status(String question) {
    return Integer.parseInt(answers.to(question).orElse("401"));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
