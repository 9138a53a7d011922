package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.midolab.lab.spec.NodeKind;

class SecurityOptionsTest {

  @ParameterizedTest
  @EnumSource(NodeKind.class)
  void appArmorIsOffWhereSystemdMounts(NodeKind kind) {
    assertThat(Capabilities.securityOptions(kind, List.of("apparmor", "seccomp")))
        .isEqualTo(kind.systemd() ? List.of("apparmor=unconfined") : List.of());
    assertThat(Capabilities.securityOptions(kind, List.of("seccomp"))).isEmpty();
  }
}
