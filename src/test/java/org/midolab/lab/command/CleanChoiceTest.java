package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.midolab.lab.command.CleanCommand.Choice;
import org.midolab.lab.runtime.KnownLab;
import org.midolab.lab.runtime.KnownLab.Standing;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;

/** Tests which labs {@code lab clean} removes and which it keeps. */
class CleanChoiceTest {

  private static final KnownLab OWN_UP = own("mine", Standing.UP);
  private static final KnownLab OWN_BOOTING = own("soon", Standing.BOOTING);
  private static final KnownLab OWN_LEFT = own("half", Standing.LEFTOVER);
  private static final KnownLab OTHER_UP = other("theirs", Standing.UP);
  private static final KnownLab OTHER_LEFT = other("gone", Standing.LEFTOVER);
  private static final KnownLab OTHER_RUNS = other("runs", Standing.ABANDONED);
  private static final List<KnownLab> ALL =
      List.of(OWN_UP, OWN_BOOTING, OWN_LEFT, OTHER_UP, OTHER_LEFT, OTHER_RUNS);

  @Test
  void leftoversAreRemovedAndLabsThatAreUpStay() {
    Choice choice = Choice.of(ALL, List.of());
    assertThat(choice.removed()).containsExactly(OWN_LEFT, OTHER_LEFT);
    assertThat(choice.kept()).containsExactly(OWN_UP, OWN_BOOTING, OTHER_UP, OTHER_RUNS);
  }

  @Test
  void anOwnLabThatIsUpIsRemovedIfItIsNamed() {
    assertThat(Choice.of(ALL, List.of(new LabName("mine"))).removed()).containsExactly(OWN_UP);
  }

  /** No state accounts for its containers, so only its name has it removed. */
  @Test
  void anAbandonedLabIsRemovedIfItIsNamed() {
    assertThat(Choice.of(ALL, List.of(new LabName("runs"))).removed()).containsExactly(OTHER_RUNS);
    KnownLab own = own("runs", Standing.UP);
    Choice choice = Choice.of(List.of(own, OTHER_RUNS), List.of(new LabName("runs")));
    assertThat(choice.removed()).containsExactly(own);
    assertThat(choice.kept()).containsExactly(OTHER_RUNS);
  }

  @Test
  void aNameLimitsWhichLeftoversAreRemoved() {
    assertThat(Choice.of(ALL, List.of(new LabName("gone"))).removed()).containsExactly(OTHER_LEFT);
  }

  @Test
  void rejectsAnotherCheckoutsLabThatIsUp() {
    assertThatThrownBy(() -> Choice.of(ALL, List.of(new LabName("theirs"))))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "lab theirs (booted from /elsewhere) is another checkout's; remove it from there");
  }

  @Test
  void ofTwoLabsOfOneNameOnlyTheOwnIsRemoved() {
    KnownLab twin = other("mine", Standing.UP);
    Choice choice = Choice.of(List.of(OWN_UP, twin), List.of(new LabName("mine")));
    assertThat(choice.removed()).containsExactly(OWN_UP);
    assertThat(choice.kept()).containsExactly(twin);
  }

  @Test
  void anUnknownNameIsRejectedWithTheExistingNames() {
    assertThatThrownBy(() -> Choice.of(ALL, List.of(new LabName("nowhere"))))
        .isInstanceOf(WrongUsage.class)
        .hasMessage("lab 'nowhere' is not up; up: mine, soon, half");
  }

  @Test
  void theShownCommandRemovesWhatIsShown() {
    assertThat(CleanCommand.again(List.of(), false)).isEqualTo("clean --yes");
    assertThat(CleanCommand.again(List.of(new LabName("gone"), new LabName("half")), true))
        .isEqualTo("clean gone half --images --yes");
  }

  private static KnownLab own(String name, Standing standing) {
    return new KnownLab(new LabName(name), Optional.of(Path.of("/here")), true, standing);
  }

  private static KnownLab other(String name, Standing standing) {
    return new KnownLab(new LabName(name), Optional.of(Path.of("/elsewhere")), false, standing);
  }
}
