package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.midolab.lab.spec.NodeKind;

class SysctlsTest {

  private static final EnumSet<NodeKind> FORWARDING =
      EnumSet.of(
          NodeKind.BGP_PEER,
          NodeKind.INTERNET,
          NodeKind.CONTROLLER,
          NodeKind.GATEWAY,
          NodeKind.COMPUTE,
          NodeKind.CLOUD_CONTROLLER,
          NodeKind.HYPERVISOR);

  @ParameterizedTest
  @EnumSource
  void everyKindOfNodeSetsForwarding(NodeKind kind) {
    assertThat(LabBuilder.sysctls(kind))
        .containsEntry("net.ipv4.ip_forward", FORWARDING.contains(kind) ? "1" : "0");
  }
}
