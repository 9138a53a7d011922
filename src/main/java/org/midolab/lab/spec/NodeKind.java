package org.midolab.lab.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a node is for. The kind decides image, capabilities and whether it is managed. */
public enum NodeKind {
  /** ZooKeeper and Cassandra: the guide's nsdb1 to nsdb3. */
  NSDB("nsdb", true, true),
  /** OpenStack's services, the cluster's API, the command line, and an agent. */
  CONTROLLER("controller", true, true),
  /** An agent with an uplink. */
  GATEWAY("gateway", true, true),
  /** An agent with instances. */
  COMPUTE("compute", true, true),
  /** A router of somebody else's that speaks BGP with a gateway. */
  BGP_PEER("bgp-peer", true, true),
  /** A host far away that speaks BGP with the peers, so that it follows a failover. */
  INTERNET("internet", true, true),
  /** A tenant's machine: its one link is the tap that an agent binds. */
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

  /** The kind's word in a lab file. */
  public String word() {
    return word;
  }

  /** Whether {@code eth0} is the management network; otherwise the lab file may use the name. */
  public boolean managed() {
    return managed;
  }

  /** Whether systemd is its first process. */
  public boolean systemd() {
    return systemd;
  }

  /** The services that make it what it is, by their units' names, what others need first. */
  public List<String> services() {
    return switch (this) {
      case NSDB -> List.of("zookeeper", "cassandra");
      case CONTROLLER ->
          List.of("mariadb", "keystone", "neutron-server", "midonet-cluster", "midolman");
      case GATEWAY, COMPUTE -> List.of("midolman");
      case BGP_PEER, INTERNET -> List.of("frr");
      case INSTANCE, BRIDGE -> List.of();
    };
  }

  /** Whether a MidoNet agent may run here. */
  public boolean agent() {
    return this == CONTROLLER || this == GATEWAY || this == COMPUTE;
  }

  /** Whether it runs FRR, configured from the lab file. */
  public boolean router() {
    return this == BGP_PEER || this == INTERNET;
  }

  /**
   * Whether its kernel forwards IPv4 between its interfaces. Routers do. Hosts of an agent must say
   * so, too: the kernel finds the next hop of a GRE copy (bpf_fib_lookup) only where forwarding is
   * on. All others must not: an instance that forwards would carry a misdelivered packet to its
   * right place, and hide the mistake.
   */
  public boolean forwards() {
    return router() || agent();
  }

  static Optional<NodeKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
