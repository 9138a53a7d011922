package org.midolab.midonet.cluster.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keystone's API v3 as far as the cluster needs it (OpenStack "Identity API v3"): {@code POST} and
 * {@code GET /auth/tokens}, {@code GET /projects}. Requests are sent with the admin token, or with
 * a token of the cluster's user, which is renewed. Redirections are not followed and proxies are
 * not used, since requests contain secrets.
 *
 * <p>A missing or invalid answer causes an {@link AuthUnavailableException}.
 */
final class Keystone implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int LARGEST_ANSWER = 32 << 20;

  /** The longest kind of token, which contains a catalogue, has about this length. */
  private static final int LONGEST_TOKEN = 8 << 10;

  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  private static final JsonMapper JSON = new JsonMapper();

  private final KeystoneSettings settings;
  private final Clock clock;
  private final HttpClient http;
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile Own own = new Own("", Instant.MIN);

  /**
   * A token of the cluster's user.
   *
   * @param renew when it is renewed, before it expires
   */
  private record Own(String key, Instant renew) {}

  /**
   * Keystone's description of a token.
   *
   * @param project id of its project, or null
   * @param roles Keystone's names of its roles
   */
  record Grant(
      String key, Instant expires, String user, @Nullable String project, List<String> roles) {

    /** Omits the key. */
    @Override
    public String toString() {
      return "Grant[user=%s, project=%s, roles=%s]".formatted(user, project, roles);
    }
  }

  Keystone(KeystoneSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /** Returns whether the text is a valid header value; other texts cannot be tokens. */
  static boolean isHeaderValue(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_TOKEN
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /**
   * Gets a token for a project.
   *
   * @return empty when Keystone refuses user, password or project
   */
  Optional<Grant> login(String user, String password, String project) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode auth = body.putObject("auth");
    ObjectNode identity = auth.putObject("identity");
    identity.putArray("methods").add("password");
    ObjectNode who = identity.putObject("password").putObject("user");
    who.put("name", user).put("password", password);
    domain(who.putObject("domain"));
    ObjectNode scope = auth.putObject("scope").putObject("project").put("name", project);
    domain(scope.putObject("domain"));
    HttpResponse<String> answer =
        send(
            request("/auth/tokens?nocatalog")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    if (isRefusal(answer.statusCode())) {
      return Optional.empty();
    }
    expect(answer, 201);
    String key =
        answer
            .headers()
            .firstValue("X-Subject-Token")
            .orElseThrow(() -> unclear(answer, "no header X-Subject-Token", null));
    return Optional.of(grant(key, answer));
  }

  private void domain(ObjectNode domain) {
    if (settings.domainName().isEmpty()) {
      domain.put("id", settings.domainId());
    } else {
      domain.put("name", settings.domainName());
    }
  }

  /**
   * Returns the description of a token.
   *
   * @return empty when it is unknown, expired or revoked
   */
  Optional<Grant> validate(String token) {
    HttpResponse<String> answer = ask("/auth/tokens?nocatalog", token);
    if (isRefusal(answer.statusCode())) {
      return Optional.empty();
    }
    expect(answer, 200);
    return Optional.of(grant(token, answer));
  }

  List<Tenant> projects() {
    HttpResponse<String> answer = ask("/projects", null);
    expect(answer, 200);
    JsonNode listed = tree(answer).path("projects");
    if (!listed.isArray()) {
      throw unclear(answer, "no list of projects", null);
    }
    List<Tenant> projects = new ArrayList<>();
    listed.forEach(project -> projects.add(tenant(project)));
    return projects;
  }

  /**
   * @return empty when the project does not exist
   */
  Optional<Tenant> project(String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    HttpResponse<String> answer = ask("/projects/" + id, null);
    if (isRefusal(answer.statusCode())) {
      return Optional.empty();
    }
    expect(answer, 200);
    JsonNode project = tree(answer).path("project");
    // Keystone also returns domains as projects.
    return project.path("is_domain").asBoolean() ? Optional.empty() : Optional.of(tenant(project));
  }

  private static Tenant tenant(JsonNode project) {
    return new Tenant(
        project.path("id").asText(),
        project.path("name").asText(),
        project.path("description").asText(""),
        project.path("enabled").asBoolean(true));
  }

  /**
   * Returns whether the status is an error about the requested token or object, rather than a
   * failure or overload of Keystone.
   */
  private static boolean isRefusal(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }

  /**
   * Sends a request with the cluster's credentials.
   *
   * @param subject the token to look up, or null
   */
  private HttpResponse<String> ask(String path, @Nullable String subject) {
    String key = own(null);
    HttpResponse<String> answer = send(as(key, path, subject));
    if (answer.statusCode() == 401 && settings.adminToken().isEmpty()) {
      answer = send(as(own(key), path, subject));
    }
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw new AuthUnavailableException(
          "Keystone at %s answers the cluster's own question with %d; %s"
              .formatted(
                  settings.endpoint(),
                  answer.statusCode(),
                  settings.adminToken().isEmpty()
                      ? "has the user of cluster.auth.keystone.user_name the role admin?"
                      : "is cluster.auth.keystone.admin_token its admin token?"));
    }
    return answer;
  }

  private HttpRequest.Builder as(String key, String path, @Nullable String subject) {
    HttpRequest.Builder request = request(path).header("X-Auth-Token", key).GET();
    return subject == null ? request : request.header("X-Subject-Token", subject);
  }

  /**
   * Returns the token for the cluster's requests.
   *
   * @param refused a token that Keystone refused, or null
   */
  private String own(@Nullable String refused) {
    if (!settings.adminToken().isEmpty()) {
      return settings.adminToken();
    }
    if (usable(own, refused)) {
      return own.key();
    }
    renewing.lock();
    try {
      if (!usable(own, refused)) {
        Instant now = clock.instant();
        Grant grant =
            login(settings.userName(), settings.userPassword(), settings.project())
                .orElseThrow(
                    () ->
                        new AuthUnavailableException(
                            "Keystone at %s refuses the cluster's own login; look at cluster.auth.keystone.user_name, user_password and tenant_name"
                                .formatted(settings.endpoint())));
        Duration life = Duration.between(now, grant.expires());
        own = new Own(grant.key(), now.plus(life.multipliedBy(4).dividedBy(5)));
      }
      return own.key();
    } finally {
      renewing.unlock();
    }
  }

  private boolean usable(Own token, @Nullable String refused) {
    return !token.key().isEmpty()
        && !token.key().equals(refused)
        && clock.instant().isBefore(token.renew());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.endpoint() + path))
        .timeout(settings.patience())
        .header("Accept", "application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
    } catch (IOException e) {
      throw new AuthUnavailableException(
          "Keystone at " + settings.endpoint() + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthUnavailableException("interrupted while Keystone was asked", e);
    }
  }

  private void expect(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw unclear(answer, "not " + status, null);
    }
  }

  private Grant grant(String key, HttpResponse<String> answer) {
    JsonNode token = tree(answer).path("token");
    List<String> roles = new ArrayList<>();
    token.path("roles").forEach(role -> roles.add(role.path("name").asText()));
    try {
      return new Grant(
          key,
          Instant.parse(token.path("expires_at").asText()),
          token.path("user").path("name").asText(),
          token.path("project").path("id").asText(null),
          roles);
    } catch (DateTimeException e) {
      throw unclear(answer, "a token without its end", e);
    }
  }

  private JsonNode tree(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      // The cause is not chained, since its message shows the text.
      throw unclear(answer, "no JSON", null);
    }
  }

  private AuthUnavailableException unclear(
      HttpResponse<String> answer, String what, @Nullable Throwable cause) {
    return new AuthUnavailableException(
        "Keystone at %s answers %s with %d and %s"
            .formatted(
                settings.endpoint(), answer.request().uri().getPath(), answer.statusCode(), what),
        cause);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
