package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/** HTTP client of the API with plain JSON. It shares no code with the cluster. */
final class ApiClient {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String TOKEN = "00000000";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  ApiClient(URI base) {
    this.base = base.toString();
  }

  /** Answer of the API. */
  record Answer(int status, HttpResponse<String> response) {

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(response.body(), e);
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    String location() {
      return header("Location");
    }

    /** Returns the id at the end of {@code Location}. */
    UUID id() {
      return UUID.fromString(location().substring(location().lastIndexOf('/') + 1));
    }

    @Override
    public String toString() {
      return status + " " + response.body();
    }
  }

  static String media(String type) {
    return "application/vnd.org.midonet." + type + "+json";
  }

  HttpRequest.Builder to(String path) {
    String uri = path.startsWith("http") ? path : base + path;
    return HttpRequest.newBuilder(URI.create(uri))
        .timeout(Duration.ofSeconds(30))
        .header("X-Auth-Token", TOKEN);
  }

  /** Sends a request. A null type omits its header, a null body omits the body. */
  Answer send(String method, HttpRequest.Builder request, Types types, String body) {
    if (types.content() != null) {
      request.header("Content-Type", types.content());
    }
    if (types.accept() != null) {
      request.header("Accept", types.accept());
    }
    return send(
        request.method(
            method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  /** The headers {@code Content-Type} and {@code Accept} of a request; null omits a header. */
  record Types(String content, String accept) {}

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Answer get(String path) {
    return send(to(path).GET());
  }

  Answer get(String path, String accept) {
    return send(to(path).header("Accept", accept).GET());
  }

  Answer delete(String path) {
    return send(to(path).DELETE());
  }

  /** POSTs JSON written with single quotes. */
  Answer post(String path, String json) {
    return post(path, "application/json", json);
  }

  Answer post(String path, String type, String json) {
    return send(body(path, type).POST(BodyPublishers.ofString(json.replace('\'', '"'))));
  }

  Answer put(String path, JsonNode json) {
    return send(body(path, "application/json").PUT(BodyPublishers.ofString(json.toString())));
  }

  Answer put(String path, String json) {
    return send(
        body(path, "application/json").PUT(BodyPublishers.ofString(json.replace('\'', '"'))));
  }

  private HttpRequest.Builder body(String path, String type) {
    return to(path).header("Content-Type", type);
  }

  /** Creates an object, reads it at its {@code Location} and returns it. */
  ObjectNode create(String path, String json) {
    Answer answer = post(path, json);
    if (answer.status() != 201) {
      throw new AssertionError("POST " + path + " " + json + ": " + answer);
    }
    return (ObjectNode) get(answer.location()).json();
  }
}
