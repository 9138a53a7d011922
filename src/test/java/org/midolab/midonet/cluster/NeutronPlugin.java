package org.midolab.midonet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.midolab.midonet.cluster.ApiClient.Answer;

/**
 * Sends the requests of Neutron's plugin, in its order and with properties that the cluster does
 * not use (docs: contract.md#neutron-api).
 */
final class NeutronPlugin {

  private final ApiClient api;
  private int macs = 1;

  NeutronPlugin(ApiClient api) {
    this.api = api;
  }

  private static ObjectNode object(String tenant, String name) {
    ObjectNode object = ApiClient.JSON.createObjectNode();
    object.put("id", UUID.randomUUID().toString()).put("name", name).put("tenant_id", tenant);
    object.put("project_id", tenant).put("standard_attr_id", 42).put("revision_number", 1);
    object.put("created_at", "2016-02-09T00:00:00Z").putArray("tags");
    return object;
  }

  static String id(ObjectNode object) {
    return object.get("id").asText();
  }

  ObjectNode post(String collection, ObjectNode object) {
    Answer answer = api.post("/neutron/" + collection, object.toString());
    assertThat(answer.status()).as("%s %s: %s", collection, object, answer).isEqualTo(201);
    return object;
  }

  void put(String collection, ObjectNode object) {
    Answer answer = api.put("/neutron/" + collection + "/" + id(object), object);
    assertThat(answer.status()).as("%s %s: %s", collection, object, answer).isEqualTo(200);
  }

  void delete(String collection, ObjectNode object) {
    Answer answer = api.delete("/neutron/" + collection + "/" + id(object));
    assertThat(answer.status()).as("%s %s: %s", collection, object, answer).isEqualTo(204);
  }

  ObjectNode network(String name, boolean external, String type) {
    ObjectNode network = object("admin", name);
    network.put("admin_state_up", true).put("shared", false).put("status", "ACTIVE");
    network.put("router:external", external).put("provider:network_type", type).put("mtu", 1500);
    network.putArray("subnets");
    return post("networks", network);
  }

  ObjectNode network(String name) {
    return network(name, false, "midonet");
  }

  ObjectNode subnet(ObjectNode network, String cidr, String gateway, boolean dhcp) {
    ObjectNode subnet = object("admin", "");
    subnet.put("network_id", id(network)).put("cidr", cidr).put("ip_version", 4);
    subnet.put("gateway_ip", gateway).put("enable_dhcp", dhcp);
    subnet.putNull("ipv6_ra_mode").putArray("dns_nameservers").add("198.51.100.53");
    subnet.putArray("host_routes");
    subnet.putArray("allocation_pools").addObject().put("start", gateway).put("end", gateway);
    return post("subnets", subnet);
  }

  ObjectNode port(ObjectNode network, ObjectNode subnet, String address, String owner) {
    return port(network, subnet, address, owner, "fa:16:3e:00:00:%02x".formatted(macs++));
  }

  /** Creates a port as Neutron does: down and unbound. */
  ObjectNode port(ObjectNode network, ObjectNode subnet, String address, String owner, String mac) {
    ObjectNode port = object(owner.startsWith("network:") ? "" : "admin", "");
    port.put("network_id", id(network)).put("mac_address", mac).put("admin_state_up", true);
    port.put("status", "DOWN").put("device_id", "").put("device_owner", owner);
    port.putArray("fixed_ips").addObject().put("subnet_id", id(subnet)).put("ip_address", address);
    port.putArray("security_groups");
    port.put("port_security_enabled", true).putArray("allowed_address_pairs");
    port.putArray("extra_dhcp_opts");
    port.put("binding:host_id", "").put("binding:vif_type", "unbound");
    port.put("binding:vnic_type", "normal").putObject("binding:profile");
    port.putObject("binding:vif_details");
    return port;
  }

  /** Binds a port in two steps, as ML2 does. */
  void bind(ObjectNode port, String host, String interfaceName) {
    port.put("binding:host_id", host);
    if (interfaceName != null) {
      port.putObject("binding:profile").put("interface_name", interfaceName);
    }
    put("ports", port);
    port.put("binding:vif_type", "midonet").put("status", "ACTIVE");
    put("ports", port);
  }

  ObjectNode machine(ObjectNode network, ObjectNode subnet, String address, ObjectNode group) {
    ObjectNode port = port(network, subnet, address, "compute:nova");
    ((ArrayNode) port.get("security_groups")).add(id(group));
    post("ports", port);
    bind(port, "compute1", null);
    return port;
  }

  ObjectNode router(String name) {
    ObjectNode router = object("admin", name);
    router.put("admin_state_up", true).put("status", "ACTIVE");
    router.putNull("gw_port_id").putNull("external_gateway_info").putArray("routes");
    return post("routers", router);
  }

  /** Adds an interface by subnet; Neutron creates the port. */
  ObjectNode addInterface(
      ObjectNode router, ObjectNode network, ObjectNode subnet, String address) {
    ObjectNode port = port(network, subnet, address, "");
    post("ports", port);
    attach(router, port);
    return port;
  }

  void attach(ObjectNode router, ObjectNode port) {
    port.put("device_owner", "network:router_interface").put("device_id", id(router));
    put("ports", port);
    put("ports", port);
    Answer answer =
        api.put(
            "/neutron/routers/" + id(router) + "/add_router_interface", attachment(router, port));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private static ObjectNode attachment(ObjectNode router, ObjectNode port) {
    ObjectNode info = ApiClient.JSON.createObjectNode();
    info.put("id", id(router)).put("tenant_id", "admin").put("port_id", id(port));
    String subnet = port.get("fixed_ips").get(0).get("subnet_id").asText();
    info.put("network_id", port.get("network_id").asText()).put("subnet_id", subnet);
    info.putArray("subnet_ids").add(subnet);
    return info;
  }

  /** Removes an interface. Neutron deletes the port first. */
  void removeInterface(ObjectNode router, ObjectNode port) {
    delete("ports", port);
    Answer answer =
        api.put(
            "/neutron/routers/" + id(router) + "/remove_router_interface",
            attachment(router, port));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  ObjectNode setGateway(
      ObjectNode router, ObjectNode network, ObjectNode subnet, String address, boolean snat) {
    ObjectNode port = port(network, subnet, address, "network:router_gateway");
    port.put("device_id", id(router));
    post("ports", port);
    router.put("gw_port_id", id(port));
    ObjectNode info = router.putObject("external_gateway_info");
    info.put("network_id", id(network)).put("enable_snat", snat);
    info.putArray("external_fixed_ips")
        .addObject()
        .put("subnet_id", id(subnet))
        .put("ip_address", address);
    put("routers", router);
    return port;
  }

  /** Removes the gateway. Neutron deletes the port after the update of the router. */
  void clearGateway(ObjectNode router, ObjectNode port) {
    router.putNull("gw_port_id").putNull("external_gateway_info");
    put("routers", router);
    delete("ports", port);
  }

  ObjectNode floatingIp(ObjectNode network, ObjectNode subnet, String address) {
    ObjectNode port = port(network, subnet, address, "network:floatingip");
    port.put("device_id", "PENDING").put("status", "N/A");
    post("ports", port);
    ObjectNode floating = object("admin", "");
    floating.remove("name");
    floating.put("floating_ip_address", address).put("floating_network_id", id(network));
    floating.putNull("router_id").putNull("port_id").putNull("fixed_ip_address");
    floating.put("status", "DOWN").put("floating_port_id", id(port));
    port.put("device_id", id(floating));
    put("ports", port);
    return post("floating_ips", floating);
  }

  void associate(ObjectNode floating, ObjectNode router, ObjectNode port) {
    floating.put("router_id", id(router)).put("port_id", id(port)).put("status", "ACTIVE");
    floating.put("fixed_ip_address", port.get("fixed_ips").get(0).get("ip_address").asText());
    put("floating_ips", floating);
  }

  void disassociate(ObjectNode floating) {
    floating.putNull("router_id").putNull("port_id").putNull("fixed_ip_address");
    put("floating_ips", floating);
  }

  /** Creates a project's default group with Neutron's default rules. */
  ObjectNode defaultGroup() {
    ObjectNode group = object("admin", "default");
    group.put("description", "Default security group").put("stateful", true);
    ArrayNode rules = group.putArray("security_group_rules");
    for (String ethertype : new String[] {"IPv4", "IPv6"}) {
      rules.add(rule(group, "egress", ethertype));
      rules.add(rule(group, "ingress", ethertype).put("remote_group_id", id(group)));
    }
    return post("security_groups", group);
  }

  /** Returns a rule without sending it. */
  ObjectNode rule(ObjectNode group, String direction, String ethertype) {
    ObjectNode rule = object("admin", "");
    rule.remove("name");
    rule.put("security_group_id", id(group)).put("direction", direction);
    rule.put("ethertype", ethertype).putNull("protocol").putNull("port_range_min");
    rule.putNull("port_range_max").putNull("remote_ip_prefix").putNull("remote_group_id");
    rule.putNull("normalized_cidr");
    return rule;
  }
}
