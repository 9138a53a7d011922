package org.midolab.lab.guide.steps;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Keystone;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;

/**
 * Steps about Keystone: its readiness, users, projects, services and roles. The password of a user
 * is the secret {@code USER_PASS}, such as {@code MIDONET_PASS}.
 */
public final class Identity {

  static final String ADMIN_TOKEN = "ADMIN_TOKEN";

  private final Observer observer;
  private final LabNodes lab;

  public Identity(Observer observer, LabNodes lab) {
    this.observer = observer;
    this.lab = lab;
  }

  @Then("Keystone on {nodes} is ready")
  public void ready(ScenarioNodes where) {
    observer.awaitReady(
        () ->
            observer.expect(
                Deadline.API_ANSWERS,
                Probe.of(
                    "Keystone on " + where,
                    () ->
                        "at port 5000 "
                            + keystone(where).knock(Keystone.PORT)
                            + ", at port 35357 "
                            + keystone(where).knock(Keystone.ADMIN_PORT)),
                Expectation.equalTo("at port 5000 200, at port 35357 200")));
  }

  @Then("Keystone on {nodes} takes its admin token, and no other")
  public void takesAdminToken(ScenarioNodes where) {
    observer.see(
        Deadline.API_ANSWERS,
        "the list of users of Keystone on " + where,
        () ->
            "with the admin token "
                + keystone(where).get("/users", adminToken()).status()
                + ", with another "
                + keystone(where).get("/users", "not-" + adminToken()).status(),
        Expectation.equalTo("with the admin token 200, with another 401"));
  }

  /**
   * Checks names. First column: a kind, such as {@code projects}; second column: names that
   * Keystone must have.
   */
  @Then("Keystone on {nodes} has, among others")
  public void has(ScenarioNodes where, Map<String, String> names) {
    observer.observe(
        () ->
            names.forEach(
                (kind, wanted) ->
                    observer.expect(
                        Probe.of(
                            kind + " of Keystone on " + where,
                            () -> keystone(where).names(kind, adminToken())),
                        Expectation.<List<String>>that(
                            "among others " + wanted,
                            seen -> seen.containsAll(List.of(wanted.split(", ")))))));
  }

  /**
   * Checks a service. The row has its name, its type and its description. There must be no other of
   * that type.
   */
  @Then("Keystone on {nodes} has exactly this service of its type")
  public void service(ScenarioNodes where, DataTable table) {
    observer.observe(
        () -> {
          var wanted = table.asLists().getFirst();
          observer.expect(
              Probe.of(
                  "services of type " + wanted.get(1) + " of Keystone on " + where,
                  () -> {
                    var seen = new ArrayList<List<String>>();
                    keystone(where)
                        .get("/services?type=" + wanted.get(1), adminToken())
                        .json()
                        .path("services")
                        .forEach(
                            s ->
                                seen.add(
                                    List.of(
                                        s.path("name").asText(),
                                        s.path("type").asText(),
                                        s.path("description").asText(),
                                        s.path("enabled").asBoolean() ? "enabled" : "disabled")));
                    return (List<List<String>>) seen;
                  }),
              Expectation.equalTo(
                  List.of(List.of(wanted.get(0), wanted.get(1), wanted.get(2), "enabled"))));
        });
  }

  @Then(
      "Keystone on {nodes} lets {string} log in to the project {string} by the right password only")
  public void logsIn(ScenarioNodes where, String user, String project) {
    observer.see(
        "logins of " + user + " at Keystone on " + where,
        () ->
            "with the password "
                + keystone(where).login(user, password(user), project).status()
                + ", with another "
                + keystone(where).login(user, "not-" + password(user), project).status(),
        Expectation.equalTo("with the password 201, with another 401"));
  }

  /** Checks the roles of a user. First column: a project; second column: the only role in it. */
  @Then("Keystone on {nodes} gives {string} these roles, and no others")
  public void roles(ScenarioNodes where, String user, Map<String, String> roles) {
    observer.observe(
        () ->
            observer.expect(
                Probe.of(
                    "roles of " + user + " in Keystone on " + where,
                    () -> roles(keystone(where), user)),
                Expectation.<Map<String, String>>equalTo(new TreeMap<>(roles))));
  }

  private Map<String, String> roles(Keystone keystone, String user) throws Exception {
    var id =
        keystone.get("/users?name=" + user, adminToken()).json().at("/users/0/id").asText("none");
    var seen = new TreeMap<String, String>();
    keystone
        .get("/role_assignments?include_names&user.id=" + id, adminToken())
        .json()
        .path("role_assignments")
        .forEach(
            a ->
                seen.merge(
                    a.at("/scope/project/name").asText("elsewhere"),
                    a.at("/role/name").asText(),
                    (one, other) -> one + ", " + other));
    return seen;
  }

  private String password(String user) {
    return password(lab, user);
  }

  static String password(LabNodes lab, String user) {
    return lab.secret(user.toUpperCase(Locale.ROOT) + "_PASS");
  }

  private String adminToken() {
    return lab.secret(ADMIN_TOKEN);
  }

  private Keystone keystone(ScenarioNodes where) {
    return Keystone.on(where.only());
  }
}
