package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.spec.LabName;

/**
 * On a machine that lacks something, the message has what it is and the command that fixes it; the
 * exit code is 3.
 */
class MissingIT {

  private static final String NAME = "few";
  private static final String FILE = "src/test/resources/org/midolab/lab/runtime/few.yaml";

  /**
   * Runs as user nobody with the right to read all files, since the class path may be in root's
   * home directory.
   */
  private static final List<String> AS_NOBODY =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--inh-caps=+dac_read_search",
          "--ambient-caps=+dac_read_search");

  @TempDir private Path directory;

  /** Runs {@code lab up} without a terminal and without consent, and returns its output. */
  private String up(List<String> by, Map<String, String> environment) throws Exception {
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Lab.class.getName(),
            "up",
            FILE));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().keySet().removeAll(List.of("CI", "MIDOLAB_SETUP", "MIDOLAB_BASE"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isEqualTo(3);
      assertThat(LabHome.find().state(new LabName(NAME))).as("nothing was started").doesNotExist();
      return output;
    }
  }

  @Test
  void rootsRights() throws Exception {
    assertThat(up(AS_NOBODY, Map.of())).contains("labs need root").contains("fix: sudo ./lab");
  }

  @Test
  void aCapability() throws Exception {
    assertThat(up(List.of("setpriv", "--bounding-set=-sys_admin"), Map.of()))
        .contains("labs need network namespaces, and the kernel does not create one")
        .contains("fix: run as root, outside of a container that lacks CAP_SYS_ADMIN");
  }

  @Test
  void anEngine() throws Exception {
    String socket = "unix://" + directory.resolve("none.sock");
    assertThat(up(List.of(), Map.of("DOCKER_HOST", socket)))
        .contains("no container engine answers at " + socket)
        .contains("unset DOCKER_HOST")
        .contains("./lab setup --yes");
  }

  @Test
  void aPackage() throws Exception {
    for (String tool : List.of("docker", "mvn", "apt-get")) {
      Files.createSymbolicLink(directory.resolve(tool), find(tool));
    }
    assertThat(up(List.of(), Map.of("PATH", directory.toString())))
        .contains("packages: mmdebstrap")
        .contains("apt-get update && apt-get install -y --no-install-recommends mmdebstrap");
  }

  private static Path find(String tool) throws IOException {
    return List.of(System.getenv("PATH").split(":")).stream()
        .map(entry -> Path.of(entry, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException(tool + " is not in the path of the tests"));
  }
}
