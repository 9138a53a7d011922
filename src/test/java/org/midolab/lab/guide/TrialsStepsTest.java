package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.midolab.lab.guide.StepCheck.then;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.steps.Trials;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.probe.LabException;

/** The figures of failover; {@code FailoverRulesTest} has their judgement. */
class TrialsStepsTest {

  @Test
  void figures() throws Exception {
    var replies = FakeGateways.replies("192.0.2.11");
    var in = "internet: " + FakeGateways.stopped("192.0.2.11");
    var route = "internet: cat /tmp/route-events";

    then(b -> {
          var trials = new Trials(b.operator(), b.observer(), b.nodes());
          trials.carrier(2);
          trials.figures(1, 2);
        })
        .passesWith("/bin/sh", "")
        .passesWithAll(FakeGateways::new)
        .failsWith(in, replies.replaceAll("(?m)^\\[(0\\.9|1\\.).*\\n", ""))
        .failsWith(route, FakeGateways.ROUTE_EVENTS.replace("00.070", "02.070"))
        .check();
  }

  /** A trial that fails leaves no process behind, which would write into the next record. */
  @Test
  void theRequestsOfATrialThatFailsAreStopped() {
    var stopped = new ArrayList<String>();
    var answers = new FakeAnswers();
    answers.put("/bin/sh", "");
    answers.put("cat /tmp/capture.eth1", "listening on eth1");
    new FakeGateways(answers);
    for (var own : List.of("internet: 192.0.2.11", "vm1: 198.51.100.254")) {
      var node = own.replaceFirst(": .*", ": ");
      var question = node + FakeGateways.stopped(own.replace(node, ""));
      answers.react(question, () -> stopped.add(node));
    }
    var reset = "gateway1: " + GatewayBgp.resetCommand("198.51.100.1");
    answers.react(
        reset,
        () -> {
          throw new LabException("gateway1 does not run");
        });
    var lab = new FakeLab(Map.of(), answers);
    var trials = new Trials(FakeOperator.of(lab, Mode.PERFORM).operator(), null, lab);

    assertThatThrownBy(() -> trials.reset(1)).hasMessage("gateway1 does not run");
    assertThat(stopped).isEmpty();
    trials.mend();
    trials.mend();
    assertThat(stopped).containsExactly("vm1: ", "internet: ");
  }
}
