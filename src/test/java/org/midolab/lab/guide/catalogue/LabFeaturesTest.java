package org.midolab.lab.guide.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.spec.LabFile;

/** Selection of the features for a lab. */
class LabFeaturesTest {

  private static final String ALONE =
      """
      name: alone
      topology:
        nodes:
          nsdb1: {kind: nsdb}
          controller: {kind: controller}
      """;

  private final LabHome home = new LabHome(Path.of(""));

  @TempDir private Path directory;

  @Test
  void aLabWithTheGuidesHostsUsesTheGuideWhereverItsFileIs() throws IOException {
    var copy = directory.resolve("lab.yaml");
    Files.copy(home.labFile("quickstart"), copy);

    assertThat(walked(copy)).contains(home.features());
  }

  @Test
  void aLabWithFeaturesNextToItsFileUsesThose() throws IOException {
    assertThat(walked(home.labFile("pair"))).contains(home.root().resolve("labs/pair/features"));
  }

  @Test
  void aLabThatLacksHostsOfTheGuideHasNoFeatures() throws IOException {
    assertThat(walked(write(ALONE))).isEmpty();
  }

  @Test
  void rejectsFeaturesThatNameAMissingNode() throws IOException {
    var file = write(ALONE);
    Files.createDirectory(directory.resolve("features"));
    Files.copy(
        Path.of("labs/pair/features", Catalogue.FILE),
        directory.resolve("features").resolve(Catalogue.FILE));

    assertThatThrownBy(() -> walked(file))
        .isInstanceOf(GuideDataException.class)
        .hasMessageContaining("compute1, compute2, vm1, vm2")
        .hasMessageContaining("lab 'alone' has no such node");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("lab.yaml"), yaml);
  }

  private Optional<Path> walked(Path file) throws IOException {
    return LabFeatures.of(home, file, LabFile.plan(file.toString(), Files.readString(file)));
  }
}
