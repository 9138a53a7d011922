package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.runtime.KnownLab.Standing;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.NodeKind;

/**
 * Two checkouts on one engine each have a lab of the same name. Neither removes objects of the
 * other. A container that is created and not started represents a lab's nodes.
 */
class LabRemovalIT {

  private static final LabName LAB = new LabName("xremoval");

  @TempDir private Path directory;
  private final List<String> created = new ArrayList<>();
  private Engine engine;
  private LabHome here;
  private LabHome there;
  private String image;

  @BeforeEach
  void twoCheckouts() throws IOException {
    engine = Engine.connect();
    here = new LabHome(Files.createDirectory(directory.resolve("here")));
    there = new LabHome(Files.createDirectory(directory.resolve("there")));
    image = new Images(LabHome.find(), engine, Progress.SILENT).image(NodeKind.BRIDGE);
  }

  @AfterEach
  void removeWhatIsLeft() {
    for (String id : created) {
      try {
        engine.client().removeContainerCmd(id).withForce(true).exec();
      } catch (NotFoundException e) {
        // The test removed it.
      }
    }
    engine.close();
  }

  @Test
  void onlyTheOwnLabOfTwoWithOneNameIsRemoved() {
    String own = lab(here);
    String other = lab(there);

    assertThat(LabRemoval.of(engine, here).remove(LAB)).isTrue();

    assertThat(exists(own)).isFalse();
    assertThat(here.state(LAB)).doesNotExist();
    assertThat(exists(other)).isTrue();
    assertThat(there.state(LAB)).isDirectory();
  }

  @Test
  void anotherCheckoutsLabIsKnownAndCannotBeRemoved() {
    String other = lab(there);

    assertThat(LabRemoval.of(engine, here).remove(LAB)).isFalse();
    KnownLab known = known(here);
    assertThat(known.own()).isFalse();
    assertThat(known.standing()).isEqualTo(Standing.UP);
    assertThatThrownBy(() -> LabRemoval.of(engine, here).remove(known))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(exists(other)).isTrue();
  }

  @Test
  void leftoversOfADeletedCheckoutMayBeRemoved() throws IOException {
    String other = lab(there);
    Files.delete(there.state(LAB).resolve(LabState.FILE));

    KnownLab known = known(here);
    assertThat(known.standing()).isEqualTo(Standing.LEFTOVER);
    LabRemoval.of(engine, here).remove(known);
    assertThat(exists(other)).isFalse();
  }

  @Test
  void aDirectoryThatNoLabCreatedStays() throws IOException {
    Path precious = here.state(LAB).resolve("precious");
    Files.createDirectories(precious.getParent());
    Files.writeString(precious, "keep");

    assertThatThrownBy(() -> LabRemoval.of(engine, here).remove(LAB))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("is not a lab's directory");
    assertThat(precious).hasContent("keep");
  }

  @Test
  void aLinkInPlaceOfTheDirectoryIsNotFollowed() throws IOException {
    Path precious = Files.createDirectory(directory.resolve("precious"));
    Files.writeString(precious.resolve(LabState.FILE), "{}");
    Files.createDirectories(here.states());
    Files.createSymbolicLink(here.state(LAB), precious);

    assertThatThrownBy(() -> LabRemoval.of(engine, here).remove(LAB))
        .isInstanceOf(LabFailure.class);
    assertThat(precious.resolve(LabState.FILE)).exists();
  }

  @Test
  void aLinkInsideTheDirectoryIsNotFollowed() throws IOException {
    lab(here);
    Path precious = Files.writeString(directory.resolve("precious"), "keep");
    Files.createSymbolicLink(here.state(LAB).resolve("link"), directory);

    LabRemoval.of(engine, here).remove(LAB);
    assertThat(here.state(LAB)).doesNotExist();
    assertThat(precious).hasContent("keep");
  }

  @Test
  void aFailedBootRemovesNothingOfAnotherBoot() {
    String own = lab(here);
    LabState later = state(here, UUID.randomUUID().toString());

    LabRemoval.of(engine, here).undo(later, here.state(LAB));

    assertThat(exists(own)).isTrue();
    assertThat(here.state(LAB)).isDirectory();
  }

  private KnownLab known(LabHome from) {
    return LabRemoval.of(engine, from).all().stream()
        .filter(lab -> lab.name().equals(LAB))
        .findFirst()
        .orElseThrow();
  }

  /** Creates a lab that is up, with one container. Returns the container's id. */
  private String lab(LabHome home) {
    LabState state = state(home, UUID.randomUUID().toString());
    state.write(home.state(LAB));
    String id =
        engine
            .client()
            .createContainerCmd(image)
            .withLabels(Labels.of(state))
            .withCmd("true")
            .exec()
            .getId();
    created.add(id);
    return id;
  }

  private static LabState state(LabHome home, String session) {
    return new LabState(
        LAB,
        home.root().toString(),
        "lab.yaml",
        session,
        0,
        LabState.Phase.RUNNING,
        "none",
        "",
        Map.of());
  }

  private boolean exists(String id) {
    try {
      engine.client().inspectContainerCmd(id).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }
}
