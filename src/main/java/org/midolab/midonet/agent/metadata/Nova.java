package org.midolab.midonet.agent.metadata;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.agent.metadata.Instances.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Nova's metadata service for an instance, with the headers by which Nova identifies it
 * (Nova's documentation, "Metadata service": {@code service_metadata_proxy}).
 */
final class Nova implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Nova.class);

  /** Longest wait for a connection; a host of the same data centre answers in milliseconds. */
  static final Duration CONNECT = Duration.ofSeconds(3);

  /** Longest wait for a whole answer. Nova needs some seconds when its database is slow. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  /** Most bytes of an answer; the largest documents, with user data of 64 KiB, are far smaller. */
  static final int LARGEST = 1 << 20;

  private final String base;
  private final String authority;
  private final Signature signature;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT)
          .build();

  private volatile String lastFailure = "";

  /**
   * @param base URL of the service, without a query
   * @param patience longest wait for a whole answer
   */
  Nova(URI base, String secret, Duration patience) {
    this.base = base.toString().replaceFirst("/+$", "");
    this.authority = base.getRawAuthority();
    this.signature = new Signature(secret);
    this.patience = patience;
  }

  /**
   * A request of an instance.
   *
   * @param target path and query, beginning with a slash
   * @param headers that Nova gets unchanged
   * @param body empty for none
   */
  record Question(String method, String target, Map<String, String> headers, byte[] body) {}

  /** Nova's answer. */
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {}

  /** There is no answer that could be passed on; the message is for the instance. */
  static final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    NoAnswerException(int status, String message) {
      super(message);
      this.status = status;
    }

    /** Returns the status for the instance: 400, 404, 429, 502, 503 or 504. */
    int status() {
      return status;
    }
  }

  /**
   * Asks for an instance.
   *
   * @throws NoAnswerException if there is no connection, no answer within the patience, an answer
   *     larger than {@link #LARGEST}, or if the request is not valid
   */
  Answer ask(Instance instance, Question question) throws NoAnswerException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(
            request(instance, question),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      HttpResponse<byte[]> response = coming.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() == 403) {
        failed("refuses the request; does agent.openstack.metadata.shared_secret equal Nova's?");
      } else {
        lastFailure = "";
      }
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (TimeoutException e) {
      throw late();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HttpConnectTimeoutException ? late() : bad(e.getCause());
    } finally {
      coming.cancel(true); // ends an exchange that is not complete
    }
  }

  private HttpRequest request(Instance instance, Question question) throws NoAnswerException {
    try {
      return request(instance, question, new URI(base + question.target()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new NoAnswerException(400, "the path, a header or the instance's id is not valid");
    }
  }

  private HttpRequest request(Instance instance, Question question, URI uri) {
    // Otherwise "GET @host/" would name another server: the authority ends at the first slash.
    if (!question.target().startsWith("/") || !authority.equals(uri.getRawAuthority())) {
      throw new IllegalArgumentException("not a path of the metadata service");
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                question.method(),
                question.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(question.body()));
    question.headers().forEach(request::setHeader);
    request.setHeader("X-Forwarded-For", instance.address().toString());
    String id = Objects.requireNonNull(instance.id(), "an instance without an id asks nothing");
    request.setHeader("X-Instance-ID", id);
    request.setHeader("X-Instance-ID-Signature", signature.of(id));
    if (instance.tenantId() != null) {
      request.setHeader("X-Tenant-ID", instance.tenantId());
    }
    return request.build();
  }

  private NoAnswerException late() {
    failed("did not answer within " + patience.toSeconds() + " s");
    return new NoAnswerException(504, "the metadata service did not answer in time");
  }

  private NoAnswerException bad(@Nullable Throwable cause) {
    failed(cause instanceof IOException ? "gave no answer: " + cause : String.valueOf(cause));
    return new NoAnswerException(502, "the metadata service gave no answer that can be passed on");
  }

  private void failed(String how) {
    if (!how.equals(lastFailure)) {
      lastFailure = how;
      LOG.warn("Nova's metadata service at {} {}", base, how);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
