package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.steps.TypedCommands;

/** Tests that what a typed command prints is compared with what the guide prints. */
class TypedCommandsTest {

  private static final String LIST = "router list";

  private final FakeAnswers answers = new FakeAnswers();

  private void typed(Mode mode, String... expected) {
    var rows =
        Arrays.stream(expected)
            .map(line -> Arrays.asList(line.equals(expected[0]) ? LIST : null, line))
            .toList();
    on(new FakeLab(Map.of(), answers), mode).typesAndReads(StepCheck.table(rows));
  }

  private static TypedCommands on(FakeLab lab, Mode mode) {
    var fake = FakeOperator.of(lab, mode);
    return new TypedCommands(fake.operator(), fake.glossary());
  }

  @Test
  void linesThatFitPass() {
    answers.put(
        "midonet> " + LIST,
        "router router0 name Edge state up\nrouter router1 name Tenant state up infilter chain0\n");
    typed(Mode.PERFORM, "router router0 name Edge state up");
    typed(
        Mode.PERFORM,
        "router router0 name Edge state up",
        "router router1 name Tenant state up infilter …");
  }

  @Test
  void anotherLineFails() {
    answers.put("midonet> " + LIST, "router router0 name Edge state down\n");
    for (String wrong :
        List.of(
            "router router0 name Edge state up",
            "router router0 name Edge",
            "router router0 name Edge state down infilter …")) {
      assertThatThrownBy(() -> typed(Mode.PERFORM, wrong))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("expected midonet-cli to print \"" + wrong)
          .hasMessageContaining("it printed [router router0 name Edge state down]");
    }
  }

  @Test
  void aMissingFurtherLineFails() {
    answers.put("midonet> " + LIST, "router router0 name Edge state up\n");
    assertThatThrownBy(
            () -> typed(Mode.PERFORM, "router router0 name Edge state up", "router router1 …"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("router router1");
  }

  @Test
  void aCommandThatPrintsNothingFails() {
    assertThatThrownBy(() -> typed(Mode.PERFORM, "router router0 name Edge state up"))
        .hasMessageContaining("it printed []");
  }

  @Test
  void nothingIsComparedInARunThatOnlyObserves() {
    assertThatCode(() -> typed(Mode.OBSERVE, "router router0 name Edge state up"))
        .doesNotThrowAnyException();
  }

  @Test
  void aFileIsCopiedInARunThatPerforms() {
    var lab = new FakeLab(Map.of(), answers);
    lab.node("internet").write("/root/key.pub", "ssh-ed25519 AAAA root@internet\n");
    var from = ScenarioNodes.of("internet", lab);
    var to = ScenarioNodes.of("controller", lab);

    on(lab, Mode.OBSERVE).copies("/root/key.pub", from, to);
    assertThat(lab.node("controller").run("cat", "/root/key.pub").ok()).isFalse();

    on(lab, Mode.PERFORM).copies("/root/key.pub", from, to);
    assertThat(lab.node("controller").run("cat", "/root/key.pub").out())
        .isEqualTo("ssh-ed25519 AAAA root@internet\n");
  }

  @Test
  void aFileThatIsNotThereIsNotCopied() {
    var lab = new FakeLab(Map.of(), answers);

    assertThatThrownBy(
            () ->
                on(lab, Mode.PERFORM)
                    .copies(
                        "/root/key.pub",
                        ScenarioNodes.of("internet", lab),
                        ScenarioNodes.of("controller", lab)))
        .hasMessageContaining("reading /root/key.pub");
  }
}
