package org.midolab.midonet.cli.schema;

import static org.midolab.midonet.cli.schema.Schema.address;
import static org.midolab.midonet.cli.schema.Schema.attribute;
import static org.midolab.midonet.cli.schema.Schema.choice;
import static org.midolab.midonet.cli.schema.Schema.number;
import static org.midolab.midonet.cli.schema.Schema.ref;
import static org.midolab.midonet.cli.schema.Schema.state;
import static org.midolab.midonet.cli.schema.Schema.tenant;
import static org.midolab.midonet.cli.schema.Schema.text;
import static org.midolab.midonet.cli.schema.Schema.type;

import java.util.List;
import java.util.stream.Stream;
import org.midolab.midonet.cli.codec.Codecs;
import org.midolab.midonet.cli.codec.TracedDevice;
import org.midolab.midonet.cli.codec.Within;
import org.midolab.midonet.cli.schema.ObjectType.Forms;
import org.midolab.midonet.cli.schema.ObjectType.Identity;

/**
 * Types of load balancing, hardware gateways, mirroring and quality of service, and the system
 * state.
 */
final class ServiceTypes {

  private ServiceTypes() {}

  static List<ObjectType> roots() {
    return List.of(
        loadBalancer(),
        healthMonitor(),
        pool(),
        vtep(),
        mirror(),
        l2Insertion(),
        trace(),
        container(),
        containerGroup(),
        qosPolicy(),
        poolStatistic(),
        tenantType(),
        systemState());
  }

  private static ObjectType loadBalancer() {
    return type("load-balancer")
        .printed("lb")
        .alias("lb")
        .collection("loadBalancers")
        .template("loadBalancerTemplate")
        .media("LoadBalancer-v1")
        .about("A layer 4 load balancer of a router.")
        .attributes(List.of(ref("router", "routerId", "router"), state()))
        .children(List.of(pool(), vip()))
        .build();
  }

  private static ObjectType pool() {
    return type("pool")
        .alias("pool")
        .collection("pools")
        .template("poolTemplate")
        .media("Pool-v1")
        .about("Members that share the connections to a VIP.")
        .attributes(
            List.of(
                ref("load-balancer", "loadBalancerId", "load-balancer"),
                ref("health-monitor", "healthMonitorId", "health-monitor"),
                choice("lb-method", "lbMethod", "ROUND_ROBIN"),
                choice("protocol", "protocol", "TCP"),
                state()))
        .children(
            List.of(
                type("member")
                    .printed("pm")
                    .alias("pm")
                    .collection("pool_members")
                    .template("poolMemberTemplate")
                    .media("PoolMember-v1")
                    .about("A member of a pool.")
                    .attributes(
                        List.of(
                            address("address", "address"),
                            number("protocol-port", "protocolPort", 1, 65535),
                            number("weight", "weight", 0, Integer.MAX_VALUE),
                            state(),
                            text("status", "status").readOnly()))
                    .build(),
                vip()))
        .build();
  }

  private static ObjectType vip() {
    return type("vip")
        .alias("vip")
        .collection("vips")
        .template("vipTemplate")
        .media("VIP-v1")
        .about("The virtual address and port of a pool.")
        .attributes(
            List.of(
                ref("load-balancer", "loadBalancerId", "load-balancer").readOnly(),
                address("address", "address"),
                number("protocol-port", "protocolPort", 1, 65535),
                attribute(
                        "persistence",
                        Codecs.Choice.mapped(
                            "sessionPersistence", "SOURCE_IP", "SOURCE_IP", "NONE", ""))
                    .about("NONE disables it"),
                state()))
        .build();
  }

  private static ObjectType healthMonitor() {
    return type("health-monitor")
        .printed("hm")
        .alias("hm")
        .collection("healthMonitors")
        .template("healthMonitorTemplate")
        .media("HealthMonitor-v1")
        .about("Settings of the probes of pool members.")
        .attributes(
            List.of(
                number("delay", "delay", 0, Integer.MAX_VALUE).about("seconds between probes"),
                number("timeout", "timeout", 0, Integer.MAX_VALUE).about("seconds"),
                number("max-retries", "maxRetries", 0, Integer.MAX_VALUE),
                state(),
                text("status", "status").readOnly(),
                choice("type", "type", "TCP")))
        .children(
            List.of(
                ObjectTypeBuilder.builder(pool())
                    .forms(Forms.READ_ONLY)
                    .children(List.of())
                    .build()))
        .build();
  }

  private static ObjectType vtep() {
    return type("vtep")
        .alias("vtep")
        .collection("vteps")
        .template("vtepTemplate")
        .media("VTEP-v2")
        .about("A hardware VXLAN gateway.")
        .attributes(
            List.of(
                text("name", "name").readOnly(),
                text("description", "description").readOnly(),
                address("management-ip", "managementIp").createOnly(),
                number("management-port", "managementPort", 1, 65535).createOnly(),
                ref("tunnel-zone", "tunnelZoneId", "tunnel-zone").createOnly(),
                text("connection-state", "connectionState").readOnly()))
        .children(
            List.of(
                type("binding")
                    .printed("binding")
                    .identity(Identity.KEYED)
                    .collection("bindings")
                    .media("VTEPBinding-v2")
                    .forms(Forms.NO_UPDATE)
                    .about("Binds a physical port and VLAN to a bridge.")
                    .attributes(
                        List.of(
                            address("management-ip", "mgmtIp").readOnly(),
                            text("physical-port", "portName"),
                            number("vlan", "vlanId", 0, 4095),
                            ref("network-id", "networkId", "bridge")))
                    .build(),
                type("port")
                    .printed("port")
                    .identity(Identity.KEYED)
                    .collection("ports")
                    .media("VTEPPort-v1")
                    .forms(Forms.READ_ONLY)
                    .about("A physical port.")
                    .attributes(List.of(text("name", "name"), text("description", "description")))
                    .build()))
        .build();
  }

  private static ObjectType mirror() {
    return type("mirror")
        .alias("mirror")
        .collection("mirrors")
        .template("mirrorTemplate")
        .media("Mirror-v1")
        .about("Copies packets to a port.")
        .attributes(List.of(ref("to-port", "toPortId", "port")))
        .children(
            List.of(
                type("matches")
                    .printed(null)
                    .identity(Identity.ELEMENT)
                    .collection("conditions")
                    .forms(Forms.NO_UPDATE)
                    .about("A condition; packets that match at least one are copied.")
                    .attributes(FilterTypes.conditions())
                    .build()))
        .build();
  }

  private static ObjectType l2Insertion() {
    return type("l2insertion")
        .alias("l2insertion")
        .collection("l2insertions")
        .template("l2InsertionTemplate")
        .media("L2Insertion-v1")
        .about("A service that a port's traffic passes.")
        .attributes(
            List.of(
                ref("port", "portId", "port"),
                ref("srv-port", "srvPortId", "port"),
                number("vlan", "vlan", 0, 4095),
                number("pos", "position", 0, Integer.MAX_VALUE),
                attribute("fail-open", Codecs.Flag.bool("failOpen")),
                Schema.mac("mac", "mac")))
        .build();
  }

  private static ObjectType trace() {
    return type("tracerequest")
        .alias("tr")
        .collection("traceRequests")
        .template("traceRequestTemplate")
        .media("TraceRequest-v1")
        .about("Asks agents to log the simulation of packets that enter a device.")
        .attributes(
            Stream.concat(
                    FilterTypes.conditions().stream()
                        .map(
                            condition ->
                                attribute(
                                    condition.name(), new Within("condition", condition.codec()))),
                    Stream.of(
                        text("name", "name"),
                        attribute("port", new TracedDevice("PORT", "port")),
                        attribute("router", new TracedDevice("ROUTER", "router")),
                        attribute("bridge", new TracedDevice("BRIDGE", "bridge")),
                        number("limit", "limit", 0, Long.MAX_VALUE),
                        attribute("enabled", Codecs.Flag.bool("enabled"))))
                .toList())
        .build();
  }

  private static ObjectType container() {
    return type("container")
        .alias("container")
        .collection("serviceContainers")
        .template("serviceContainerTemplate")
        .media("ServiceContainer-v1")
        .about("A service that runs in a namespace on a host.")
        .attributes(
            List.of(
                ref("container-group", "serviceGroupId", "container-group"),
                text("configuration", "configurationId"),
                ref("port", "portId", "port"),
                text("type", "serviceType"),
                choice(
                        "status",
                        "statusCode",
                        "starting",
                        "running",
                        "stopping",
                        "stopped",
                        "error")
                    .readOnly(),
                ref("host", "hostId", "host"),
                text("namespace", "namespaceName").readOnly(),
                text("interface", "interfaceName").readOnly(),
                text("status-message", "statusMessage").readOnly().onRequest()))
        .build();
  }

  private static ObjectType containerGroup() {
    return type("container-group")
        .printed("cgroup")
        .alias("cgroup")
        .collection("serviceContainerGroups")
        .template("serviceContainerGroupTemplate")
        .media("ServiceContainerGroup-v1")
        .about("The hosts on which the containers of a group may run.")
        .attributes(
            List.of(
                attribute(
                    "policy",
                    Codecs.Choice.mapped("policy", "weighted", "WEIGHTED", "least", "LEAST")),
                ref("port-group", "portGroupId", "port-group")))
        .children(List.of(container()))
        .build();
  }

  private static ObjectType qosPolicy() {
    return type("qos-policy")
        .alias("qos-policy")
        .collection("qosPolicies")
        .template("qosPolicyTemplate")
        .media("QOSPolicy-v1")
        .about("Limits and marks of a port or bridge. (Newer than MidoNet 5.0.)")
        .attributes(
            List.of(
                tenant(),
                text("name", "name"),
                text("description", "description"),
                attribute("shared", Codecs.Flag.bool("shared"))))
        .children(
            List.of(
                type("dscp-rule")
                    .printed("qos-dscp-rule")
                    .alias("qos-dscp-rule")
                    .collection("qos_dscp_rules")
                    .template("qosDscpRuleTemplate")
                    .media("QOSRuleDSCP-v1")
                    .about("A DSCP mark for packets.")
                    .attributes(List.of(number("dscp-mark", "dscpMark", 0, 63)))
                    .build(),
                type("bw-limit-rule")
                    .printed("qos-bw-limit-rule")
                    .alias("qos-bw-limit-rule")
                    .collection("qos_bw_limit_rules")
                    .template("qosBwLimitRuleTemplate")
                    .media("QOSRuleBWLimit-v1")
                    .about("A bandwidth limit.")
                    .attributes(
                        List.of(
                            number("max-kbps", "maxKbps", 0, Integer.MAX_VALUE),
                            number("max-burst-kb", "maxBurstKb", 0, Integer.MAX_VALUE)))
                    .build()))
        .build();
  }

  /** A type of MidoNet's client; no API of 5.0 has this collection. */
  private static ObjectType poolStatistic() {
    return type("pool-statistic")
        .printed("ps")
        .alias("ps")
        .collection("poolStatistics")
        .media("PoolStatistic-v1")
        .forms(Forms.READ_ONLY)
        .about("Counters of a pool. (No cluster of 5.0 has them.)")
        .attributes(
            List.of(
                number("bytes-in", "bytesIn", 0, Long.MAX_VALUE),
                number("bytes-out", "bytesOut", 0, Long.MAX_VALUE),
                number("active-connections", "activeConnections", 0, Long.MAX_VALUE),
                number("total-connections", "totalConnections", 0, Long.MAX_VALUE),
                ref("pool", "poolId", "pool")))
        .build();
  }

  private static ObjectType tenantType() {
    return type("tenant")
        .identity(Identity.KEYED)
        .collection("tenants")
        .media("Tenant-v2")
        .forms(Forms.READ_ONLY)
        .about("A tenant of the identity service.")
        .attributes(
            List.of(
                text("tenant-id", "id"),
                text("name", "name"),
                text("description", "description"),
                attribute("enabled", Codecs.Flag.yesNo("enabled"))))
        .build();
  }

  private static ObjectType systemState() {
    return type("system-state")
        .printed("system_state")
        .identity(Identity.SINGLETON)
        .collection("systemState")
        .media("SystemState-v2")
        .forms(Forms.READ_ONLY)
        .about("The state of the cluster.")
        .attributes(List.of(text("state", "state"), text("availability", "availability")))
        .build();
  }
}
