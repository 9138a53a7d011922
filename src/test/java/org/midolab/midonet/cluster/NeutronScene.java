package org.midolab.midonet.cluster;

import static org.midolab.midonet.cluster.NeutronPlugin.id;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.midolab.midonet.model.Host;

/**
 * A typical tenant: a network with an instance and DHCP, a router with a gateway on an external
 * network, and a floating IP.
 */
final class NeutronScene {

  private final ClusterUnderTest cluster;
  final ObjectNode group;
  final ObjectNode ext;
  final ObjectNode extSubnet;
  final ObjectNode net;
  final ObjectNode subnet;
  final ObjectNode router;
  final ObjectNode inside;
  final ObjectNode gateway;
  final ObjectNode dhcp;
  final ObjectNode machine;
  final ObjectNode floating;

  NeutronScene(ClusterUnderTest cluster, NeutronPlugin neutron) {
    this.cluster = cluster;
    group = neutron.defaultGroup();
    ext = neutron.network("ext", true, "midonet");
    extSubnet = neutron.subnet(ext, "192.0.2.0/24", "192.0.2.1", false);
    net = neutron.network("net");
    subnet = neutron.subnet(net, "10.0.0.0/24", "10.0.0.1", true);
    router = neutron.router("router");
    inside = neutron.addInterface(router, net, subnet, "10.0.0.1");
    gateway = neutron.setGateway(router, ext, extSubnet, "192.0.2.2", true);
    dhcp = neutron.post("ports", neutron.port(net, subnet, "10.0.0.2", "network:dhcp"));
    machine = neutron.machine(net, subnet, "10.0.0.11", group);
    floating = neutron.floatingIp(ext, extSubnet, "192.0.2.11");
    neutron.associate(floating, router, machine);
  }

  /** Returns all objects that can be updated, with their collections. */
  Map<ObjectNode, String> all() {
    Map<ObjectNode, String> all = new LinkedHashMap<>();
    all.put(group, "security_groups");
    all.put(ext, "networks");
    all.put(extSubnet, "subnets");
    all.put(net, "networks");
    all.put(subnet, "subnets");
    all.put(router, "routers");
    all.put(inside, "ports");
    all.put(gateway, "ports");
    all.put(dhcp, "ports");
    all.put(machine, "ports");
    all.put(floating, "floating_ips");
    return all;
  }

  /** Binds the instance's port, as mm-ctl does on its host. */
  void bindMachine(String interfaceName) {
    Host host = host(cluster, "compute1");
    cluster
        .client()
        .create(
            "/hosts/" + host.id() + "/ports",
            "{'portId': '" + id(machine) + "', 'interfaceName': '" + interfaceName + "'}");
  }

  /** Returns the registered host with this name. */
  static Host host(ClusterUnderTest cluster, String name) {
    return cluster.nsdb().topology().list(Host.class).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseGet(() -> cluster.nsdb().topology().create(new Host(UUID.randomUUID(), name, 1)));
  }
}
