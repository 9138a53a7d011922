package org.midolab.midonet.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.midolab.midonet.cli.failure.CliException.Fatal;
import org.midolab.midonet.cli.failure.CliException.Internal;
import org.midolab.midonet.cli.failure.CliException.User;

/**
 * Client of the cluster's REST API: JSON trees with MidoNet's media types, and failures as
 * exceptions with the line to print (docs: contract.md#cli-output).
 */
final class Rest implements AutoCloseable {

  /** A warning; a header may contain several, separated by commas. */
  private static final Pattern WARNING = Pattern.compile("\\d{3} \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http;
  private final Settings settings;
  private final PrintStream log;
  private boolean debug;
  private String token;
  private JsonNode root;

  Rest(Settings settings, PrintStream log) {
    this.settings = settings;
    this.log = log;
    this.debug = settings.debug();
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (settings.api().getScheme().equals("http")) {
      builder.sslContext(Trust.withoutTls());
    } else if (!settings.verifyCertificates()) {
      builder.sslContext(Trust.trustAll());
    }
    this.http = builder.build();
  }

  void debug(boolean on) {
    debug = on;
  }

  /**
   * Logs in and reads the system state, so that a session starts only when commands can succeed.
   *
   * @throws Fatal for invalid credentials, or when the API does not answer
   */
  void open() {
    login(settings.credentials());
    get(URI.create(settings.api() + "/system_state"), "SystemState-v2");
  }

  private void login(Settings.Credentials credentials) {
    String pair = credentials.user() + ":" + credentials.password();
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        request(URI.create(settings.api() + "/login"), "Token-v1")
            .header("Authorization", "Basic " + basic)
            .header("X-Auth-Project", credentials.project())
            .POST(BodyPublishers.noBody())
            .build();
    token = tree(send(request, null)).path("key").asText(null);
  }

  /** Returns a URI or template of the root document; null when the cluster does not have it. */
  String link(String key) {
    if (root == null) {
      root = get(URI.create(settings.api() + "/"), "Application-v5");
    }
    return root.path(key).asText(null);
  }

  JsonNode get(URI uri, String media) {
    return tree(send(request(uri, media).GET().build(), null));
  }

  /** Returns all objects of a collection. */
  List<JsonNode> list(URI uri, String media) {
    JsonNode answer = get(uri, "collection." + media);
    var objects = new ArrayList<JsonNode>();
    answer.forEach(objects::add);
    return objects;
  }

  /** Creates an object and returns its URI. */
  URI post(URI collection, String media, JsonNode body) {
    HttpRequest request =
        request(collection, media)
            .header("Content-Type", mediaType(media))
            .POST(publish(body))
            .build();
    HttpResponse<String> response = send(request, body);
    return response
        .headers()
        .firstValue("Location")
        .map(collection::resolve)
        .orElseThrow(
            () ->
                new Internal(
                    "the cluster created the object, but its answer has no Location: POST "
                        + collection,
                    null));
  }

  void put(URI uri, String media, JsonNode body) {
    send(
        request(uri, media).header("Content-Type", mediaType(media)).PUT(publish(body)).build(),
        body);
  }

  void delete(URI uri) {
    send(request(uri, null).DELETE().build(), null);
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder request(URI uri, String media) {
    var builder = HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT);
    if (media != null) {
      builder.header("Accept", mediaType(media) + ", application/json;q=0.5");
    }
    if (token != null) {
      builder.header("X-Auth-Token", token);
    }
    return builder;
  }

  private static String mediaType(String name) {
    return "application/vnd.org.midonet." + name + "+json";
  }

  private BodyPublisher publish(JsonNode body) {
    return BodyPublishers.ofString(body.toString());
  }

  private HttpResponse<String> send(HttpRequest request, JsonNode body) {
    debug(
        "> "
            + request.method()
            + " "
            + request.uri()
            + (body == null ? "" : " " + Secrets.redact(body)));
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new User("interrupted");
    } catch (HttpTimeoutException e) {
      throw new Internal(
          "no answer from "
              + settings.api()
              + " in time: "
              + request.method()
              + " "
              + request.uri(),
          e);
    } catch (IOException e) {
      throw new Fatal(
          "Cannot reach the MidoNet API at %s (%s). Is midonet-cluster running there?"
              .formatted(settings.api(), reason(e)),
          e);
    }
    debug("< " + response.statusCode() + bodyForLog(response.body()));
    if (response.statusCode() >= 400) {
      throw failure(response);
    }
    response.headers().allValues("Warning").forEach(this::warn);
    return response;
  }

  /**
   * Prints the text of a {@code Warning} (RFC 7234, §5.5), for example that a field has no effect.
   */
  private void warn(String header) {
    Matcher text = WARNING.matcher(header);
    while (text.find()) {
      log.println("Warning: " + text.group(1).replaceAll("\\\\(.)", "$1"));
    }
  }

  private RuntimeException failure(HttpResponse<String> response) {
    String message = message(response);
    return switch (response.statusCode()) {
      case 401 ->
          new Fatal(
              "Invalid credentials: the MidoNet API at " + settings.api() + " refused them.", null);
      case 403 -> new User("not allowed: " + message);
      default -> response.statusCode() < 500 ? new User(message) : new Internal(message, null);
    };
  }

  /** Returns the cluster's message and, for a refused body, the violations. */
  private String message(HttpResponse<String> response) {
    String fallback =
        "the cluster answered %d to %s %s"
            .formatted(
                response.statusCode(),
                response.request().method(),
                response.request().uri().getPath());
    try {
      JsonNode error = json.readTree(response.body());
      String message = error.path("message").asText("");
      var violations = new ArrayList<String>();
      for (JsonNode violation : error.path("violations")) {
        String property = violation.path("property").asText("");
        String what = violation.path("message").asText();
        if (!message.contains(property + " " + what)) { // otherwise the message already contains it
          violations.add((property.isEmpty() ? "" : property + ": ") + what);
        }
      }
      if (violations.isEmpty()) {
        return message.isEmpty() ? fallback : message;
      }
      return (message.isEmpty() ? "" : message + " - ") + String.join("; ", violations);
    } catch (JsonProcessingException e) {
      return fallback;
    }
  }

  private JsonNode tree(HttpResponse<String> response) {
    try {
      return json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new Internal("the answer to GET " + response.request().uri() + " is not JSON", e);
    }
  }

  private String bodyForLog(String body) {
    if (body == null || body.isEmpty()) {
      return "";
    }
    try {
      return " " + Secrets.redact(json.readTree(body));
    } catch (JsonProcessingException e) {
      return " (" + body.length() + " characters that are not JSON)";
    }
  }

  private void debug(String line) {
    if (debug) {
      log.println(line);
    }
  }

  private static String reason(IOException e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ConnectException && cause.getMessage() == null
        ? "connection refused"
        : cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
