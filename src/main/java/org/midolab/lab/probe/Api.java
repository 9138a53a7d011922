package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The MidoNet API as any client sees it: a login, then JSON by the links that objects carry. */
public final class Api {

  /** The cluster's port (guide, 4.2). */
  public static final int PORT = 8181;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String base;
  private final String authorization;
  private final String project;

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

  /** The status that a request without a token gets: 401 from a cluster that is awake. */
  public int knock() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + "/hosts")).GET()).statusCode();
  }

  /** What lies at a path below the base: {@code /routers}. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    var response =
        send(HttpRequest.newBuilder(URI.create(base + path)).header("X-Auth-Token", token()).GET());
    if (response.statusCode() != 200) {
      throw new IOException(
          "GET " + path + " got " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
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

  private String token() throws IOException, InterruptedException {
    var response =
        send(
            HttpRequest.newBuilder(URI.create(base + "/login"))
                .header("Authorization", authorization)
                .header("X-Auth-Project", project)
                .POST(BodyPublishers.noBody()));
    if (response.statusCode() != 200) {
      throw new IOException("the login got " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body()).path("key").asText();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
  }
}
