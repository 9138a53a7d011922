package org.midolab.midonet.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.TopologyStore;

/**
 * Text of the stored virtual topology with names instead of ids, so that topologies with different
 * ids can be compared. A chain's lines are in the order of its rules; all others are sorted.
 */
final class TopologyText {

  private final Nsdb nsdb;
  private final TopologyStore topology;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, List<String>> sections = new TreeMap<>();

  private TopologyText(Nsdb nsdb) {
    this.nsdb = nsdb;
    this.topology = nsdb.topology();
  }

  static Map<String, List<String>> of(Nsdb nsdb) {
    TopologyText text = new TopologyText(nsdb);
    text.name();
    text.write();
    return text.sections;
  }

  /** Returns the rules of one chain. */
  static List<String> chain(Nsdb nsdb, UUID id) {
    TopologyText text = new TopologyText(nsdb);
    text.name();
    return nsdb.topology().get(Chain.class, id).ruleIds().stream()
        .map(rule -> text.text(nsdb.topology().get(Rule.class, rule)))
        .toList();
  }

  private void name() {
    topology.list(Host.class).forEach(host -> names.put(host.id().toString(), host.name()));
    topology.list(Network.class).forEach(n -> name(n.id(), n.name()));
    topology.list(Router.class).forEach(r -> name(r.id(), r.name()));
    topology.list(IPAddrGroup.class).forEach(g -> name(g.id(), g.name()));
    for (Port port : topology.list(Port.class)) {
      if (port.routerId() != null) {
        String name = named(port.routerId()) + "/" + port.portAddress();
        names.put(port.id().toString(), name);
        names.put(port.portMac().toString(), "MAC of " + name);
      } else if (port.hostId() != null) {
        names.put(port.id().toString(), port.interfaceName());
      }
    }
    for (Port port : topology.list(Port.class)) {
      if (port.networkId() != null && port.peerId() != null) {
        names.put(port.id().toString(), "link to " + named(port.peerId()));
      }
    }
    for (Chain chain : topology.list(Chain.class)) {
      names.put(chain.id().toString(), withNames(chain.name()));
    }
    topology
        .list(PortGroup.class)
        .forEach(group -> names.put(group.id().toString(), withNames(group.name())));
  }

  /** Sets the name of an object. Objects without a name keep their id. */
  private void name(UUID id, String name) {
    if (name != null) {
      names.put(id.toString(), name);
    }
  }

  private String named(Object id) {
    return id == null ? null : names.getOrDefault(id.toString(), id.toString());
  }

  private String withNames(String text) {
    String named = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    return named;
  }

  private String named(Collection<UUID> ids) {
    return ids.stream().map(this::named).sorted().collect(Collectors.joining(","));
  }

  private void line(String section, String line) {
    sections.computeIfAbsent(section, name -> new ArrayList<>()).add(line);
  }

  private void attribute(String section, String subject, String name, Object value) {
    if (value != null) {
      line(section, subject + " " + name + " " + value);
    }
  }

  private void write() {
    for (Network network : topology.list(Network.class)) {
      line("bridges", network.name() + (network.adminStateUp() ? " up" : " down"));
      nsdb.tables()
          .ip4MacTable(network.id())
          .read()
          .forEach((ip, mac) -> line("arp", network.name() + " " + ip + " is at " + named(mac)));
      nsdb.tables()
          .macTable(network.id(), 0)
          .read()
          .forEach(
              (mac, port) ->
                  line("mac", network.name() + " " + named(mac) + " behind " + named(port)));
    }
    for (Router router : topology.list(Router.class)) {
      line("routers", router.name() + (router.adminStateUp() ? " up" : " down"));
      attribute("filters", router.name(), "in", named(router.inboundFilterId()));
      attribute("filters", router.name(), "out", named(router.outboundFilterId()));
      attribute("filters", router.name(), "forward", named(router.forwardChainId()));
    }
    topology.list(Port.class).forEach(this::write);
    for (Route route : topology.list(Route.class)) {
      line(
          "routes",
          "%s %s %s to %s via %s out of %s weight %d"
              .formatted(
                  named(route.routerId()),
                  route.nextHop(),
                  route.source(),
                  route.destination(),
                  route.gateway(),
                  named(route.nextHopPortId()),
                  route.weight()));
    }
    for (PortGroup group : topology.list(PortGroup.class)) {
      line("groups", named(group.id()) + (group.stateful() ? " stateful" : ""));
    }
    for (IPAddrGroup group : topology.list(IPAddrGroup.class)) {
      line("address groups", named(group.id()));
      group
          .entries()
          .forEach(
              entry ->
                  line(
                      "address groups",
                      named(group.id()) + " " + entry.address() + " of " + named(entry.portIds())));
    }
    topology.list(Dhcp.class).forEach(this::write);
    writeLoadBalancing();
    sections.values().forEach(lines -> lines.sort(null));
    topology.list(Chain.class).forEach(this::write);
  }

  private void write(Port port) {
    String name = named(port.id());
    line("ports", name + " on " + named(port.deviceId()) + (port.adminStateUp() ? " up" : " down"));
    attribute("ports", name, "net", port.portSubnet());
    attribute("ports", name, "peer", named(port.peerId()));
    if (port.hostId() != null) {
      attribute("ports", name, "bound", named(port.hostId()) + " " + port.interfaceName());
    }
    if (!port.portGroupIds().isEmpty()) {
      attribute("members", name, "in", named(port.portGroupIds()));
    }
    attribute("filters", name, "in", named(port.inboundFilterId()));
    attribute("filters", name, "out", named(port.outboundFilterId()));
  }

  private void writeLoadBalancing() {
    String section = "load balancing";
    for (LoadBalancer balancer : topology.list(LoadBalancer.class)) {
      topology.list(Router.class).stream()
          .filter(router -> balancer.id().equals(router.loadBalancerId()))
          .forEach(router -> line(section, router.name() + " has a load balancer"));
    }
    for (Pool pool : topology.list(Pool.class)) {
      line(
          section,
          "pool of " + named(pool.loadBalancerId()) + " monitored by " + pool.healthMonitorId());
    }
    for (PoolMember member : topology.list(PoolMember.class)) {
      line(
          section,
          "member %s:%d weight %d %s"
              .formatted(
                  member.address(),
                  member.protocolPort(),
                  member.weight(),
                  member.adminStateUp() ? "up" : "down"));
    }
    for (Vip vip : topology.list(Vip.class)) {
      line(
          section,
          "vip %s:%d %s".formatted(vip.address(), vip.protocolPort(), vip.sessionPersistence()));
    }
    for (HealthMonitor monitor : topology.list(HealthMonitor.class)) {
      line(
          section,
          "monitor %s %d %d %d"
              .formatted(monitor.type(), monitor.delay(), monitor.timeout(), monitor.maxRetries()));
    }
  }

  private void write(Dhcp dhcp) {
    String name = named(dhcp.networkId()) + " " + dhcp.subnet();
    line(
        "dhcp",
        "%s%s server %s gateway %s dns %s"
            .formatted(
                name,
                dhcp.enabled() ? "" : " off",
                dhcp.serverAddress(),
                dhcp.defaultGateway(),
                dhcp.dnsServers()));
    dhcp.routes()
        .forEach(r -> line("dhcp", name + " route " + r.destination() + " via " + r.gateway()));
    dhcp.hosts().forEach(host -> line("dhcp", name + " host " + host.mac() + " " + host.address()));
  }

  private void write(Chain chain) {
    String section = "chain " + named(chain.id());
    sections.put(section, new ArrayList<>());
    for (UUID id : chain.ruleIds()) {
      line(section, text(topology.get(Rule.class, id)));
    }
  }

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private String text(Rule rule) {
    StringBuilder text = new StringBuilder(rule.type().name().toLowerCase());
    if (rule.jumpChainId() != null) {
      text.append(" ").append(named(rule.jumpChainId()));
    }
    for (Rule.NatTarget target : rule.natTargets()) {
      text.append(" ").append(target.addressFrom());
      text.append(target.isStatic() ? "" : ":" + target.portFrom() + "-" + target.portTo());
    }
    if (rule.flowAction() != null) {
      text.append(" then ").append(rule.flowAction().name().toLowerCase());
    }
    Map<?, ?> set = MAPPER.convertValue(rule.condition(), Map.class);
    Map<?, ?> any = MAPPER.convertValue(Condition.ANY, Map.class);
    Map<String, Object> differs = new TreeMap<>();
    set.forEach(
        (key, value) -> {
          if (value != null && !value.equals(any.get(key))) {
            differs.put((String) key, value);
          }
        });
    return withNames(text + " if " + differs);
  }

  /** Returns all sections as one text. */
  static String page(Map<String, List<String>> sections) {
    return sections.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> "[" + entry.getKey() + "]\n" + String.join("\n", entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }
}
