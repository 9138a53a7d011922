package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Sends the requests of MidoNet 5.0's Python client, header by header: a body <code>{}</code> with
 * every request that has no other body, also with GET and DELETE; no media type with a DELETE or a
 * login; both media types with the GET after a POST or PUT; and a token from the login's cookie. It
 * finds all resources by the links of the root document.
 */
final class UpstreamClient {

  private static final String NO_BODY = "{}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private String token;
  private JsonNode root;

  UpstreamClient(ApiClient api) {
    this.base = api.to("").build().uri().toString();
  }

  /** Answer of the API; the body is an empty object when there is none. */
  record Answer(int status, JsonNode body, Map<String, List<String>> headers) {

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** The media types of a request; null for none. */
  record Types(String content, String accept) {

    static final Types NONE = new Types(null, null);

    static Types both(String type) {
      return new Types(type, type);
    }

    static Types accepting(String type) {
      return new Types(null, type);
    }

    static Types sending(String type) {
      return new Types(type, null);
    }
  }

  /** Logs in, and reads the root document. */
  UpstreamClient login(String user, String password, String project) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes()));
    headers.put("X-Auth-Project", project);
    String cookie = send("POST", base + "/login", headers, NO_BODY).header("set-cookie");
    String session = cookie.replaceFirst(";.*", "");
    token = session.contains("=") ? session.substring(session.indexOf('=') + 1) : "";
    root = ask("GET", base, Types.both(ApiClient.media("Application-v5")), null).body();
    return this;
  }

  String token() {
    return token;
  }

  /** Returns a URI of the root document by its name. */
  String root(String name) {
    return root.path(name).asText();
  }

  /** Returns the root document. */
  JsonNode root() {
    return root;
  }

  /**
   * @param body null for none
   */
  Answer ask(String method, String uri, Types types, JsonNode body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Auth-Token", token);
    if (types.content() != null) {
      headers.put("Content-Type", types.content());
    }
    if (types.accept() != null) {
      headers.put("Accept", types.accept());
    }
    return send(method, uri, headers, body == null ? NO_BODY : body.toString());
  }

  /** Sends a POST and reads the created object at its {@code Location}. */
  ObjectNode create(String collection, String type, JsonNode body) {
    Answer made = ask("POST", collection, Types.sending(type), body);
    if (made.status() != 201) {
      throw new AssertionError("POST " + collection + " " + type + " " + body + ": " + made);
    }
    return (ObjectNode) get(made.header("location"), Types.both(type));
  }

  /** Sends a PUT of the whole object and reads it again. */
  ObjectNode update(ObjectNode object, String type) {
    String uri = object.get("uri").asText();
    Answer answer = ask("PUT", uri, Types.sending(type), object);
    if (answer.status() > 300) {
      throw new AssertionError("PUT " + uri + " " + object + ": " + answer);
    }
    return (ObjectNode) get(uri, Types.both(type));
  }

  JsonNode get(String uri, Types types) {
    Answer answer = ask("GET", uri, types, null);
    if (answer.status() != 200) {
      throw new AssertionError("GET " + uri + " " + types + ": " + answer);
    }
    return answer.body();
  }

  int delete(String uri) {
    return ask("DELETE", uri, Types.NONE, null).status();
  }

  private Answer send(String method, String uri, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(30))
            .header("Accept-Encoding", "gzip, deflate")
            .header("User-Agent", "Python-httplib2/0.7.7 (gzip)")
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      byte[] content = response.body();
      if (response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
        content = new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
      }
      return new Answer(
          response.statusCode(), ApiClient.JSON.readTree(content), response.headers().map());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
