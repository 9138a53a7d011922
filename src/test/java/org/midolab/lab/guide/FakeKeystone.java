package org.midolab.lab.guide;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.midolab.lab.probe.Keystone;
import org.midolab.lab.probe.Neutron;

/**
 * An identity service that answers by a script, by {@code keystone /path}, to whom its admin token
 * is shown; and to logins, which need a secret of the lab. Beside it is a Neutron that takes its
 * tokens and answers by {@code neutron /path}.
 */
final class FakeKeystone implements FakeServers.FakeServer {

  /** What is answered to a login with a right and with another password: a status. */
  static final String LOGIN = "keystone login";

  static final String OTHER_PASSWORD = "keystone login with another password";

  /** What is answered to another token than the admin's. */
  static final String OTHER_TOKEN = "keystone with another token";

  /** The status of Neutron's answers to a token of Keystone's, and to another. */
  static final String NEUTRON = "neutron status";

  static final String NEUTRON_OTHER_TOKEN = "neutron status with another token";

  private static final String NEUTRON_ROOT = "/v2.0";

  private static final String TOKEN = "a token";
  private static final String ADMIN_TOKEN = "secret-of-ADMIN_TOKEN";

  private final String address;
  private final FakeAnswers.Of answers;
  private final List<HttpServer> servers = new ArrayList<>();

  FakeKeystone(String address, FakeAnswers.Of answers) {
    this.address = address;
    this.answers = answers;
    for (int port : List.of(Keystone.PORT, Keystone.ADMIN_PORT)) {
      serve(port, "/v3", exchange -> answer(exchange, port));
    }
    serve(Neutron.PORT, NEUTRON_ROOT, this::neutron);
  }

  private void serve(int port, String path, HttpHandler handler) {
    try {
      var server = HttpServer.create(new InetSocketAddress(address, port), 0);
      server.createContext(path, handler);
      server.start();
      servers.add(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean handles(String question) {
    return question.startsWith("keystone ") || question.startsWith("neutron ");
  }

  private void neutron(HttpExchange exchange) throws IOException {
    boolean right = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
    var path = exchange.getRequestURI().toString().substring(NEUTRON_ROOT.length());
    send(
        exchange,
        right ? status(NEUTRON, 200) : status(NEUTRON_OTHER_TOKEN, 401),
        right ? answers.to("neutron " + path).orElse("{}") : "{}");
  }

  @Override
  public String address() {
    return address;
  }

  private void answer(HttpExchange exchange, int port) throws IOException {
    var target = exchange.getRequestURI().toString().substring("/v3".length());
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (target.equals("/")) {
      send(exchange, status("keystone at " + port, 200), "{}");
    } else if (target.equals("/auth/tokens")) {
      boolean right = body.contains("\"secret-of-");
      int status = right ? status(LOGIN, 201) : status(OTHER_PASSWORD, 401);
      if (status == 201) {
        exchange.getResponseHeaders().set("X-Subject-Token", TOKEN);
      }
      send(exchange, status, "{}");
    } else if (ADMIN_TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
      var text = answers.to("keystone " + target);
      send(exchange, text.isEmpty() ? 404 : 200, text.orElse("{}"));
    } else {
      send(exchange, status(OTHER_TOKEN, 401), "{}");
    }
  }

  private int status(String question, int usual) {
    return answers.to(question).map(Integer::parseInt).orElse(usual);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
