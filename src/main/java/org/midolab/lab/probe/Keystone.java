package org.midolab.lab.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A client of OpenStack's identity service (OpenStack "Identity API v3"), for users and projects of
 * the domain {@code default}.
 */
public final class Keystone {

  /** Port for users. */
  public static final int PORT = 5000;

  /** Port for administrators (guide 4.2 step 4), with the same service. */
  public static final int ADMIN_PORT = 35357;

  private static final String SUBJECT_TOKEN = "X-Subject-Token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String host;

  private Keystone(String host) {
    this.host = host;
  }

  /** Returns a client for the Keystone on a node. */
  public static Keystone on(LabNode node) {
    return new Keystone(node.management());
  }

  /**
   * Returns the HTTP status of the root document of version 3 at a port: 200 if Keystone is ready.
   */
  public int knock(int port) throws IOException, InterruptedException {
    return Http.exchange(base(port), ApiRequest.get("/")).status();
  }

  /**
   * Sends a {@code GET} with a token.
   *
   * @param path path below {@code /v3}, such as {@code /users}
   */
  public ApiAnswer get(String path, String token) throws IOException, InterruptedException {
    return Http.exchange(base(PORT), ApiRequest.get(path).under(token));
  }

  /** Returns the sorted names of all objects of a kind, such as {@code projects}. */
  public List<String> names(String kind, String token) throws IOException, InterruptedException {
    var names = new ArrayList<String>();
    get("/" + kind, token).json().path(kind).forEach(one -> names.add(one.path("name").asText()));
    return names.stream().sorted().toList();
  }

  /** Logs in by name and password. The status of the answer is 201 if the login is accepted. */
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
    return Http.exchange(
        base(PORT),
        new ApiRequest(
            "POST",
            "/auth/tokens",
            Map.of("Content-Type", "application/json"),
            JSON.writeValueAsString(body)));
  }

  /**
   * Returns a new token of a user for a project.
   *
   * @throws IOException if the login is not accepted
   */
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
