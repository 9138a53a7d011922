package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.ApiRequest;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Keystone;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;

/** Steps about the cluster's authentication by Keystone. */
public final class ApiLogin {

  private final Observer observer;
  private final LabNodes lab;

  public ApiLogin(Observer observer, LabNodes lab) {
    this.observer = observer;
    this.lab = lab;
  }

  /**
   * Compares the status of the login if that fails, else the status of the first request after it.
   */
  @Then("the API on {nodes} answers {string} of the project {string} {int}")
  public void answers(ScenarioNodes where, String user, String project, int status) {
    observer.see(
        Deadline.API_ANSWERS,
        "what the API on " + where + " answers " + user + " of " + project,
        () -> {
          var api = Api.on(where.only(), user, Identity.password(lab, user), project);
          var login = api.login();
          return login.status() == 200 ? status(where, login.value("key")) : login.status();
        },
        Expectation.equalTo(status));
  }

  @Then(
      "a token of {string} for {string} opens the API on {nodes}, and after {int} seconds no more")
  public void expires(String user, String project, ScenarioNodes where, int seconds) {
    observer.observe(
        () -> {
          var ticket = ticket(where, user, project);
          long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
          observer.expect(
              Probe.of("a new token at the API on " + where, () -> status(where, ticket.token())),
              Expectation.equalTo(200));
          observer.expect(
              Deadline.API_ANSWERS,
              Probe.of(
                  "the same token at the API on " + where,
                  () ->
                      status(where, ticket.token())
                          + (System.nanoTime() < end ? " in time" : " after its time")),
              Expectation.equalTo("401 after its time"));
        });
  }

  /**
   * Sends a request with a token that Keystone issued, so that the cluster validates it at
   * Keystone.
   */
  @Then("the cluster on {nodes} asks Keystone at port {int}, by the admin token")
  public void asks(ScenarioNodes where, int port) {
    observer.see(
        Deadline.API_ANSWERS,
        "what the cluster on " + where + " sends to port " + port,
        () -> {
          var ticket = ticket(where, "admin", "admin");
          var status = new ArrayList<Integer>();
          var capture =
              Capture.during(
                  where.only(),
                  "lo",
                  "tcp dst port " + port,
                  List.of("-A", "-s0"),
                  () ->
                      status.add(
                          SingleRequest.of(
                              "the API on " + where, () -> status(where, ticket.token()))));
          return (capture.shows(lab.secret(Identity.ADMIN_TOKEN))
                  ? "the admin token"
                  : "no admin token")
              + "; its client gets "
              + status.getFirst();
        },
        Expectation.equalTo("the admin token; its client gets 200"));
  }

  /** A token whose text does not appear in reports. */
  private record Ticket(String token) {
    @Override
    public String toString() {
      return "a token";
    }
  }

  private Ticket ticket(ScenarioNodes where, String user, String project) {
    return observer.expect(
        Deadline.API_ANSWERS,
        Probe.of(
            "what Keystone on " + where + " gives " + user + " for " + project,
            () ->
                new Ticket(
                    Keystone.on(where.only()).token(user, Identity.password(lab, user), project))),
        Expectation.<Ticket>that("a token", ticket -> !ticket.token().isEmpty()));
  }

  private static int status(ScenarioNodes where, String token) throws Exception {
    return Api.on(where.only(), "", "", "")
        .exchange(ApiRequest.get("/routers").under(token))
        .status();
  }
}
