package org.midolab.lab.runtime;

import static com.github.dockerjava.api.model.Capability.CHOWN;
import static com.github.dockerjava.api.model.Capability.DAC_OVERRIDE;
import static com.github.dockerjava.api.model.Capability.DAC_READ_SEARCH;
import static com.github.dockerjava.api.model.Capability.FOWNER;
import static com.github.dockerjava.api.model.Capability.FSETID;
import static com.github.dockerjava.api.model.Capability.KILL;
import static com.github.dockerjava.api.model.Capability.NET_ADMIN;
import static com.github.dockerjava.api.model.Capability.NET_BIND_SERVICE;
import static com.github.dockerjava.api.model.Capability.NET_BROADCAST;
import static com.github.dockerjava.api.model.Capability.NET_RAW;
import static com.github.dockerjava.api.model.Capability.SETGID;
import static com.github.dockerjava.api.model.Capability.SETPCAP;
import static com.github.dockerjava.api.model.Capability.SETUID;
import static com.github.dockerjava.api.model.Capability.SYS_ADMIN;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.midolab.lab.spec.NodeKind;

/**
 * The Linux capabilities of each role's container. No container is privileged: a privileged
 * container does not start on a machine that itself lacks CAP_SYS_RESOURCE, and has rights that no
 * role needs (docs: security.md#capabilities).
 */
public final class Capabilities {

  /**
   * The holder of a network namespace. Its process only sleeps; the lab runs commands in it to
   * inject faults and to capture packets. Its capabilities apply to its own namespace only.
   */
  static final List<Capability> HOLDER = List.of(NET_ADMIN, NET_RAW);

  /**
   * What systemd needs as the first process: SYS_ADMIN to mount its control group tree. NET_RAW is
   * for ping, whose file has that capability set: without it the kernel refuses to run ping at all.
   */
  static final List<Capability> SYSTEMD =
      List.of(
          SYS_ADMIN,
          CHOWN,
          DAC_OVERRIDE,
          FOWNER,
          FSETID,
          KILL,
          SETGID,
          SETUID,
          SETPCAP,
          NET_BIND_SERVICE,
          NET_RAW);

  /**
   * ZooKeeper and Cassandra. They do not get IPC_LOCK, because Cassandra would use it to lock its
   * whole heap in memory.
   */
  static final List<Capability> NSDB = SYSTEMD;

  /** The agent loads BPF programs, and creates namespaces and interfaces. */
  static final List<Capability> AGENT = and(SYSTEMD, NET_ADMIN);

  /** Nova's privileged helper (privsep) keeps DAC_READ_SEARCH, and does not start without it. */
  static final List<Capability> HYPERVISOR = and(AGENT, DAC_READ_SEARCH);

  /**
   * FRR does not start without SYS_ADMIN; adding routes needs NET_ADMIN. BIRD asks for
   * NET_BROADCAST, which the kernel does not use, and ends if it does not get it.
   */
  static final List<Capability> ROUTER = and(SYSTEMD, NET_ADMIN, NET_BROADCAST);

  /** A tenant's instance, which administers its own namespace only. */
  static final List<Capability> INSTANCE =
      List.of(
          NET_ADMIN, NET_RAW, CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, NET_BIND_SERVICE);

  /**
   * The device file that creates TUN and TAP devices, in the namespace of the process that opens
   * it.
   */
  static final String TUN = "/dev/net/tun";

  private Capabilities() {}

  static List<Capability> of(NodeKind kind) {
    return switch (kind) {
      case NSDB -> NSDB;
      case CONTROLLER, CLOUD_CONTROLLER, GATEWAY, COMPUTE -> AGENT;
      case HYPERVISOR -> HYPERVISOR;
      case BGP_PEER, INTERNET -> ROUTER;
      case INSTANCE -> INSTANCE;
      case BRIDGE -> HOLDER;
    };
  }

  /**
   * Returns the engine's security options for a role. AppArmor's default profile for containers
   * denies {@code mount}, which systemd and the agents' namespaces need. The other roles keep the
   * profile.
   *
   * @param confinement the engine's security modules, see {@link Engine#confinement()}
   */
  static List<String> securityOptions(NodeKind kind, List<String> confinement) {
    return kind.systemd() && confinement.contains("apparmor")
        ? List.of("apparmor=unconfined")
        : List.of();
  }

  /**
   * Returns the machine's devices that a role needs: a hypervisor creates TAP devices for its
   * guests.
   */
  static List<Device> devices(NodeKind kind) {
    return kind.is(NodeKind.COMPUTE) ? List.of(new Device("rwm", TUN, TUN)) : List.of();
  }

  /**
   * Returns the capabilities in the bounding set of a node of this kind, by the kernel's names in
   * lower case, such as {@code cap_net_admin}.
   */
  public static List<String> names(NodeKind kind) {
    return of(kind).stream().map(c -> "cap_" + c.name().toLowerCase(Locale.ROOT)).sorted().toList();
  }

  private static List<Capability> and(List<Capability> some, Capability... more) {
    List<Capability> all = new ArrayList<>(some);
    Collections.addAll(all, more);
    return List.copyOf(all);
  }
}
