package org.midolab.lab.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends requests to servers on nodes. */
final class Http {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** One client for all servers: each has its own threads and its own idle connections. */
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private Http() {}

  /**
   * Sends a request with exactly its own headers.
   *
   * @param base base URL of targets that begin with a slash
   */
  static ApiAnswer exchange(String base, ApiRequest request)
      throws IOException, InterruptedException {
    var target = request.target();
    var builder =
        HttpRequest.newBuilder(URI.create(target.startsWith("/") ? base + target : target))
            .timeout(TIMEOUT)
            .method(
                request.method(),
                request.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(request.body()));
    request.headers().forEach(builder::header);
    var response = CLIENT.send(builder.build(), BodyHandlers.ofString());
    return new ApiAnswer(response.statusCode(), response.headers().map(), response.body());
  }
}
