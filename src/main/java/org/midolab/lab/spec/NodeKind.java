package org.midolab.lab.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The purpose of a node. It determines the node's image, its capabilities and whether it is
 * managed.
 */
public enum NodeKind {
  /** ZooKeeper and Cassandra: the guide's nsdb1 to nsdb3. */
  NSDB("nsdb", true, true),
  /** OpenStack's services, the cluster's API, the command line, and an agent. */
  CONTROLLER("controller", true, true),
  /** An agent with an uplink. */
  GATEWAY("gateway", true, true),
  /** An agent with instances. */
  COMPUTE("compute", true, true),
  /** A controller that has Nova, Glance and Placement, too. */
  CLOUD_CONTROLLER("cloud-controller", true, true),
  /** A compute node whose instances are virtual machines, which Nova boots. */
  HYPERVISOR("hypervisor", true, true),
  /** A router outside the cloud that speaks BGP with a gateway. */
  BGP_PEER("bgp-peer", true, true),
  /** A remote host that speaks BGP with the peers, so that its routes follow a failover. */
  INTERNET("internet", true, true),
  /** A tenant's instance. Its only link is the TAP device that an agent binds. */
  INSTANCE("instance", false, false),
  /**
   * A shared segment: a bridge in a namespace of its own. Its interfaces are the bridge's ports.
   */
  BRIDGE("bridge", false, false);

  private final String word;
  private final boolean managed;
  private final boolean systemd;

  NodeKind(String word, boolean managed, boolean systemd) {
    this.word = word;
    this.managed = managed;
    this.systemd = systemd;
  }

  /** Returns the kind's name in a lab file. */
  public String word() {
    return word;
  }

  /**
   * Reports whether {@code eth0} is on the management network. If not, the lab file may use the
   * name {@code eth0}.
   */
  public boolean managed() {
    return managed;
  }

  /** Reports whether systemd is the node's first process. */
  public boolean systemd() {
    return systemd;
  }

  /**
   * Returns the main services of the kind by their unit names. A service comes after those that it
   * needs.
   */
  public List<String> services() {
    return switch (this) {
      case NSDB -> List.of("zookeeper", "cassandra");
      case CONTROLLER ->
          List.of("mariadb", "keystone", "neutron-server", "midonet-cluster", "midolman");
      case CLOUD_CONTROLLER ->
          List.of(
              "mariadb",
              "rabbitmq-server",
              "keystone",
              "neutron-server",
              "glance-api",
              "placement-api",
              "nova-api",
              "nova-api-metadata",
              "nova-conductor",
              "nova-scheduler",
              "midonet-cluster",
              "midolman");
      case GATEWAY, COMPUTE -> List.of("midolman");
      case HYPERVISOR -> List.of("midolman", "libvirtd", "nova-compute");
      case BGP_PEER, INTERNET -> List.of("frr");
      case INSTANCE, BRIDGE -> List.of();
    };
  }

  /**
   * Returns the kind that this one extends, or this kind if it extends none. A node of a kind has
   * all that a node of the extended kind has.
   */
  public NodeKind general() {
    return switch (this) {
      case CLOUD_CONTROLLER -> CONTROLLER;
      case HYPERVISOR -> COMPUTE;
      default -> this;
    };
  }

  /** Reports whether this kind is another one, or extends it. */
  public boolean is(NodeKind other) {
    return this == other || general() == other;
  }

  /** Reports whether a MidoNet agent may run on the node. */
  public boolean agent() {
    return is(CONTROLLER) || is(GATEWAY) || is(COMPUTE);
  }

  /** Reports whether the node is a BGP router that is configured from the lab file. */
  public boolean router() {
    return this == BGP_PEER || this == INTERNET;
  }

  /**
   * Reports whether the node's kernel forwards IPv4 between its interfaces. Routers do. Hosts of an
   * agent must, too: the kernel finds the next hop of a GRE copy (bpf_fib_lookup) only if
   * forwarding is on. All others must not: an instance that forwards would send a misdelivered
   * packet to its right destination, and hide the error.
   */
  public boolean forwards() {
    return router() || agent();
  }

  static Optional<NodeKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
