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

  /** One per node and scenario: it keeps its token. */
  Api api(ScenarioNodes where) {
    var node = where.only();
    return apis.computeIfAbsent(
        node.name(), name -> Api.on(node, "admin", lab.secret("ADMIN_PASS"), "admin"));
  }

  /** Somebody who does not know the administrator's password. */
  Api stranger(ScenarioNodes where) {
    return Api.on(where.only(), "admin", "not-" + lab.secret("ADMIN_PASS"), "admin");
  }

  String id(String path, String name) throws Exception {
    return api().named(path, name).path("id").asText();
  }

  /** What the API answers to {@code GET}, as it came. */
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

  /** A field that may be missing, null or empty: then an empty text. */
  static String text(JsonNode object, String field) {
    var value = object.path(field);
    return value.isNull() ? "" : value.asText("");
  }

  /** A router port's subnet, in whichever of the API's two forms it comes. */
  static String net(JsonNode port) {
    if (port.hasNonNull("networkAddress")) {
      return port.path("networkAddress").asText() + "/" + port.path("networkLength").asText();
    }
    return port.path("portSubnet").path(0).asText();
  }
}
