package org.midolab.lab.guide.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;

/** Virtual bridges and routers: their links, bindings, routes and translations. */
public final class Devices {

  private final Observer observer;
  private final Topology topology;

  public Devices(Observer observer, Topology topology) {
    this.observer = observer;
    this.topology = topology;
  }

  @Then("there is a bridge {string}")
  public void bridge(String name) {
    observer.observe(() -> seeDevice("/bridges", "the bridges", name));
  }

  @Then("there is a router {string}, up")
  public void router(String name) {
    observer.observe(() -> seeDevice("/routers", "the routers", name));
  }

  private void seeDevice(String path, String subject, String name) {
    observer.expect(
        Probe.of(
            subject,
            () ->
                topology.api().list(path).stream()
                    .map(
                        d ->
                            d.path("name").asText()
                                + (d.path("adminStateUp").asBoolean() ? " up" : " down"))
                    .toList()),
        Expectation.<List<String>>that(name + ", up", names -> names.contains(name + " up")));
  }

  @Then("the router {string} has a port {address} in {prefix}, linked to the bridge {string}")
  public void linked(String router, String address, String net, String bridge) {
    observer.see(
        "the port " + address + " of router " + router,
        () -> {
          var port = topology.port(router, address);
          var peer = Topology.text(port, "peerId");
          var device =
              peer.isEmpty() ? "" : topology.api().get("/ports/" + peer).path("deviceId").asText();
          return Topology.net(port)
              + " linked to "
              + (device.isEmpty() ? "nothing" : topology.name("/bridges/" + device));
        },
        Expectation.equalTo(net + " linked to " + bridge));
  }

  @Then(
      "the router {string} has a port {address} in {prefix}, bound to {word} of {nodes} and active")
  public void bound(
      String router, String address, String net, String interfaceName, ScenarioNodes host) {
    observer.see(
        Deadline.PORT_ACTIVE,
        "the port " + address + " of router " + router,
        () -> {
          var port = topology.port(router, address);
          return Topology.net(port) + " on " + binding(port);
        },
        Expectation.equalTo(net + " on " + host + ":" + interfaceName + ", active"));
  }

  @Then("the bridge {string} has a port bound to {word} of {nodes} and active")
  public void bridgePortBound(String bridge, String interfaceName, ScenarioNodes host) {
    observer.see(
        Deadline.PORT_ACTIVE,
        "the ports of bridge " + bridge,
        () -> {
          var seen = new ArrayList<String>();
          for (var port :
              topology.api().list("/bridges/" + topology.id("/bridges", bridge) + "/ports")) {
            seen.add(binding(port));
          }
          return (List<String>) seen;
        },
        Expectation.<List<String>>that(
            host + ":" + interfaceName + ", active",
            seen -> seen.contains(host + ":" + interfaceName + ", active")));
  }

  private String binding(JsonNode port) throws Exception {
    var host = Topology.text(port, "hostId");
    if (host.isEmpty()) {
      return "no host";
    }
    return topology.name("/hosts/" + host)
        + ":"
        + port.path("interfaceName").asText()
        + (port.path("active").asBoolean() ? ", active" : ", not active");
  }

  /**
   * Checks the normal routes for packets of any source. Routes that the cluster adds for a port are
   * left out.
   */
  @Then("the router {string} has these routes")
  public void routes(String router, DataTable wanted) {
    observer.see(
        Deadline.ROUTE_LEARNED,
        "the routes of router " + router,
        () -> routesAndPorts("/routers/" + topology.id("/routers", router)),
        new Assertion("router-routes", Map.of("router", router, "routes", text(rows(wanted)))));
  }

  /** Returns the API's answers with all routers, the routes, and the ports of their next hops. */
  private List<RawAnswer> routesAndPorts(String router) throws Exception {
    var answers = new ArrayList<RawAnswer>();
    answers.add(topology.raw("/routers"));
    answers.add(topology.raw(router + "/routes"));
    var ports = new TreeSet<String>();
    for (var route : topology.api().list(router + "/routes")) {
      ports.add(Topology.text(route, "nextHopPort"));
    }
    ports.remove("");
    for (var port : ports) {
      answers.add(topology.raw("/ports/" + port));
    }
    return answers;
  }

  private static String text(List<List<String>> rows) {
    return rows.stream().map(row -> String.join(",", row)).collect(Collectors.joining(";"));
  }

  /** Returns a table's rows below its header. An empty cell is an empty text. */
  static List<List<String>> rows(DataTable table) {
    return table.asLists().stream()
        .skip(1)
        .map(row -> row.stream().map(cell -> cell == null ? "" : cell).toList())
        .toList();
  }

  @Then(
      "the bridge {string} answers ARP for {address} with the MAC of the port {address} of router"
          + " {string}")
  public void arp(String bridge, String ip, String port, String router) {
    observer.see(
        "the ARP table of bridge " + bridge,
        () -> {
          var mac = topology.port(router, port).path("portMac").asText();
          var entry =
              topology
                  .api()
                  .find(
                      "/bridges/" + topology.id("/bridges", bridge) + "/arp_table",
                      e ->
                          e.path("ip").asText().equals(ip)
                              && e.path("mac").asText().equalsIgnoreCase(mac));
          return entry.isPresent() ? "there" : "not there";
        },
        Expectation.equalTo("there"));
  }

  @Then("the router {string} translates by these chains, in this order")
  public void chains(String router, DataTable wanted) {
    observer.see(
        "the chains of router " + router,
        () -> {
          var object = topology.api().named("/routers", router);
          var seen = new ArrayList<List<String>>();
          collect(seen, object.path("inboundFilterId").asText());
          collect(seen, object.path("outboundFilterId").asText());
          return (List<List<String>>) seen;
        },
        Expectation.equalTo(rows(wanted)));
  }

  private void collect(List<List<String>> seen, String chain) throws Exception {
    var name = topology.name("/chains/" + chain).replaceFirst("_[0-9a-f-]{36}$", "");
    for (var rule : topology.api().list("/chains/" + chain + "/rules")) {
      var targets = new ArrayList<String>();
      rule.path("natTargets").forEach(t -> targets.add(t.path("addressFrom").asText()));
      seen.add(List.of(name, rule.path("type").asText(), String.join(",", targets)));
      if (rule.path("type").asText().equals("jump")) {
        collect(seen, rule.path("jumpChainId").asText());
      }
    }
  }

  @Then("the uplinks of router {string}, {address} and {address}, form a stateful port group")
  public void portGroup(String router, String one, String other) {
    observer.see(
        "the port group of the uplinks of router " + router,
        () -> {
          var group =
              topology
                  .api()
                  .named("/port_groups", "OS_PORT_GROUP_" + topology.id("/routers", router));
          var ports = new TreeSet<String>();
          for (var member :
              topology.api().list("/port_groups/" + group.path("id").asText() + "/ports")) {
            ports.add(
                topology
                    .api()
                    .get("/ports/" + member.path("portId").asText())
                    .path("portAddress")
                    .asText());
          }
          return (group.path("stateful").asBoolean() ? "stateful " : "stateless ") + ports;
        },
        Expectation.equalTo("stateful " + new TreeSet<>(List.of(one, other))));
  }
}
