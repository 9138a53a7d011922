package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.midolab.linux.LinuxException;

class KernelNeedsTest {

  private static final int EOPNOTSUPP = 95;

  @Test
  void aMissingKindOfInterfaceIsReportedWithItsFix() {
    assertThatThrownBy(
            () ->
                KernelNeeds.attempt(
                    "vxlan",
                    () -> {
                      throw new LinuxException("create vxlan tunnel", EOPNOTSUPP);
                    }))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("this kernel cannot create vxlan interfaces")
        .extracting(e -> ((EnvironmentException) e).fix())
        .asString()
        .contains("modprobe vxlan");
  }

  @Test
  void aFeatureThatWorksIsNotReported() {
    assertThatCode(() -> KernelNeeds.attempt("veth", () -> {})).doesNotThrowAnyException();
  }
}
