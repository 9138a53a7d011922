package org.midolab.lab.runtime;

import static com.github.dockerjava.api.model.Capability.CHOWN;
import static com.github.dockerjava.api.model.Capability.DAC_OVERRIDE;
import static com.github.dockerjava.api.model.Capability.FOWNER;
import static com.github.dockerjava.api.model.Capability.FSETID;
import static com.github.dockerjava.api.model.Capability.KILL;
import static com.github.dockerjava.api.model.Capability.NET_ADMIN;
import static com.github.dockerjava.api.model.Capability.NET_BIND_SERVICE;
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
import org.midolab.lab.spec.NodeKind;

/**
 * What each role may do, and no more. Nothing is ever privileged: that fails where the machine
 * itself lacks CAP_SYS_RESOURCE, and gives what nobody needs (docs: security.md#capabilities).
 */
public final class Capabilities {

  /**
   * The holder of a namespace: sleeps, and is the lab's own hand there for faults and captures. Its
   * rights end with the namespace.
   */
  static final List<Capability> HOLDER = List.of(NET_ADMIN, NET_RAW);

  /**
   * What systemd needs to be the first process: SYS_ADMIN to mount its control group tree. NET_RAW
   * is for ping, whose file asks for it: without it the kernel refuses to run ping at all.
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

  /** ZooKeeper and Cassandra. No IPC_LOCK: with it Cassandra pins its whole heap. */
  static final List<Capability> NSDB = SYSTEMD;

  /** Loads BPF programs, makes namespaces and interfaces. */
  static final List<Capability> AGENT = and(SYSTEMD, NET_ADMIN);

  /** FRR refuses to start without SYS_ADMIN; routes need NET_ADMIN. */
  static final List<Capability> ROUTER = and(SYSTEMD, NET_ADMIN);

  /** A tenant's machine: administers its own namespace only. */
  static final List<Capability> INSTANCE =
      List.of(
          NET_ADMIN, NET_RAW, CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, NET_BIND_SERVICE);

  /** Makes TUN and TAP devices, in the namespace of whoever opens it. */
  static final String TUN = "/dev/net/tun";

  private Capabilities() {}

  static List<Capability> of(NodeKind kind) {
    return switch (kind) {
      case NSDB -> NSDB;
      case CONTROLLER, GATEWAY, COMPUTE -> AGENT;
      case BGP_PEER, INTERNET -> ROUTER;
      case INSTANCE -> INSTANCE;
      case BRIDGE -> HOLDER;
    };
  }

  /**
   * The engine's security options for a role. AppArmor's default profile for containers denies
   * {@code mount}, which systemd and the agents' namespaces need; other roles keep it.
   *
   * @param confinement what the engine confines by, see {@link Engine#confinement()}
   */
  static List<String> securityOptions(NodeKind kind, List<String> confinement) {
    return kind.systemd() && confinement.contains("apparmor")
        ? List.of("apparmor=unconfined")
        : List.of();
  }

  /** What of the machine's devices a role needs: a hypervisor makes TAP devices for its guests. */
  static List<Device> devices(NodeKind kind) {
    return kind == NodeKind.COMPUTE ? List.of(new Device("rwm", TUN, TUN)) : List.of();
  }

  /** The names that a node of this kind has in its bounding set, as the kernel spells them. */
  public static List<String> names(NodeKind kind) {
    return of(kind).stream()
        .map(c -> "cap_" + c.name().toLowerCase(java.util.Locale.ROOT))
        .sorted()
        .toList();
  }

  private static List<Capability> and(List<Capability> some, Capability... more) {
    List<Capability> all = new ArrayList<>(some);
    Collections.addAll(all, more);
    return List.copyOf(all);
  }
}
