package org.midolab.lab.guide.steps;

import io.cucumber.java.After;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.run.NotApplicable;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.Wait;

/**
 * Changes of MidoNet's end of a session, to observe how the peer reacts. Each is undone by a step
 * or, at the latest, after the scenario.
 */
public final class UplinkChanges {

  private static final String ROUTER = "certified-router";
  private static final String PEER = "certified-peer";
  private static final String PASSWORD = "CERTIFIED_PASSWORD";

  private final Operator operator;
  private final Observer observer;
  private final Glossary glossary;
  private final Deque<String> undo = new ArrayDeque<>();
  private final List<RawAnswer> before = new ArrayList<>();
  private boolean changed;

  public UplinkChanges(Operator operator, Observer observer, Glossary glossary) {
    this.operator = operator;
    this.observer = observer;
    this.glossary = glossary;
  }

  @When("the password between {address} and the BGP peer {address} is changed to {string}")
  public void password(String own, String peer, String password) {
    glossary.define(PASSWORD, "the password between " + own + " and " + peer);
    change(peer, "password " + password, "password " + PASSWORD);
  }

  @When("the AS number of the BGP peer {address} is changed from {long} to {long}")
  public void as(String peer, long right, long wrong) {
    change(peer, "asn " + wrong, "asn " + right);
  }

  @When("the hold time of the BGP peer {address} is changed from {int} to {int} seconds")
  public void holdTime(String peer, int before, int after) {
    change(peer, "hold-time " + after, "hold-time " + before);
  }

  private void change(String peer, String to, String back) {
    if (operator.performs()) {
      define(peer);
      var set = "router " + ROUTER + " bgp-peer " + PEER + " set ";
      undo.push(set + back);
      operator.midonetCli(set + to);
      changed = true;
    }
  }

  @When("the network {prefix} is also advertised")
  public void advertise(String prefix) {
    if (operator.performs()) {
      define("198.51.100.1");
      var alias = operator.midonetCliAlias("router " + ROUTER + " add bgp-network net " + prefix);
      undo.push("router " + ROUTER + " delete bgp-network " + alias.replaceFirst(".*:", ""));
      changed = true;
    }
  }

  private void define(String peer) {
    operator.launchMidonetCli();
    glossary.define(ROUTER, "the router named Edge Router");
    glossary.define(PEER, "the peer " + peer + " of the router named Edge Router");
  }

  @When("{nodes} asks the peer {address} for its routes again")
  public void refresh(ScenarioNodes gateway, String peer) {
    operator.act(
        "route refresh",
        () -> {
          keepSession(gateway.only(), peer);
          gateway.only().shell(GatewayBgp.refreshCommand(peer));
          changed = true;
        });
  }

  /** Keeps the session as it is before an action. */
  private void keepSession(LabNode gateway, String peer) {
    var question = GatewayBgp.sessionCommand(peer);
    var answer = RawAnswer.shell(gateway, question);
    before.add(new RawAnswer(answer.source(), GatewayBgp.BEFORE + question, answer.text()));
  }

  /** Resets the session again when it is established again. Else there is nothing to reset. */
  @When("{nodes} resets its session with the peer {address} {int} times")
  public void flap(ScenarioNodes gateway, String peer, int times) {
    operator.act(
        times + " resets",
        () -> {
          keepSession(gateway.only(), peer);
          changed = true;
          for (int i = 0; i < times; i++) {
            reset(gateway.only(), peer);
          }
        });
  }

  private static void reset(LabNode gateway, String peer) {
    var session = GatewayBgp.session(gateway, peer);
    long established =
        Wait.until(
                Deadline.SESSION_ESTABLISHED,
                session,
                Expectation.that("Established", GatewayBgp.Session::isEstablished))
            .established();
    gateway.shell(GatewayBgp.resetCommand(peer));
    Wait.until(
        Deadline.SESSION_ESTABLISHED,
        session,
        Expectation.that(
            "established once more",
            (GatewayBgp.Session s) -> s.isEstablished() && s.established() > established));
  }

  /** Undoes all changes of the scenario, the last one first. */
  @When("the change is undone")
  public void undo() {
    while (!undo.isEmpty()) {
      // A command that fails stays, so that it is repeated after the scenario.
      operator.midonetCli(undo.peek());
      undo.pop();
    }
  }

  /**
   * Undoes the changes that the scenario has left, the last one first. A command that fails
   * prevents none of the others.
   */
  @After
  public void undoRemaining() {
    var failure = new AssertionError("a change of the scenario is not undone");
    while (!undo.isEmpty()) {
      try {
        operator.midonetCli(undo.pop());
      } catch (RuntimeException | AssertionError cause) {
        failure.addSuppressed(cause);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  @Then("{nodes} has no session with the peer {address} for ten seconds")
  public void staysDown(ScenarioNodes gateway, String peer) {
    seeAfterChange(
        "the session of " + gateway + " with " + peer,
        () -> List.of(RawAnswer.shell(gateway.only(), GatewayBgp.watchCommand(peer))),
        new Assertion(
            "uplink-session-stays-down", Map.of("gateway", gateway.only().name(), "peer", peer)));
  }

  @Then("the peer {address} sends its routes to {nodes} again, in the same session")
  public void refreshed(String peer, ScenarioNodes gateway) {
    seeAfterChange(
        "routes of " + peer + " at " + gateway,
        () -> beforeAndAfter(gateway, peer),
        new Assertion("uplink-refreshed", Map.of("gateway", gateway.only().name(), "peer", peer)));
  }

  @Then("{nodes}'s session with the peer {address} was established {int} times more")
  public void establishedAgain(ScenarioNodes gateway, String peer, int times) {
    seeAfterChange(
        "the session of " + gateway + " with " + peer + " after resets",
        () -> beforeAndAfter(gateway, peer),
        new Assertion(
            "uplink-reset",
            Map.of(
                "gateway", gateway.only().name(), "peer", peer, "times", String.valueOf(times))));
  }

  private List<RawAnswer> beforeAndAfter(ScenarioNodes gateway, String peer) {
    var answers = new ArrayList<>(before);
    answers.add(RawAnswer.shell(gateway.only(), GatewayBgp.sessionCommand(peer)));
    return answers;
  }

  private void seeAfterChange(
      String subject, Probe.Look<List<RawAnswer>> look, Assertion assertion) {
    observer.observe(
        () -> {
          if (!changed) {
            throw new NotApplicable("nothing was changed in a run that only observes");
          }
          observer.expect(Deadline.ROUTE_LEARNED, Probe.of(subject, look), assertion);
        });
  }
}
