package org.midolab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeKindTest {

  @ParameterizedTest
  @EnumSource
  void aKindThatExtendsAnotherHasAllThatItHas(NodeKind kind) {
    assertThat(kind.is(kind.general())).isTrue();
    assertThat(kind.services()).containsAll(kind.general().services());
    assertThat(kind.agent()).isEqualTo(kind.general().agent());
    assertThat(kind.forwards()).isEqualTo(kind.general().forwards());
    assertThat(kind.managed()).isEqualTo(kind.general().managed());
  }

  @Test
  void aNodeIsFoundByTheKindThatItsOwnExtends() {
    var plan =
        LabFile.plan(
            "lab.yaml",
            """
            name: few
            topology:
              nodes:
                one: {kind: compute}
                two: {kind: hypervisor}
                three: {kind: controller}
            """);

    assertThat(plan.nodes(NodeKind.COMPUTE))
        .extracting(NodePlan::name)
        .containsExactly("one", "two");
    assertThat(plan.nodes(NodeKind.HYPERVISOR)).extracting(NodePlan::name).containsExactly("two");
  }
}
