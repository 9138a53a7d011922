package org.midolab.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import org.midolab.lab.probe.Api;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;

/**
 * A client of the MidoNet API. It logs in once and then sends plain HTTP requests; several threads
 * may use it at the same time. An answer with an unexpected status ends the benchmark.
 */
final class RestClient implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  /**
   * @param cluster the node of the API; its authentication provider accepts any login
   */
  RestClient(Node cluster) {
    this.base =
        "http://" + cluster.managementAddress().orElseThrow() + ":" + Api.PORT + "/midonet-api";
    this.token = login();
  }

  private String login() {
    String basic = Base64.getEncoder().encodeToString("admin:admin".getBytes());
    var request =
        HttpRequest.newBuilder(URI.create(base + "/login"))
            .timeout(LIMIT)
            .header("Authorization", "Basic " + basic)
            .header("X-Auth-Project", "admin")
            .POST(BodyPublishers.noBody());
    try {
      return new ObjectMapper()
          .readTree(expect(200, send(request, BodyHandlers.ofString())).body())
          .path("key")
          .asText();
    } catch (IOException e) {
      throw new LabFailure("the login was not answered with a token: " + e.getMessage(), e);
    }
  }

  /** Reads an object. */
  void get(String path) {
    expect(200, send(to(path).GET(), BodyHandlers.ofString()));
  }

  /** Creates an object. Returns its path below the API's root. */
  String post(String path, String body) {
    var answer = send(withBody(path).POST(BodyPublishers.ofString(body)), BodyHandlers.ofString());
    String location = expect(201, answer).headers().firstValue("Location").orElse("");
    if (!location.startsWith(base)) {
      throw new LabFailure("POST " + path + " returned the location: " + location);
    }
    return location.substring(base.length());
  }

  void put(String path, String body) {
    var request = withBody(path).PUT(BodyPublishers.ofString(body));
    expect(204, send(request, BodyHandlers.ofString()));
  }

  void delete(String path) {
    expect(204, send(to(path).DELETE(), BodyHandlers.ofString()));
  }

  /**
   * The measurement of a list request.
   *
   * @param firstByte seconds from the request to the body's first byte
   * @param total seconds from the request to the body's last byte
   * @param bytes length of the body
   * @param objects number of objects in it, counted by their URIs
   */
  record Listing(double firstByte, double total, long bytes, long objects) {}

  /** Reads a list as a stream, without storing it. */
  Listing list(String path) {
    long begun = System.nanoTime();
    var answer = send(to(path).GET(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new LabFailure("GET " + path + " was answered with " + answer.statusCode());
    }
    var counter = new ObjectCounter();
    try (InputStream body = answer.body()) {
      byte[] buffer = new byte[1 << 16];
      double first = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        first = first == 0 ? seconds(begun) : first;
        counter.count(buffer, read);
      }
      return new Listing(first, seconds(begun), counter.bytes(), counter.objects());
    } catch (IOException e) {
      throw new LabFailure(
          "the answer to GET %s ended after %,d bytes: %s"
              .formatted(path, counter.bytes(), e.getMessage()),
          e);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(LIMIT)
        .header("X-Auth-Token", token);
  }

  private HttpRequest.Builder withBody(String path) {
    return to(path).header("Content-Type", "application/json");
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    HttpRequest built = request.build();
    try {
      return http.send(built, handler);
    } catch (IOException e) {
      throw new LabFailure(built.method() + " " + built.uri() + " got no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted at " + built.method() + " " + built.uri(), e);
    }
  }

  private static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new LabFailure(
          "%s %s was answered with %d, not %d: %s"
              .formatted(
                  answer.request().method(),
                  answer.request().uri(),
                  answer.statusCode(),
                  status,
                  answer.body()));
    }
    return answer;
  }

  @Override
  public void close() {
    http.close();
  }
}
