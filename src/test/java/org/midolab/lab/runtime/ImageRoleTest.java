package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.spec.NodeKind;

class ImageRoleTest {

  private static final Path IMAGES = Path.of("images");

  @ParameterizedTest
  @EnumSource
  void everyKindOfNodeHasAnImageThatCanBeBuilt(NodeKind kind) {
    assertThat(IMAGES.resolve(ImageRole.of(kind).directory).resolve("Dockerfile")).exists();
  }

  /** Java accepts an archive of loaded classes for the same packages only. */
  @Test
  void aNodeWithNovaTakesArchivesOfANodeWithTheSamePackages() {
    for (NodeKind kind : new NodeKind[] {NodeKind.CLOUD_CONTROLLER, NodeKind.HYPERVISOR}) {
      ImageRole role = ImageRole.of(kind);

      assertThat(role.classesFrom).contains(ImageRole.of(kind.general()));
      assertThat(role.packages).isEqualTo(ImageRole.of(kind.general()).packages);
    }
  }

  /** Otherwise a change of our programs would build them again. */
  @ParameterizedTest
  @ValueSource(strings = {"openstack", "nova", "nova-compute"})
  void anImageOfOpenStackHasNoPackagesOfOurs(String layer) throws IOException {
    assertThat(Files.readString(IMAGES.resolve(layer).resolve("Dockerfile")))
        .contains("apt-install")
        .doesNotContain("repository/", "midolab-finish");
  }
}
