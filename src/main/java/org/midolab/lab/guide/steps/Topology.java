package org.midolab.lab.guide.steps;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.RawAnswer;

/** Finds objects of the virtual topology through the API, by name and address. */
public final class Topology {

  private final LabNodes lab;
  private final Map<String, Api> apis = new ConcurrentHashMap<>();

  public Topology(LabNodes lab) {
    this.lab = lab;
  }

  Api api() {
    return api(ScenarioNodes.of("the controller", lab));
  }

  /**
   * Returns the client for a node. There is one for each node and scenario, because it keeps its
   * token.
   */
  Api api(ScenarioNodes where) {
    var node = where.only();
    return apis.computeIfAbsent(
        node.name(), name -> Api.on(node, "admin", lab.secret("ADMIN_PASS"), "admin"));
  }

  /** Returns a client with a wrong password. */
  Api apiWithWrongPassword(ScenarioNodes where) {
    return Api.on(where.only(), "admin", "not-" + lab.secret("ADMIN_PASS"), "admin");
  }

  String id(String path, String name) throws Exception {
    return api().named(path, name).path("id").asText();
  }

  /** Returns the API's unparsed answer to {@code GET}. */
  RawAnswer raw(String path) throws Exception {
    return RawAnswer.of(api(), path);
  }

  String name(String path) throws Exception {
    return api().get(path).path("name").asText();
  }

  JsonNode port(String router, String address) throws Exception {
    return api()
        .find(
            "/routers/" + id("/routers", router) + "/ports",
            p -> p.path("portAddress").asText().equals(address))
        .orElseThrow(
            () -> new IllegalStateException("router " + router + " has no port " + address));
  }

  JsonNode bgpPeer(String router, String address) throws Exception {
    return api()
        .find(
            "/routers/" + id("/routers", router) + "/bgp_peers",
            p -> p.path("address").asText().equals(address))
        .orElseThrow(
            () -> new IllegalStateException("router " + router + " has no BGP peer " + address));
  }

  /** Returns a field as text; an empty text if it is missing, null or empty. */
  static String text(JsonNode object, String field) {
    var value = object.path(field);
    return value.isNull() ? "" : value.asText("");
  }

  /** Returns the subnet of a router port. The API has two forms of it. */
  static String net(JsonNode port) {
    if (port.hasNonNull("networkAddress")) {
      return port.path("networkAddress").asText() + "/" + port.path("networkLength").asText();
    }
    return port.path("portSubnet").path(0).asText();
  }
}
