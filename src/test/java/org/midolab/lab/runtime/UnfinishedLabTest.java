package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.spec.LabName;

/** What is said about a lab whose boot or whose performance of the guide has not ended well. */
class UnfinishedLabTest {

  private static final LabName LAB = new LabName("pair");

  /** More than the largest process id of Linux, so no process has it. */
  private static final long ENDED = 1L << 30;

  @TempDir private Path root;
  private LabHome home;
  private Path directory;

  @BeforeEach
  void create() throws Exception {
    home = new LabHome(root);
    directory = Files.createDirectories(home.state(LAB));
    Files.createFile(Files.createDirectories(root.resolve("labs/pair")).resolve("lab.yaml"));
  }

  private LabState booting(long process) {
    return new LabState(
        LAB, root.toString(), "lab.yaml", "s", process, LabState.Phase.BOOTING, "n", "", Map.of());
  }

  @Test
  void aLabThatIsBeingBootedIsNotReportedAsUp() {
    long own = ProcessHandle.current().pid();
    booting(own).write(directory);
    var expected = "lab 'pair' is being booted by process " + own + "; wait until it is up";
    assertThat(LabBuilder.inUse(directory, LAB)).isEqualTo(expected);
    assertThatThrownBy(() -> Lab.attach(home, LAB))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(expected);
  }

  @Test
  void anInterruptedBootIsReportedWithTheCommandThatRepeatsIt() {
    booting(ENDED).write(directory);
    assertThatThrownBy(() -> Lab.attach(home, LAB))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "lab 'pair' is not up: its boot was interrupted; boot it again with: ./lab up pair");
  }

  @Test
  void anInterruptedPerformanceIsReportedWithItsStepAndWhatToType() {
    booting(ENDED).running(false).write(directory);
    assertThat(LabBuilder.inUse(directory, LAB)).contains("'pair' is up already");
    new UnfinishedWalk(ENDED, "4.1-zk-2a").write(directory);
    assertThat(LabBuilder.inUse(directory, LAB))
        .contains("it was interrupted at step 4.1-zk-2a")
        .contains("./lab check")
        .contains("./lab down pair && ./lab up pair");
    UnfinishedWalk.end(directory);
    assertThat(LabBuilder.inUse(directory, LAB)).contains("'pair' is up already");
  }

  @Test
  void aPerformanceThatGoesOnIsNotReportedAsInterrupted() {
    booting(ENDED).running(false).write(directory);
    new UnfinishedWalk(ProcessHandle.current().pid(), "7-fip-1").write(directory);
    assertThat(LabBuilder.inUse(directory, LAB))
        .contains("is being performed")
        .contains("now at step 7-fip-1")
        .doesNotContain("interrupted");
  }

  @Test
  void onlyALabThatExistsIsToBeStarted() {
    assertThatThrownBy(() -> Lab.attach(home, LAB)).hasMessageContaining("./lab up pair");
    assertThatThrownBy(() -> Lab.attach(home, new LabName("nosuch")))
        .hasMessageContaining("lab 'nosuch' is not up; up: none; labs here: pair")
        .hasMessageNotContaining("./lab up");
  }
}
