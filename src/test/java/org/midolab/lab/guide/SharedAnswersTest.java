package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.SharedAnswers;
import org.midolab.lab.runtime.ExecResult;

/** Tests which looks use the answer of an earlier look, and which run the command. */
class SharedAnswersTest {

  private static final String DUMP = "mn-conf dump";

  private final FakeAnswers onPaper = new FakeAnswers();
  private final FakeLab lab = new FakeLab(Map.of(), onPaper);
  private final SharedAnswers answers = SharedAnswers.ofOneRun();

  private Probe.Look<ExecResult> look(SharedAnswers answers, String node) {
    LabNode asked = lab.node(node);
    return answers.to(asked, "mn-conf", "dump");
  }

  @Test
  void theFirstLookUsesTheAnswerOfAnEarlierProbe() throws Exception {
    onPaper.put(DUMP, "before");
    look(answers, "gateway1").once();
    onPaper.put(DUMP, "after");

    assertThat(look(answers, "gateway1").once().out()).isEqualTo("before");
  }

  @Test
  void aFurtherLookRunsTheCommandAndSharesItsAnswer() throws Exception {
    onPaper.put(DUMP, "before");
    var look = look(answers, "gateway1");
    look.once();
    onPaper.put(DUMP, "after");

    assertThat(look.once().out()).isEqualTo("after");
    assertThat(look(answers, "gateway1").once().out()).isEqualTo("after");
  }

  @Test
  void doesNotShareAnswersBetweenNodes() throws Exception {
    onPaper.put(DUMP, "of gateway1");
    look(answers, "gateway1").once();
    onPaper.put(DUMP, "of gateway2");

    assertThat(look(answers, "gateway2").once().out()).isEqualTo("of gateway2");
  }

  @Test
  void aFailureIsNotShared() throws Exception {
    onPaper.put(DUMP, null);
    assertThat(look(answers, "gateway1").once().ok()).isFalse();
    onPaper.put(DUMP, "after");

    assertThat(look(answers, "gateway1").once().out()).isEqualTo("after");
  }

  @Test
  void aPerformingRunRunsTheCommandEachTime() throws Exception {
    var none = SharedAnswers.none();
    onPaper.put(DUMP, "before");
    look(none, "gateway1").once();
    onPaper.put(DUMP, "after");

    assertThat(look(none, "gateway1").once().out()).isEqualTo("after");
  }
}
