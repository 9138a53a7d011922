package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.midolab.lab.runtime.KnownLab;
import org.midolab.lab.runtime.KnownLab.Standing;
import org.midolab.lab.spec.LabName;
import picocli.CommandLine;

/** Tests what {@code lab clean} shows and removes, on a machine with labs of each standing. */
class CleanCommandTest {

  /** Records what is removed. */
  private static final class FakeRemains implements CleanCommand.Remains {
    final List<KnownLab> labs = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    boolean closed;

    @Override
    public List<KnownLab> labs() {
      return labs;
    }

    @Override
    public void remove(KnownLab lab) {
      removed.add(lab.name().value());
    }

    @Override
    public List<String> removeImages() {
      removed.add("images");
      return List.of("midolab/agent:1", "midolab/nsdb:1");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final FakeRemains machine = new FakeRemains();
  private final StringWriter out = new StringWriter();

  private int clean(String... arguments) {
    return new CommandLine(new CleanCommand(() -> machine))
        .setOut(new PrintWriter(out, true))
        .execute(arguments);
  }

  private void has(String name, boolean own, Standing standing) {
    Path home = Path.of(own ? "/here" : "/elsewhere");
    machine.labs.add(new KnownLab(new LabName(name), Optional.of(home), own, standing));
  }

  private void hasOneOfEach() {
    has("mine", true, Standing.UP);
    has("half", true, Standing.LEFTOVER);
    has("theirs", false, Standing.UP);
    has("runs", false, Standing.ABANDONED);
  }

  @Test
  void aLabWithRunningContainersStaysUnlessItIsNamed() {
    hasOneOfEach();
    assertThat(clean("--yes")).isZero();
    assertThat(machine.removed).containsExactly("half");
    assertThat(out.toString())
        .contains(
            "to remove: half",
            "stays, it is up: mine",
            "stays, it is up: theirs (booted from /elsewhere)",
            "stays, no valid state of it is here, so name it to remove it: runs (booted from /elsewhere)",
            "Labs removed: 1");
    assertThat(machine.closed).isTrue();
    machine.removed.clear();
    assertThat(clean("--yes", "runs", "--lab", "mine")).isZero();
    assertThat(machine.removed).containsExactly("mine", "runs");
  }

  @Test
  void nothingIsRemovedWithoutAgreement() {
    hasOneOfEach();
    assertThat(clean("--images", "half")).isZero();
    assertThat(machine.removed).isEmpty();
    assertThat(out.toString()).contains("./lab clean half --images --yes");
  }

  @Test
  void imagesAreRemovedOnlyIfThatIsAsked() {
    assertThat(clean("--yes")).isZero();
    assertThat(machine.removed).isEmpty();
    assertThat(out.toString()).contains("Nothing was left behind.");
    assertThat(clean("--yes", "--images")).isZero();
    assertThat(machine.removed).containsExactly("images");
    assertThat(out.toString())
        .contains("to remove: images that no container uses", "Images removed: 2");
  }

  @Test
  void anotherCheckoutsLabIsNotRemovedByItsName() {
    hasOneOfEach();
    assertThat(clean("--yes", "theirs")).isNotZero();
    assertThat(machine.removed).isEmpty();
  }
}
