package org.midolab.lab.guide.steps;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Expectation;

/** The filters of instances' ports and of security groups, which Neutron's translation creates. */
public final class Filters {

  private static final Map<String, Integer> PROTOCOLS = Map.of("ICMP", 1, "TCP", 6);

  /** Properties that limit a rule to some packets of its protocol. */
  private static final List<String> LIMITS = List.of("nwSrcAddress", "ipAddrGroupSrc", "tpDst");

  private static final int IPV4 = 0x0800;

  private final Observer observer;
  private final Topology topology;

  public Filters(Observer observer, Topology topology) {
    this.observer = observer;
    this.topology = topology;
  }

  /**
   * Finds the port as a bridge does: the address's MAC in the ARP table, the MAC's port in the MAC
   * table.
   */
  @Then("the bridge {string} knows a port for {address}, with the filters of its instance")
  public void port(String bridge, String address) {
    observer.see(
        "the port for " + address + " of bridge " + bridge,
        () -> {
          var tables = "/bridges/" + topology.id("/bridges", bridge);
          var mac = entry(tables + "/arp_table", "ip", address).path("mac").asText();
          var id = entry(tables + "/mac_table", "macAddr", mac).path("portId").asText();
          return filters(topology.api().get("/ports/" + id));
        },
        Expectation.equalTo("OS_PORT_INBOUND and OS_PORT_OUTBOUND"));
  }

  private JsonNode entry(String table, String field, String value) throws Exception {
    return topology
        .api()
        .find(table, entry -> entry.path(field).asText().equalsIgnoreCase(value))
        .orElseThrow(() -> new IllegalStateException(table + " has no entry for " + value));
  }

  private String filters(JsonNode port) throws Exception {
    var own = "_" + port.path("id").asText();
    return topology.name("/chains/" + port.path("inboundFilterId").asText()).replace(own, "")
        + " and "
        + topology.name("/chains/" + port.path("outboundFilterId").asText()).replace(own, "");
  }

  /**
   * Checks for a rule that accepts all packets of the protocol over IPv4.
   *
   * @param protocol {@code ICMP} or {@code TCP}
   */
  @Then("the security group {string} lets {word} in")
  public void letsIn(String name, String protocol) {
    int number = requireNonNull(PROTOCOLS.get(protocol), "no protocol of this step");
    observer.see(
        "the rules of the security group " + name + " for received packets",
        () -> {
          var group = topology.id("/ip_addr_groups", name);
          var chain = topology.id("/chains", "OS_SG_" + group + "_INGRESS");
          boolean accepts =
              topology
                  .api()
                  .find(
                      "/chains/" + chain + "/rules",
                      rule ->
                          rule.path("type").asText().equals("accept")
                              && rule.path("nwProto").asInt() == number
                              && rule.path("dlType").asInt(IPV4) == IPV4
                              && LIMITS.stream().noneMatch(rule::hasNonNull))
                  .isPresent();
          return (accepts ? "accept " : "do not accept ") + protocol;
        },
        Expectation.equalTo("accept " + protocol));
  }
}
