package org.midolab.lab.guide.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.guide.Cast;
import org.midolab.lab.guide.Observer;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Nsdb;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Signal;

/** The virtual topology as the API tells it: hosts, tunnel zones, devices and their ports. */
public final class Cloud {

  private final Observer observer;
  private final LabNodes lab;

  public Cloud(Observer observer, LabNodes lab) {
    this.observer = observer;
    this.lab = lab;
  }

  @Then("the API on {nodes} is ready")
  public void ready(Cast where) {
    observer.ready(() -> seeAnswer(where));
  }

  @Then("the API on {nodes} answers")
  public void answers(Cast where) {
    observer.look(() -> seeAnswer(where));
  }

  private void seeAnswer(Cast where) {
    var api = api(where);
    observer.see(
        Signal.API_ANSWERS,
        Probe.of(
            "the API on " + where,
            () -> "without a token " + api.knock() + ", with one version " + api.get("/system_state").path("version").asText()),
        Expectation.that("401 without a token, an answer with one", text -> text.startsWith("without a token 401")));
  }

  @Then("the agents are alive on {nodes}")
  public void agentsAlive(Cast where) {
    observer.ready(() -> seeAlive(where.names(), false));
  }

  @Then("the API lists the host(s) {string}, alive")
  public void listsHost(String host) {
    observer.look(() -> seeAlive(List.of(host), false));
  }

  @Then("the API lists the hosts {string} and {string}, alive")
  public void listsHosts(String one, String other) {
    observer.look(() -> seeAlive(List.of(one, other), false));
  }

  @Then("the API lists exactly these hosts, alive")
  public void listsExactly(DataTable hosts) {
    observer.look(() -> seeAlive(hosts.asList(), true));
  }

  /** By the API, and by the ephemeral nodes that the agents' own sessions hold. */
  private void seeAlive(List<String> hosts, boolean exactly) {
    var api = api();
    observer.see(
        Signal.AGENT_ALIVE,
        Probe.of(
            "the hosts that are alive",
            () -> {
              var seen = new TreeMap<String, Boolean>();
              try (var nsdb = Nsdb.connect(Cast.of("every NSDB node", lab).nodes())) {
                var alive = nsdb.aliveHosts();
                for (var host : api.list("/hosts")) {
                  seen.put(
                      host.path("name").asText(), host.path("alive").asBoolean() && alive.contains(host.path("id").asText()));
                }
              }
              return (Map<String, Boolean>) seen;
            }),
        Expectation.<Map<String, Boolean>>that(
            (exactly ? "exactly " : "") + hosts + ", all alive",
            seen ->
                hosts.stream().allMatch(h -> seen.getOrDefault(h, false)) && (!exactly || seen.size() == hosts.size())));
  }

  @Then("the API lists one tunnel zone, named {string}, of type {string}")
  public void oneZone(String name, String type) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "the tunnel zones",
                    () -> {
                      var zones = new ArrayList<String>();
                      for (var zone : api().list("/tunnel_zones")) {
                        zones.add(zone.path("name").asText() + " of type " + zone.path("type").asText());
                      }
                      return (List<String>) zones;
                    }),
                Expectation.equalTo(List.of(name + " of type " + type))));
  }

  @Then("the tunnel zone {string} has the member {nodes}, with its underlay address")
  public void member(String zone, Cast member) {
    observer.look(
        () -> {
          var node = member.only();
          var address = node.address("eth2").orElseThrow();
          observer.see(
              Probe.of(
                  "the address of " + node.name() + " in tunnel zone " + zone,
                  () -> {
                    var host = api().named("/hosts", node.name()).path("id").asText();
                    var id = api().named("/tunnel_zones", zone).path("id").asText();
                    return api()
                        .find("/tunnel_zones/" + id + "/hosts", m -> m.path("hostId").asText().equals(host))
                        .map(m -> m.path("ipAddress").asText())
                        .orElse("no member");
                  }),
              Expectation.equalTo(address));
          observer.see(
              Probe.of("the addresses of eth2 on " + node.name(), () -> node.run("ip", "-json", "address", "show", "eth2").out()),
              Expectation.that(address, text -> text.contains("\"" + address + "\"")));
        });
  }

  @Then("there is a bridge {string}")
  public void bridge(String name) {
    observer.look(() -> seeDevice("/bridges", "the bridges", name));
  }

  @Then("there is a router {string}, up")
  public void router(String name) {
    observer.look(() -> seeDevice("/routers", "the routers", name));
  }

  private void seeDevice(String path, String subject, String name) {
    observer.see(
        Probe.of(subject, () -> api().list(path).stream().map(d -> d.path("name").asText() + (d.path("adminStateUp").asBoolean() ? " up" : " down")).toList()),
        Expectation.<List<String>>that(name + ", up", names -> names.contains(name + " up")));
  }

  @Then("the router {string} has a port {address} in {prefix}, linked to the bridge {string}")
  public void linked(String router, String address, String net, String bridge) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "the port " + address + " of router " + router,
                    () -> {
                      var port = portOf(router, address);
                      var peer = port.path("peerId").asText("");
                      var device = peer.isEmpty() ? "" : api().get("/ports/" + peer).path("deviceId").asText();
                      return net(port) + " linked to " + (device.isEmpty() ? "nothing" : name("/bridges/" + device));
                    }),
                Expectation.equalTo(net + " linked to " + bridge)));
  }

  @Then("the router {string} has a port {address} in {prefix}, bound to {word} of {nodes} and active")
  public void bound(String router, String address, String net, String interfaceName, Cast host) {
    observer.look(
        () ->
            observer.see(
                Signal.PORT_ACTIVE,
                Probe.of(
                    "the port " + address + " of router " + router,
                    () -> {
                      var port = portOf(router, address);
                      return net(port) + " on " + binding(port);
                    }),
                Expectation.equalTo(net + " on " + host + ":" + interfaceName + ", active")));
  }

  @Then("the bridge {string} has a port bound to {word} of {nodes} and active")
  public void bridgePortBound(String bridge, String interfaceName, Cast host) {
    observer.look(
        () ->
            observer.see(
                Signal.PORT_ACTIVE,
                Probe.of(
                    "the ports of bridge " + bridge,
                    () -> {
                      var seen = new ArrayList<String>();
                      for (var port : api().list("/bridges/" + id("/bridges", bridge) + "/ports")) {
                        seen.add(binding(port));
                      }
                      return (List<String>) seen;
                    }),
                Expectation.<List<String>>that(
                    host + ":" + interfaceName + ", active", seen -> seen.contains(host + ":" + interfaceName + ", active"))));
  }

  private String binding(JsonNode port) throws Exception {
    var host = port.path("hostId").asText("");
    if (host.isEmpty() || host.equals("null")) {
      return "no host";
    }
    return name("/hosts/" + host) + ":" + port.path("interfaceName").asText() + (port.path("active").asBoolean() ? ", active" : ", not active");
  }

  @Then("the router {string} routes")
  public void routes(String router, DataTable wanted) {
    observer.look(
        () ->
            observer.see(
                Signal.ROUTE_LEARNED,
                Probe.of(
                    "the routes of router " + router,
                    () -> {
                      var seen = new ArrayList<List<String>>();
                      for (var route : api().list("/routers/" + id("/routers", router) + "/routes")) {
                        var port = route.path("nextHopPort").asText("");
                        seen.add(
                            List.of(
                                route.path("dstNetworkAddr").asText() + "/" + route.path("dstNetworkLength").asText(),
                                gateway(route),
                                port.isEmpty() || port.equals("null") ? "" : api().get("/ports/" + port).path("portAddress").asText()));
                      }
                      return (List<List<String>>) seen;
                    }),
                Expectation.<List<List<String>>>that("among others " + wanted.asLists(), seen -> seen.containsAll(rows(wanted)))));
  }

  private static List<List<String>> rows(DataTable table) {
    return table.asLists().stream().skip(1).map(row -> row.stream().map(cell -> cell == null ? "" : cell).toList()).toList();
  }

  private static String gateway(JsonNode route) {
    var gateway = route.path("nextHopGateway").asText("");
    return gateway.equals("null") || gateway.equals("0.0.0.0") ? "" : gateway;
  }

  @Then("the bridge {string} answers ARP for {address} with the MAC of the port {address} of router {string}")
  public void arp(String bridge, String ip, String port, String router) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "the ARP table of bridge " + bridge,
                    () -> {
                      var mac = portOf(router, port).path("portMac").asText();
                      var entry =
                          api()
                              .find(
                                  "/bridges/" + id("/bridges", bridge) + "/arp_table",
                                  e -> e.path("ip").asText().equals(ip) && e.path("mac").asText().equalsIgnoreCase(mac));
                      return entry.isPresent() ? "there" : "not there";
                    }),
                Expectation.equalTo("there")));
  }

  @Then("the router {string} translates by these chains, in this order")
  public void chains(String router, DataTable wanted) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "the chains of router " + router,
                    () -> {
                      var object = api().named("/routers", router);
                      var seen = new ArrayList<List<String>>();
                      collect(seen, object.path("inboundFilterId").asText());
                      collect(seen, object.path("outboundFilterId").asText());
                      return (List<List<String>>) seen;
                    }),
                Expectation.equalTo(rows(wanted))));
  }

  private void collect(List<List<String>> seen, String chain) throws Exception {
    var name = name("/chains/" + chain);
    for (var rule : api().list("/chains/" + chain + "/rules")) {
      var targets = new ArrayList<String>();
      rule.path("natTargets").forEach(t -> targets.add(t.path("addressFrom").asText()));
      seen.add(List.of(name, rule.path("type").asText(), String.join(",", targets)));
      if (rule.path("type").asText().equals("jump")) {
        collect(seen, rule.path("jumpChainId").asText());
      }
    }
  }

  @Then("the port group {string} is stateful and has the ports {address} and {address} of router {string}")
  public void portGroup(String group, String one, String other, String router) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "the port group " + group,
                    () -> {
                      var object = api().named("/port_groups", group);
                      var ports = new ArrayList<String>();
                      for (var member : api().list("/port_groups/" + object.path("id").asText() + "/ports")) {
                        ports.add(api().get("/ports/" + member.path("portId").asText()).path("portAddress").asText());
                      }
                      return (object.path("stateful").asBoolean() ? "stateful " : "stateless ") + ports.stream().sorted().toList();
                    }),
                Expectation.equalTo("stateful " + List.of(one, other).stream().sorted().toList())));
  }

  @Then("the router {string} has AS number {long}")
  public void asNumber(String router, long number) {
    observer.look(
        () ->
            observer.see(
                Probe.of("the AS number of router " + router, () -> api().named("/routers", router).path("asNumber").asLong()),
                Expectation.equalTo(number)));
  }

  @Then("the router {string} has the BGP peer {address} of AS {long}")
  public void bgpPeer(String router, String address, long number) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "the BGP peer " + address + " of router " + router,
                    () -> peer(router, address).path("asNumber").asLong()),
                Expectation.equalTo(number)));
  }

  @Then("the router {string}'s BGP peer {address} has {word} {int}")
  public void bgpPeerHas(String router, String address, String timer, int seconds) {
    var field =
        switch (timer) {
          case "keep-alive" -> "keepAlive";
          case "hold-time" -> "holdTime";
          case "connect-retry" -> "connectRetry";
          default -> throw new IllegalArgumentException("no timer is called " + timer);
        };
    observer.look(
        () ->
            observer.see(
                Probe.of(timer + " of the BGP peer " + address, () -> peer(router, address).path(field).asInt()),
                Expectation.equalTo(seconds)));
  }

  @Then("the router {string} advertises {prefix}")
  public void advertises(String router, String net) {
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "the BGP networks of router " + router,
                    () ->
                        api().list("/routers/" + id("/routers", router) + "/bgp_networks").stream()
                            .map(n -> n.path("subnetAddress").asText() + "/" + n.path("subnetLength").asText())
                            .toList()),
                Expectation.equalTo(List.of(net))));
  }

  private JsonNode peer(String router, String address) throws Exception {
    return api()
        .find("/routers/" + id("/routers", router) + "/bgp_peers", p -> p.path("address").asText().equals(address))
        .orElseThrow(() -> new IllegalStateException("router " + router + " has no BGP peer " + address));
  }

  private JsonNode portOf(String router, String address) throws Exception {
    return api()
        .find("/routers/" + id("/routers", router) + "/ports", p -> p.path("portAddress").asText().equals(address))
        .orElseThrow(() -> new IllegalStateException("router " + router + " has no port " + address));
  }

  private static String net(JsonNode port) {
    if (port.has("networkAddress")) {
      return port.path("networkAddress").asText() + "/" + port.path("networkLength").asText();
    }
    return port.path("portSubnet").path(0).asText();
  }

  private String id(String path, String name) throws Exception {
    return api().named(path, name).path("id").asText();
  }

  private String name(String path) throws Exception {
    return api().get(path).path("name").asText();
  }

  private Api api() {
    return api(Cast.of("the controller", lab));
  }

  private Api api(Cast where) {
    return Api.on(where.only(), "admin", lab.secret("ADMIN_PASS"), "admin");
  }
}
