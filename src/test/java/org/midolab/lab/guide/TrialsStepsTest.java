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

  /**
   * Returns trials in which a question fails. A node is added to the list when its requests end.
   */
  private static Trials failing(String question, List<String> stopped) {
    var answers = new FakeAnswers();
    answers.put("/bin/sh", "");
    answers.put("cat /tmp/capture.eth1", "listening on eth1");
    new FakeGateways(answers);
    Map.of("internet", "192.0.2.11", "vm1", "198.51.100.254")
        .forEach(
            (node, target) ->
                answers.react(node + ": " + FakeGateways.stopped(target), () -> stopped.add(node)));
    answers.react(
        question,
        () -> {
          throw new LabException("the node does not run");
        });
    var lab = new FakeLab(Map.of(), answers);
    return new Trials(FakeOperator.of(lab, Mode.PERFORM).operator(), null, lab);
  }

  /** A trial that fails leaves no process behind, which would write into the next record. */
  @Test
  void theRequestsOfATrialThatFailsAreStopped() {
    var stopped = new ArrayList<String>();
    var trials = failing("gateway1: " + GatewayBgp.resetCommand("198.51.100.1"), stopped);

    assertThatThrownBy(() -> trials.reset(1)).hasMessage("the node does not run");
    assertThat(stopped).isEmpty();
    trials.mend();
    trials.mend();
    assertThat(stopped).containsExactly("vm1", "internet");
  }

  @Test
  void aTrialThatCannotStartStopsWhatItHasStarted() {
    var stopped = new ArrayList<String>();
    var record =
        "internet: rm -f /tmp/route-events; TZ=UTC setsid timeout 600 ip -ts monitor route"
            + " >> /tmp/route-events 2>&1 < /dev/null & echo $!";
    var trials = failing(record, stopped);

    assertThatThrownBy(() -> trials.reset(1)).hasMessage("the node does not run");
    assertThat(stopped).containsExactly("vm1", "internet");
  }
}
