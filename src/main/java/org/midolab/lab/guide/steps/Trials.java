package org.midolab.lab.guide.steps;

import io.cucumber.java.After;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.run.NotApplicable;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.FailoverTrial;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.Wait;

/**
 * Failover, trial by trial: each injects one fault at the uplink that carries the traffic, records
 * both directions of the traffic and the routes outside, and undoes the fault. All answers are
 * kept, so that the figures can be computed again.
 */
public final class Trials {

  private static final String FLOATING_IP = "192.0.2.11";

  /**
   * Time limit of each part of a failover. It is far above all limits of the profile, so that the
   * record shows how long a slow failover takes.
   */
  private static final Duration EFFECT = Duration.ofSeconds(30);

  private final Operator operator;
  private final Observer observer;
  private final LabNodes lab;
  private final List<RawAnswer> answers = new ArrayList<>();
  private Runnable undo = () -> {};
  private Optional<FailoverTrial> trial = Optional.empty();
  private String cause = "";
  private int trials;

  public Trials(Operator operator, Observer observer, LabNodes lab) {
    this.operator = operator;
    this.observer = observer;
    this.lab = lab;
  }

  @When("in {int} trials an uplink loses its carrier")
  public void carrier(int number) {
    run(number, "carrier lost", uplink -> Fault.carrierLost(uplink.gateway()));
  }

  @When("in {int} trials an uplink drops everything")
  public void silence(int number) {
    run(number, "everything dropped", uplink -> Fault.everythingDropped(uplink.gateway()));
  }

  @When("in {int} trials a gateway resets its session")
  public void reset(int number) {
    run(
        number,
        "session reset",
        uplink -> Fault.sessionReset(uplink.gateway(), uplink.peerAddress()));
  }

  @When("in {int} trials the BGP software of a peer is killed")
  public void killed(int number) {
    run(number, "peer killed", uplink -> Fault.speakerKilled(uplink.peer()));
  }

  @When("in {int} trials a gateway loses its power")
  public void power(int number) {
    run(number, "gateway killed", uplink -> Fault.powerLost(operator, uplink.gateway()));
  }

  private void run(int number, String what, Function<CarryingUplink, Fault> fault) {
    operator.act(
        number + " trials: " + what,
        () -> {
          cause = what;
          trials = number;
          for (int each = 1; each <= number; each++) {
            run(each, fault);
          }
        });
  }

  private void run(int number, Function<CarryingUplink, Fault> faults) {
    var uplink = CarryingUplink.find(lab, FLOATING_IP);
    var fault = faults.apply(uplink);
    var record = FailoverTrial.start(lab, FLOATING_IP);
    trial = Optional.of(record);
    undo = fault.undo();
    record.fault(fault.inject());
    record.awaitEnd(EFFECT);
    answers.addAll(record.stop(cause, number));
    mend();
    Wait.until(
        Deadline.SESSION_ESTABLISHED,
        GatewayBgp.session(uplink.gateway(), uplink.peerAddress()),
        Expectation.that("Established", GatewayBgp.Session::isEstablished));
  }

  /** Undoes the fault of a trial, and ends the records of one that failed. */
  @After
  public void mend() {
    try {
      undo.run();
      undo = () -> {};
    } finally {
      trial.ifPresent(FailoverTrial::close);
      trial = Optional.empty();
    }
  }

  /**
   * Judges the figures of all trials (RFC 7747 has outage of the data plane and convergence apart).
   * The 99th percentile is by nearest rank, which of fewer than 100 trials is the greatest.
   */
  @Then(
      "neither direction is silent for longer than {int} seconds in any of them, and internet leaves"
          + " the path within {int} seconds")
  public void figures(int outage, int convergence) {
    observer.observe(
        () -> {
          if (cause.isEmpty()) {
            throw new NotApplicable("nothing was broken in a run that only observes");
          }
          observer.expect(
              Probe.of("failover: " + cause, () -> List.copyOf(answers)),
              new Assertion(
                  "failover",
                  Map.of(
                      "cause",
                      cause,
                      "trials",
                      String.valueOf(trials),
                      "prefix",
                      FailoverTrial.FLOATING_NETWORK,
                      "outage",
                      String.valueOf(outage),
                      "convergence",
                      String.valueOf(convergence))));
        });
  }
}
