package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The tests of MidoNet's Neutron plugin, {@code src/test/python}, with the real Neutron: they run
 * in the image that the controller's stands on, without a network.
 */
class NeutronPluginIT {

  @Test
  void itsOwnTestsPass() {
    LabHome home = LabHome.find();
    new Setup(home).require(Setup::allowedByEnvironment, Progress.SILENT);
    String image;
    try (Engine engine = Engine.connect()) {
      image = new Images(home, engine, Progress.SILENT).openstack();
    }
    String name = "plugin-test-" + UUID.randomUUID().toString().substring(0, 8);
    Watchdog watchdog = Watchdog.start(name);
    try (var container = new GenericContainer<>(DockerImageName.parse(image))) {
      container
          .withLabels(Map.of(Labels.LAB, name, Labels.SESSION, name))
          .withCreateContainerCmdModifier(create -> create.withName("midolab-" + name))
          .withNetworkMode("none")
          // Copied, not mounted: Testcontainers tries mounts with an image of its own, which it
          // pulls.
          .withCopyFileToContainer(python(home, "main"), "/src/main/python")
          .withCopyFileToContainer(python(home, "test"), "/src/test/python")
          .withEnv("PYTHONPATH", "/src/main/python")
          .withEnv("PYTHONDONTWRITEBYTECODE", "1")
          .withCommand(
              "python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "/src/test/python")
          .withStartupCheckStrategy(
              new OneShotStartupCheckStrategy().withTimeout(Duration.ofMinutes(5)));
      try {
        container.start();
      } catch (RuntimeException e) {
        throw new AssertionError(container.getLogs(), e);
      }
      assertThat(container.getLogs()).contains(" passed").doesNotContain(" failed", "skipped");
    } finally {
      watchdog.release();
    }
  }

  private static MountableFile python(LabHome home, String kind) {
    return MountableFile.forHostPath(home.root().resolve("src/" + kind + "/python"));
  }
}
