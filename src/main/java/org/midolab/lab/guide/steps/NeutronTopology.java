package org.midolab.lab.guide.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.NeutronObjects;

/**
 * Objects of Neutron and what MidoNet has of them: networks, subnets, ports, routers, floating IPs.
 * In a table, the first column is what an object is found by.
 */
public final class NeutronTopology {

  private static final String NOTHING = "none";

  private final Observer observer;
  private final Topology topology;
  private final NeutronObjects neutron;

  public NeutronTopology(Observer observer, LabNodes lab, Topology topology) {
    this.observer = observer;
    this.topology = topology;
    this.neutron = new NeutronObjects(lab);
  }

  private interface Row {
    List<String> of(String key) throws Exception;
  }

  private void see(String subject, DataTable table, Row row) {
    see(Deadline.PRESENT, subject, table, row);
  }

  private void see(Deadline deadline, String subject, DataTable table, Row row) {
    var wanted = Devices.rows(table);
    observer.see(
        deadline,
        subject,
        () -> {
          var seen = new ArrayList<List<String>>();
          for (var line : wanted) {
            seen.add(row.of(line.getFirst()));
          }
          return (List<List<String>>) seen;
        },
        Expectation.equalTo(wanted));
  }

  /** Columns: name; type; external or internal; name of MidoNet's bridge with the id, or none. */
  @Then("Neutron has these networks")
  public void networks(DataTable table) {
    see("Neutron's networks", table, this::network);
  }

  private List<String> network(String name) throws Exception {
    var network = neutron.named("networks", name);
    return List.of(
        name,
        network.path("provider:network_type").asText(),
        network.path("router:external").asBoolean() ? "external" : "internal",
        nameById("/bridges", network.path("id").asText()));
  }

  /** Columns: prefix; network; gateway; Neutron's DHCP, on or off; MidoNet's: on, off or none. */
  @Then("Neutron has these subnets")
  public void subnets(DataTable table) {
    see("Neutron's subnets", table, this::subnet);
  }

  private List<String> subnet(String prefix) throws Exception {
    var subnet = neutron.only("subnets", prefix, each -> each.path("cidr").asText().equals(prefix));
    var network = subnet.path("network_id").asText();
    return List.of(
        prefix,
        neutronName("networks", network),
        subnet.path("gateway_ip").asText(),
        state(subnet.path("enable_dhcp")),
        nameById("/bridges", network).equals(NOTHING) ? NOTHING : dhcp(network, prefix));
  }

  private String dhcp(String bridge, String prefix) throws Exception {
    return topology
        .api()
        .find(
            "/bridges/" + bridge + "/dhcp",
            each ->
                prefix.equals(
                    each.path("subnetPrefix").asText() + "/" + each.path("subnetLength").asText()))
        .map(each -> state(each.path("enabled")))
        .orElse(NOTHING);
  }

  private static String state(JsonNode flag) {
    return flag.asBoolean() ? "on" : "off";
  }

  /** Columns: address; network; host; interface by the binding's profile. */
  @Then("Neutron has these bound ports")
  public void boundPorts(DataTable table) {
    see("Neutron's ports", table, this::boundPort);
  }

  private List<String> boundPort(String address) throws Exception {
    var port = neutron.port(address);
    return List.of(
        address,
        neutronName("networks", port.path("network_id").asText()),
        port.path("binding:host_id").asText(),
        port.path("binding:profile").path("interface_name").asText());
  }

  /**
   * Observes the status that the agent's report has led to.
   *
   * @param status {@code ACTIVE} or {@code DOWN}
   */
  @Then("Neutron's port {address} is {word}")
  public void portStatus(String address, String status) {
    observer.see(
        Deadline.PORT_ACTIVE,
        "the status of Neutron's port " + address,
        () -> neutron.port(address).path("status").asText(),
        Expectation.equalTo(status));
  }

  /** Columns: host; type; alive or dead. */
  @Then("Neutron has these agents")
  public void agents(DataTable table) {
    see(Deadline.AGENT_DEAD, "Neutron's agents", table, this::agent);
  }

  private List<String> agent(String host) throws Exception {
    var agent = neutron.only("agents", host, each -> each.path("host").asText().equals(host));
    return List.of(
        host,
        agent.path("agent_type").asText(),
        agent.path("alive").asBoolean() ? "alive" : "dead");
  }

  @Then("Neutron's router {string} has a port {address} in the network {string}")
  public void routerPort(String router, String address, String network) {
    observer.see(
        "Neutron's port " + address,
        () -> {
          var port = neutron.port(address);
          return port.path("device_owner").asText().replaceFirst("_.*", "")
              + " "
              + neutronName("routers", port.path("device_id").asText())
              + ", "
              + neutronName("networks", port.path("network_id").asText());
        },
        Expectation.equalTo("network:router " + router + ", " + network));
  }

  /** Columns: floating IP; fixed IP of the port that has it; router; status. */
  @Then("Neutron has these floating IPs")
  public void floatingIps(DataTable table) {
    see("Neutron's floating IPs", table, this::floatingIp);
  }

  private List<String> floatingIp(String address) throws Exception {
    var floating =
        neutron.only(
            "floatingips",
            address,
            each -> each.path("floating_ip_address").asText().equals(address));
    var router = Topology.text(floating, "router_id");
    return List.of(
        address,
        Topology.text(floating, "fixed_ip_address"),
        router.isEmpty() ? "" : neutronName("routers", router),
        floating.path("status").asText());
  }

  @Then("the router {string} has the id of Neutron's router of that name")
  public void sameRouter(String name) {
    observer.see(
        "MidoNet's router with the id of Neutron's router " + name,
        () -> nameById("/routers", neutron.named("routers", name).path("id").asText()),
        Expectation.equalTo(name));
  }

  @Then("MidoNet has no router that Neutron does not have")
  public void noOtherRouter() {
    observer.see(
        "the routers that MidoNet has and Neutron does not",
        () -> {
          var known = ids(neutron.list("routers"));
          var routers = topology.api().list("/routers");
          if (routers.isEmpty()) {
            throw new IllegalStateException("MidoNet has no router at all");
          }
          return routers.stream()
              .filter(router -> !known.contains(router.path("id").asText()))
              .map(router -> router.path("name").asText())
              .toList();
        },
        Expectation.equalTo(List.<String>of()));
  }

  private static Set<String> ids(List<JsonNode> objects) {
    var ids = new HashSet<String>();
    objects.forEach(object -> ids.add(object.path("id").asText()));
    return ids;
  }

  /** Returns the name of MidoNet's object with an id, or {@code none}. */
  private String nameById(String path, String id) throws Exception {
    return topology
        .api()
        .find(path, object -> object.path("id").asText().equals(id))
        .map(object -> object.path("name").asText())
        .orElse(NOTHING);
  }

  private String neutronName(String collection, String id) throws Exception {
    return neutron
        .only(collection, "the id " + id, object -> object.path("id").asText().equals(id))
        .path("name")
        .asText();
  }
}
