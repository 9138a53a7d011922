package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * OpenStack's identity service as any client sees it (OpenStack "Identity API v3"). Users and
 * projects are those of the domain {@code default}.
 */
public final class Keystone {

  /** Where users ask. */
  public static final int PORT = 5000;

  /** Where administrators ask (guide, 4.2 step 4); the same service. */
  public static final int ADMIN_PORT = 35357;

  private static final String SUBJECT_TOKEN = "X-Subject-Token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Http http = new Http();
  private final String host;

  private Keystone(String host) {
    this.host = host;
  }

  /** The one that runs on a node. */
  public static Keystone on(LabNode node) {
    return new Keystone(node.management());
  }

  /** The status that the root document of version 3 has at a port: 200 when it serves. */
  public int knock(int port) throws IOException, InterruptedException {
    return http.exchange(base(port), ApiRequest.get("/")).status();
  }

  /** What lies at a path such as {@code /users}, for a token. */
  public ApiAnswer get(String path, String token) throws IOException, InterruptedException {
    return http.exchange(base(PORT), ApiRequest.get(path).under(token));
  }

  /** The names of all things of a kind, sorted, such as {@code projects}. */
  public List<String> names(String kind, String token) throws IOException, InterruptedException {
    var names = new ArrayList<String>();
    get("/" + kind, token).json().path(kind).forEach(one -> names.add(one.path("name").asText()));
    return names.stream().sorted().toList();
  }

  /** What a login by name and password is answered: 201 when it is good. */
  public ApiAnswer login(String user, String password, String project)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode auth = body.putObject("auth");
    ObjectNode identity = auth.putObject("identity");
    identity.putArray("methods").add("password");
    ObjectNode who = identity.putObject("password").putObject("user");
    who.put("name", user).put("password", password).putObject("domain").put("id", "default");
    auth.putObject("scope")
        .putObject("project")
        .put("name", project)
        .putObject("domain")
        .put("id", "default");
    return http.exchange(
        base(PORT),
        new ApiRequest(
            "POST",
            "/auth/tokens",
            Map.of("Content-Type", "application/json"),
            JSON.writeValueAsString(body)));
  }

  /** A new token of a user for a project. */
  public String token(String user, String password, String project)
      throws IOException, InterruptedException {
    var answer = login(user, password, project);
    return answer
        .header(SUBJECT_TOKEN)
        .orElseThrow(() -> new IOException("Keystone's login of " + user + " got " + answer));
  }

  private String base(int port) {
    return "http://" + host + ":" + port + "/v3";
  }
}
