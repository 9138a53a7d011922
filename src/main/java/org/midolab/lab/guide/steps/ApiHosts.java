package org.midolab.lab.guide.steps;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Nsdb;
import org.midolab.lab.probe.Probe;

/** The state of the cloud in the API: whether the API answers, the hosts, the tunnel zone. */
public final class ApiHosts {

  private final Observer observer;
  private final LabNodes lab;
  private final Topology topology;

  public ApiHosts(Observer observer, LabNodes lab, Topology topology) {
    this.observer = observer;
    this.lab = lab;
    this.topology = topology;
  }

  @Then("the API on {nodes} is ready")
  public void ready(ScenarioNodes where) {
    observer.awaitReady(() -> seeAnswer(where));
  }

  @Then("the API on {nodes} answers")
  public void answers(ScenarioNodes where) {
    observer.observe(() -> seeAnswer(where));
  }

  private void seeAnswer(ScenarioNodes where) {
    var api = api(where);
    observer.expect(
        Deadline.API_ANSWERS,
        Probe.of(
            "the API on " + where,
            () ->
                "without a token "
                    + api.knock()
                    + ", with one version "
                    + api.get("/system_state").path("version").asText()),
        Expectation.that(
            "401 without a token, an answer with one",
            text -> text.startsWith("without a token 401")));
  }

  @Then("the API on {nodes} rejects a login with another password")
  public void refuses(ScenarioNodes where) {
    observer.see(
        Deadline.API_ANSWERS,
        "logins at the API on " + where,
        () ->
            "with the password "
                + api(where).login().status()
                + ", with another "
                + topology.apiWithWrongPassword(where).login().status(),
        Expectation.equalTo("with the password 200, with another 401"));
  }

  @Then("the agents are alive on {nodes}")
  public void agentsAlive(ScenarioNodes where) {
    observer.awaitReady(() -> seeAlive(where.names(), false));
  }

  @Then("the API lists the host(s) {string}, alive")
  public void listsHost(String host) {
    observer.observe(() -> seeAlive(List.of(host), false));
  }

  @Then("the API lists the hosts {string} and {string}, alive")
  public void listsHosts(String one, String other) {
    observer.observe(() -> seeAlive(List.of(one, other), false));
  }

  @Then("the API lists exactly these hosts, alive")
  public void listsExactly(DataTable hosts) {
    observer.observe(() -> seeAlive(hosts.asList(), true));
  }

  /**
   * Checks the hosts by the API and by the ephemeral nodes of the agents' own sessions. There must
   * be one host for each name: another host of the same name is a dead one.
   */
  private void seeAlive(List<String> hosts, boolean exactly) {
    var api = api();
    observer.expect(
        Deadline.AGENT_ALIVE,
        Probe.of(
            "the hosts that are alive",
            () -> {
              var seen = new TreeMap<String, List<Boolean>>();
              try (var nsdb = Nsdb.connect(ScenarioNodes.of("every NSDB node", lab).nodes())) {
                var alive = nsdb.aliveHosts();
                for (var host : api.list("/hosts")) {
                  seen.computeIfAbsent(host.path("name").asText(), name -> new ArrayList<>())
                      .add(
                          host.path("alive").asBoolean()
                              && alive.contains(host.path("id").asText()));
                }
              }
              return (Map<String, List<Boolean>>) seen;
            }),
        Expectation.<Map<String, List<Boolean>>>that(
            (exactly ? "exactly " : "") + hosts + ", all alive",
            seen ->
                hosts.stream().allMatch(h -> List.of(true).equals(seen.get(h)))
                    && (!exactly || seen.size() == hosts.size())));
  }

  @Then("the API lists one tunnel zone, named {string}, of type {string}")
  public void oneZone(String name, String type) {
    observer.see(
        "the tunnel zones",
        () -> {
          var zones = new ArrayList<String>();
          for (var zone : api().list("/tunnel_zones")) {
            zones.add(zone.path("name").asText() + " of type " + zone.path("type").asText());
          }
          return (List<String>) zones;
        },
        Expectation.equalTo(List.of(name + " of type " + type)));
  }

  @Then("the tunnel zone {string} has the member {nodes}, with its underlay address")
  public void member(String zone, ScenarioNodes member) {
    observer.observe(
        () -> {
          var node = member.only();
          var address = node.address("eth2").orElseThrow();
          observer.expect(
              Probe.of(
                  "the address of " + node.name() + " in tunnel zone " + zone,
                  () -> {
                    var host = api().named("/hosts", node.name()).path("id").asText();
                    var id = api().named("/tunnel_zones", zone).path("id").asText();
                    return api()
                        .find(
                            "/tunnel_zones/" + id + "/hosts",
                            m -> m.path("hostId").asText().equals(host))
                        .map(m -> m.path("ipAddress").asText())
                        .orElse("no member");
                  }),
              Expectation.equalTo(address));
          observer.expect(
              Probe.of(
                  "the addresses of eth2 on " + node.name(),
                  () -> node.run("ip", "-json", "address", "show", "eth2").out()),
              Expectation.that(address, text -> text.contains("\"" + address + "\"")));
        });
  }

  private Api api() {
    return topology.api();
  }

  private Api api(ScenarioNodes where) {
    return topology.api(where);
  }
}
