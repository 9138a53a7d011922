package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Device;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.lab.junit.MidoLab;
import org.midolab.lab.spec.NodeKind;

/** The capabilities of the first process of every kind of node, as its kernel reports them. */
class CapabilitiesIT {

  @RegisterExtension
  static final MidoLab LAB =
      new MidoLab("src/test/resources/org/midolab/lab/runtime/lab.yaml").named("xrights");

  @Test
  void everyNodeHasExactlyItsRolesCapabilities() {
    Set<NodeKind> seen = EnumSet.noneOf(NodeKind.class);
    for (Node node : LAB.lab().nodes()) {
      NodeKind kind = node.plan().kind();
      compare(
          node.name() + " (" + kind.word() + ")",
          new TreeSet<>(Capabilities.names(kind)),
          bounding(node.exec("cat", "/proc/1/status").out()));
      seen.add(kind);
    }
    assertThat(seen).as("kinds of nodes in the lab").containsAll(EnumSet.allOf(NodeKind.class));
  }

  @Test
  void everyHolderHasFewerCapabilities() {
    Set<String> wanted =
        Capabilities.HOLDER.stream()
            .map(capability -> "cap_" + capability.name().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    for (Node node : LAB.lab().nodes()) {
      ExecResult status = node.execInNamespace(List.of("cat", "/proc/1/status"), new byte[0]);
      compare(node.name() + "'s holder", wanted, bounding(status.out()));
    }
  }

  /** A hypervisor creates TAP devices for guests; no other node has the device file. */
  @Test
  void onlyAComputeNodeCanCreateTapDevices() {
    for (Node node : LAB.lab().nodes()) {
      boolean made = node.exec("ip", "tuntap", "add", "dev", "tapguest", "mode", "tap").ok();
      assertThat(made).as(node.name()).isEqualTo(node.plan().kind().is(NodeKind.COMPUTE));
    }
  }

  /** No container is privileged, and no directory of the machine is mounted. */
  @Test
  void noDirectoryOrDeviceOfTheMachineIsInANode() {
    try (Engine engine = Engine.connect()) {
      for (Node node : LAB.lab().nodes()) {
        var config = engine.client().inspectContainerCmd(node.container()).exec().getHostConfig();
        assertThat(config.getPrivileged()).as(node.name()).isNotEqualTo(true);
        assertThat(config.getBinds()).as(node.name()).isNullOrEmpty();
        var devices = Objects.requireNonNullElse(config.getDevices(), new Device[0]);
        assertThat(devices)
            .as("devices of " + node.name())
            .extracting(Device::getPathOnHost)
            .containsExactlyElementsOf(
                node.plan().kind().is(NodeKind.COMPUTE) ? List.of(Capabilities.TUN) : List.of());
        assertThat(config.getPidMode()).as(node.name()).isNullOrEmpty();
      }
    }
  }

  private static void compare(String who, Set<String> wanted, Set<String> found) {
    System.out.printf("  %-24s table %s%n", who, words(wanted));
    System.out.printf("  %-24s seen  %s%n", "", words(found));
    assertThat(found).as(who).isEqualTo(wanted);
  }

  private static String words(Set<String> capabilities) {
    return capabilities.stream()
        .map(name -> name.substring("cap_".length()))
        .collect(Collectors.joining(" "));
  }

  private static Set<String> bounding(String status) {
    String hex = status.replaceFirst("(?s).*CapBnd:\\s*(\\S+).*", "$1");
    long bits = Long.parseUnsignedLong(hex, 16);
    Set<String> found = new TreeSet<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits >>> bit & 1) == 1) {
        found.add(NAMES.get(bit));
      }
    }
    return found;
  }

  /** Capabilities in the order of their numbers in linux/capability.h. */
  private static final List<String> NAMES =
      Arrays.asList(
          ("cap_chown cap_dac_override cap_dac_read_search cap_fowner cap_fsetid cap_kill"
                  + " cap_setgid cap_setuid cap_setpcap cap_linux_immutable cap_net_bind_service"
                  + " cap_net_broadcast cap_net_admin cap_net_raw cap_ipc_lock cap_ipc_owner"
                  + " cap_sys_module cap_sys_rawio cap_sys_chroot cap_sys_ptrace cap_sys_pacct"
                  + " cap_sys_admin cap_sys_boot cap_sys_nice cap_sys_resource cap_sys_time"
                  + " cap_sys_tty_config cap_mknod cap_lease cap_audit_write cap_audit_control"
                  + " cap_setfcap cap_mac_override cap_mac_admin cap_syslog cap_wake_alarm"
                  + " cap_block_suspend cap_audit_read cap_perfmon cap_bpf cap_checkpoint_restore")
              .split(" "));
}
