package org.midolab.lab.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Rules about a router, from the answers of the MidoNet API. Parameter {@code router}: its name,
 * which only one router has.
 */
final class RouterRules {

  private RouterRules() {}

  static List<Rule> rules() {
    return List.of(
        new Rule("router-advertises", p -> p.words("networks").toString(), RouterRules::advertises),
        new Rule("router-routes", p -> "among others " + wanted(p), RouterRules::routes));
  }

  /**
   * Returns the objects of a kind that belong to the router, such as {@code routes}.
   *
   * @throws IllegalStateException if there is no such router, or more than one
   */
  private static JsonNode of(Parameters p, Answers answers, String kind) throws Exception {
    var ids = new ArrayList<String>();
    for (var router : answers.fromApi("/routers")) {
      if (router.path("name").asText().equals(p.text("router"))) {
        ids.add(router.path("id").asText());
      }
    }
    if (ids.size() != 1) {
      throw new IllegalStateException(
          "expected one router " + p.text("router") + ", found " + ids.size());
    }
    return answers.fromApi("/routers/" + ids.getFirst() + "/" + kind);
  }

  /** Returns the router's port with an address. */
  static JsonNode port(Parameters p, Answers answers, String address) throws Exception {
    for (var port : of(p, answers, "ports")) {
      if (port.path("portAddress").asText().equals(address)) {
        return port;
      }
    }
    throw new IllegalStateException("the router has no port " + address);
  }

  private static Finding advertises(Parameters p, Answers answers) throws Exception {
    var seen =
        StreamSupport.stream(of(p, answers, "bgp_networks").spliterator(), false)
            .map(n -> n.path("subnetAddress").asText() + "/" + n.path("subnetLength").asText())
            .toList();
    return new Finding(seen.equals(p.words("networks")), seen.toString());
  }

  /**
   * Checks routes of type Normal without a source prefix, each by destination, gateway or an empty
   * text, and address of the next-hop port.
   */
  private static Finding routes(Parameters p, Answers answers) throws Exception {
    var seen = new ArrayList<List<String>>();
    for (var route : of(p, answers, "routes")) {
      if (isNormal(route)) {
        seen.add(
            List.of(
                route.path("dstNetworkAddr").asText()
                    + "/"
                    + route.path("dstNetworkLength").asText(),
                gateway(route),
                portAddress(answers, route.path("nextHopPort").asText(""))));
      }
    }
    return new Finding(seen.containsAll(wanted(p)), seen.toString());
  }

  static boolean isNormal(JsonNode route) {
    return route.path("type").asText().equalsIgnoreCase("normal")
        && route.path("srcNetworkLength").asInt() == 0
        && !route.path("learned").asBoolean();
  }

  private static String gateway(JsonNode route) {
    var gateway =
        route.path("nextHopGateway").isNull() ? "" : route.path("nextHopGateway").asText("");
    return gateway.equals("0.0.0.0") ? "" : gateway;
  }

  private static String portAddress(Answers answers, String id) throws Exception {
    return id.isEmpty() || id.equals("null")
        ? ""
        : answers.fromApi("/ports/" + id).path("portAddress").asText();
  }

  /**
   * Returns the rows of the parameter {@code routes}: rows are separated by semicolons, cells by
   * commas.
   */
  private static List<List<String>> wanted(Parameters p) {
    return List.of(p.text("routes").split(";")).stream()
        .map(row -> List.of(row.split(",", -1)))
        .toList();
  }
}
