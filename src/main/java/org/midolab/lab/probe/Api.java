package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A client of the MidoNet API: it logs in, reads JSON and follows the links in the objects. */
public final class Api {

  /** The cluster's port (guide, 4.2). */
  public static final int PORT = 8181;

  /** Name of the header for the token, which every request except the login has. */
  static final String TOKEN_HEADER = "X-Auth-Token";

  private final String base;
  private final String authorization;
  private final String project;

  /**
   * The token of the last login, or empty. An expired token is replaced when the API rejects it.
   */
  private volatile String kept = "";

  private Api(String base, String user, String password, String project) {
    this.base = base;
    this.project = project;
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a client of the API of the cluster on a node. */
  public static Api on(LabNode node, String user, String password, String project) {
    return new Api(
        "http://" + node.management() + ":" + PORT + "/midonet-api", user, password, project);
  }

  /** Returns the URI of the root document, whose links lead to all objects. */
  public String root() {
    return base + "/";
  }

  /** Returns the status of a request without a token: 401 if the cluster is ready. */
  public int knock() throws IOException, InterruptedException {
    return exchange(ApiRequest.get("/hosts")).status();
  }

  /** Returns the JSON document at a path below the base, such as {@code /routers}. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return document(path, answer(path));
  }

  /** Returns the JSON document at a path, or empty if the API has none there, with status 404. */
  public Optional<JsonNode> getIfPresent(String path) throws IOException, InterruptedException {
    var answer = answer(path);
    return answer.status() == 404 ? Optional.empty() : Optional.of(document(path, answer));
  }

  private static JsonNode document(String path, ApiAnswer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("GET " + path + " got " + answer);
    }
    return answer.json();
  }

  private ApiAnswer answer(String path) throws IOException, InterruptedException {
    if (kept.isEmpty()) {
      kept = token();
    }
    var answer = exchange(ApiRequest.get(path).under(kept));
    if (answer.status() == 401) {
      kept = token();
      answer = exchange(ApiRequest.get(path).under(kept));
    }
    return answer;
  }

  public List<JsonNode> list(String path) throws IOException, InterruptedException {
    var list = new ArrayList<JsonNode>();
    get(path).forEach(list::add);
    return list;
  }

  public Optional<JsonNode> find(String path, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    return list(path).stream().filter(wanted).findFirst();
  }

  /** Returns the object of that name in a collection. */
  public JsonNode named(String path, String name) throws IOException, InterruptedException {
    return find(path, object -> object.path("name").asText().equals(name))
        .orElseThrow(() -> new IOException("nothing named \"" + name + "\" under " + path));
  }

  /** Logs in and returns the key of a new token. */
  public String token() throws IOException, InterruptedException {
    var answer = login();
    if (answer.status() != 200) {
      throw new IOException("the login got " + answer);
    }
    return answer.value("key");
  }

  /** Logs in by name and password, and returns the answer. */
  public ApiAnswer login() throws IOException, InterruptedException {
    return exchange(
        new ApiRequest(
            "POST",
            "/login",
            Map.of("Authorization", authorization, "X-Auth-Project", project),
            ""));
  }

  /** Sends a request with its own headers only. Adds no token. */
  public ApiAnswer exchange(ApiRequest request) throws IOException, InterruptedException {
    return Http.exchange(base, request);
  }
}
