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

/** The MidoNet API as any client sees it: a login, then JSON by the links that objects carry. */
public final class Api {

  /** The cluster's port (guide, 4.2). */
  public static final int PORT = 8181;

  /** Where every request but the login carries its token. */
  static final String TOKEN_HEADER = "X-Auth-Token";

  private final Http http = new Http();
  private final String base;
  private final String authorization;
  private final String project;

  /** The token of the last login, or empty; one that is too old is replaced when it is refused. */
  private volatile String kept = "";

  private Api(String base, String user, String password, String project) {
    this.base = base;
    this.project = project;
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** The API of the cluster that runs on a node. */
  public static Api on(LabNode node, String user, String password, String project) {
    return new Api(
        "http://" + node.management() + ":" + PORT + "/midonet-api", user, password, project);
  }

  /** The address of the document from which links lead to everything. */
  public String root() {
    return base + "/";
  }

  /** The status that a request without a token gets: 401 from a cluster that is awake. */
  public int knock() throws IOException, InterruptedException {
    return exchange(ApiRequest.get("/hosts")).status();
  }

  /** What lies at a path below the base: {@code /routers}. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    if (kept.isEmpty()) {
      kept = token();
    }
    var answer = exchange(ApiRequest.get(path).under(kept));
    if (answer.status() == 401) {
      kept = token();
      answer = exchange(ApiRequest.get(path).under(kept));
    }
    if (answer.status() != 200) {
      throw new IOException("GET " + path + " got " + answer);
    }
    return answer.json();
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

  /** The one of that name, below a path. */
  public JsonNode named(String path, String name) throws IOException, InterruptedException {
    return find(path, object -> object.path("name").asText().equals(name))
        .orElseThrow(() -> new IOException("nothing named \"" + name + "\" under " + path));
  }

  /** The key of a new token. */
  public String token() throws IOException, InterruptedException {
    var answer = login();
    if (answer.status() != 200) {
      throw new IOException("the login got " + answer);
    }
    return answer.value("key");
  }

  /** What a login by name and password is answered. */
  public ApiAnswer login() throws IOException, InterruptedException {
    return exchange(
        new ApiRequest(
            "POST",
            "/login",
            Map.of("Authorization", authorization, "X-Auth-Project", project),
            ""));
  }

  /** Sends a request with the headers that it has and no others of ours: no token either. */
  public ApiAnswer exchange(ApiRequest request) throws IOException, InterruptedException {
    return http.exchange(base, request);
  }
}
