package org.midolab.lab.guide.steps;

import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.observation.PathDiagnosis;
import org.midolab.lab.guide.run.NotApplicable;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.FailoverTrial;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.MachineLoad;
import org.midolab.lab.probe.OutageProbe;
import org.midolab.lab.probe.OutageProbe.Outage;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Wait;

/**
 * Injects faults and measures how long they have an effect. After a scenario, all its faults are
 * undone, however it ends.
 */
public final class Faults {

  /**
   * The time to wait for an effect is the limit of the requirement times this factor, so that the
   * report can show how long it really took. The assertion uses the limit itself.
   */
  private static final int WAIT_FACTOR = 3;

  private static final Duration SETTLING = Duration.ofSeconds(3);

  /** Lower than any sender's default, and enough for the path. */
  private static final int FIRST_TIME_TO_LIVE = 20;

  private final Operator operator;
  private final Observer observer;
  private final LabNodes lab;
  private final PathDiagnosis diagnosis;
  private final List<OutageProbe> probes = new ArrayList<>();
  private final Deque<Runnable> repairs = new ArrayDeque<>();
  private LabNode gateway;
  private LabNode peer;
  private String gatewayAddress = "";
  private String probedAddress = "";
  private String sessionBefore = "";
  private long brokenAt;
  private List<Outage> measured = List.of();

  public Faults(Operator operator, Observer observer, LabNodes lab, PathDiagnosis diagnosis) {
    this.operator = operator;
    this.observer = observer;
    this.lab = lab;
    this.diagnosis = diagnosis;
  }

  @Given("ten echo requests per second are sent between internet and {address}")
  public void probing(String address) {
    operator.act(
        "outage probes between internet and " + address,
        () -> {
          probedAddress = address;
          chooseGateway(address);
          probes.add(OutageProbe.start(lab.node("internet"), address));
          probes.add(OutageProbe.start(lab.node("vm1"), FailoverTrial.INTERNET_ADDRESS));
          probes.forEach(
              probe ->
                  Wait.until(
                      Deadline.REPLY,
                      probe.soFar(),
                      Expectation.that("twenty replies", (Outage seen) -> seen.replies() >= 20)));
          sessionBefore = establishment();
        });
  }

  private void chooseGateway(String address) {
    var uplink = CarryingUplink.find(lab, address);
    gateway = uplink.gateway();
    peer = uplink.peer();
    gatewayAddress = uplink.gatewayAddress();
    observer.note("their gateway", gateway.name());
  }

  private void inject(String what, Supplier<Fault> fault) {
    operator.act(
        what,
        () -> {
          repairs.push(fault.get().undo());
          fault.get().inject().run();
        });
  }

  @When("their gateway's uplink loses its carrier")
  public void cut() {
    inject("cut an uplink", () -> Fault.carrierLost(gateway));
  }

  @When("their gateway's uplink drops everything")
  public void drop() {
    inject("drop everything on an uplink", () -> Fault.everythingDropped(gateway));
  }

  @When("the agent of their gateway is killed")
  public void killAgent() {
    operator.act(
        "kill -9 of an agent",
        () -> {
          brokenAt = System.nanoTime();
          gateway.run("systemctl", "kill", "-s", "KILL", "midolman.service");
        });
  }

  @When("the agent of their gateway is stopped")
  public void stopAgent() {
    operator.act(
        "stop of an agent",
        () -> {
          repairs.push(() -> gateway.run("systemctl", "start", "midolman.service"));
          gateway.run("systemctl", "stop", "midolman.service");
        });
  }

  @When("their gateway loses its power")
  public void powerOff() {
    inject("power cut of a gateway", () -> Fault.powerLost(operator, gateway));
  }

  @Then("neither direction is silent for longer than {int} seconds")
  public void silent(int seconds) {
    observer.observe(
        () -> {
          requireProbes();
          diagnosis.withDiagnosis(
              () ->
                  probes.forEach(
                      probe ->
                          Wait.until(
                              Duration.ofSeconds((long) seconds * WAIT_FACTOR + 10),
                              probe.soFar(),
                              Expectation.that(
                                  "replies again",
                                  (Outage o) -> o.silentSince().toMillis() < 1000))),
              lab.node("internet"),
              probedAddress);
          settle(seconds);
          var outages = finish();
          outages.forEach(o -> figure(o, seconds + " s"));
          new TimeLimit("answers again after a silence", Duration.ofSeconds(seconds))
              .require(
                  outages.stream()
                      .map(o -> new TimeLimit.Figure(o.toString(), o.longest()))
                      .toList(),
                  MachineLoad.now());
        });
  }

  /** Waits long enough for a fault that has a late effect. */
  private void settle(int seconds) {
    var until = System.nanoTime() + SETTLING.plusSeconds(seconds).toNanos();
    Wait.until(
        SETTLING.plusSeconds(seconds + 30L),
        Probe.of("time since the fault", System::nanoTime),
        Expectation.that("enough", (Long now) -> now >= until));
  }

  /** Checks that the fault had an effect. Without a loss, the limit was not tested. */
  @Then("the fault had an effect: some requests were not answered")
  public void faultHadEffect() {
    observer.observe(
        () -> {
          requireProbes();
          if (measured.stream().allMatch(outage -> outage.missing().isEmpty())) {
            throw new AssertionError(
                "expected the fault at " + gateway + " to have an effect, saw " + measured);
          }
        });
  }

  @Then("no packet of the established flow is lost")
  public void nothingLost() {
    observer.observe(
        () -> {
          requireProbes();
          settle(5);
          var outages = finish();
          outages.forEach(o -> figure(o, "no loss"));
          var lost =
              outages.stream()
                  .filter(Outage::isLossy)
                  .map(Outage::toString)
                  .collect(Collectors.joining("; "));
          if (!lost.isEmpty()) {
            throw new AssertionError("expected an answer to every request, " + lost);
          }
        });
  }

  @Then("its BGP session never went down")
  public void sessionStayed() {
    observer.observe(
        () -> {
          requireProbes();
          observer.expect(
              Probe.of(
                  "the establishment of the session of " + peer.name(),
                  () -> BgpSpeaker.session(peer, gatewayAddress).look().establishment()),
              Expectation.equalTo(sessionBefore));
          observer.expect(
              BgpSpeaker.session(peer, gatewayAddress),
              Expectation.that("Established", BgpSpeaker.Session::isEstablished));
        });
  }

  /**
   * Each request has a different time to live, which a router's flow matches. So no installed flow
   * covers it, and only a running agent can serve it. It takes the path of the probe's requests,
   * because node internet chooses the path of echo requests by their addresses only.
   */
  @Then("a new flow from internet to {address} is served within {int} seconds")
  public void newFlow(String address, int seconds) {
    observer.observe(
        () -> {
          requireProbes();
          var internet = lab.node("internet");
          var timeToLive = new AtomicInteger(FIRST_TIME_TO_LIVE);
          diagnosis.withDiagnosis(
              () ->
                  Wait.until(
                      Duration.ofSeconds((long) seconds * WAIT_FACTOR),
                      Probe.of(
                          "a new flow from internet to " + address,
                          () ->
                              internet
                                  .run(
                                      "ping",
                                      "-n",
                                      "-c",
                                      "1",
                                      "-W",
                                      "1",
                                      "-t",
                                      String.valueOf(timeToLive.getAndIncrement()),
                                      address)
                                  .ok()),
                      Expectation.equalTo(true)),
              internet,
              address);
          var took = Duration.ofNanos(System.nanoTime() - brokenAt);
          observer.note(
              "figure: a new flow was served",
              "%.1f s after the fault, at the %d. request (requirement: %d s)"
                  .formatted(
                      took.toMillis() / 1000.0, timeToLive.get() - FIRST_TIME_TO_LIVE, seconds));
          new TimeLimit("a new flow served", Duration.ofSeconds(seconds))
              .require(List.of(new TimeLimit.Figure("after the fault", took)), MachineLoad.now());
        });
  }

  @Then("their gateway's uplink is restored, and its BGP session comes back")
  @Then("the agent of their gateway is started, and its BGP session comes back")
  @Then("their gateway gets its power back, and its BGP session comes back")
  public void mended() {
    observer.observe(
        () -> {
          requireProbes();
          mend();
          observer.expect(
              Deadline.SESSION_ESTABLISHED,
              BgpSpeaker.session(peer, gatewayAddress),
              Expectation.that("Established", BgpSpeaker.Session::isEstablished));
        });
  }

  @After
  public void mend() {
    while (!repairs.isEmpty()) {
      repairs.pop().run();
    }
    finish();
  }

  private List<Outage> finish() {
    measured = probes.stream().map(OutageProbe::stop).toList();
    probes.clear();
    return measured;
  }

  private void figure(Outage outage, String bound) {
    observer.note("figure: " + outage.direction(), outage + " (requirement: " + bound + ")");
  }

  private String establishment() {
    try {
      return BgpSpeaker.session(peer, gatewayAddress).look().establishment();
    } catch (Exception e) {
      throw new AssertionError(
          "the session of " + peer.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Skips the step in a run that only observes. These scenarios inject a fault first; without it
   * there is nothing to observe.
   */
  private void requireProbes() {
    if (gateway == null) {
      throw new NotApplicable("nothing was broken in a run that only observes");
    }
  }
}
