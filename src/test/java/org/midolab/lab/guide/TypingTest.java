package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.guide.steps.TypedCommands;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.guide.terminal.OpenTerminals;
import org.midolab.lab.guide.terminal.Operator;

/** Tests that what a typed command prints is compared with what the guide prints. */
class TypingTest {

  private static final String LIST = "router list";

  private final FakeAnswers answers = new FakeAnswers();

  private void typed(Mode mode, String... expected) {
    var lab = new FakeLab(Map.of(), answers);
    var journal = new Journal(new Redactor());
    var terminals = new OpenTerminals(lab);
    var glossary = new Glossary(lab, terminals, journal);
    var rows =
        Arrays.stream(expected)
            .map(line -> Arrays.asList(line.equals(expected[0]) ? LIST : null, line))
            .toList();
    new TypedCommands(new Operator(mode, lab, terminals, journal, glossary), glossary)
        .typesAndReads(StepCheck.table(rows));
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
}
