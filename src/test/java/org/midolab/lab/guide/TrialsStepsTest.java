package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.steps.Trials;

/** The figures of failover; {@code FailoverRulesTest} has their judgement. */
class TrialsStepsTest {

  @Test
  void figures() throws Exception {
    var replies = FakeGateways.replies("192.0.2.11");
    var in = "internet: cat /tmp/outage-192.0.2.11; date +[%s.%N]\\ now";
    var route = "internet: cat /tmp/route-events";

    then(b -> {
          var trials = new Trials(b.operator(), b.observer(), b.nodes());
          trials.carrier(2);
          trials.figures(1, 2);
        })
        .passesWith("/bin/sh", "")
        .passesWithAll(FakeGateways::new)
        .failsWith(in, replies.replaceAll("(?m)^\\[1\\..*\\n", ""))
        .failsWith(route, FakeGateways.ROUTE_EVENTS.replace("00.070", "02.070"))
        .check();
  }
}
