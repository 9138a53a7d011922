package org.midolab.lab.guide.steps;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.run.NotApplicable;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.ApiAnswer;
import org.midolab.lab.probe.ApiRequest;
import org.midolab.lab.probe.ApiWalk;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Unenforced;

/**
 * HTTP requests to the API, one request and its answer at a time. Objects that a scenario created
 * and did not delete are deleted after it.
 */
public final class Requests {

  private final Operator operator;
  private final Observer observer;
  private final Glossary glossary;
  private final Api api;
  private final Deque<String> made = new ArrayDeque<>();
  private String token = "";
  private ApiRequest sent;
  private ApiAnswer answer;
  private Set<String> before;

  public Requests(Operator operator, Observer observer, Glossary glossary, Topology topology) {
    this.operator = operator;
    this.observer = observer;
    this.glossary = glossary;
    this.api = topology.api();
  }

  @When("a client of the API sends")
  public void sends(String request) {
    if (operator.performs()) {
      send(authorized(ApiRequest.parse(glossary.resolved(request))));
    }
  }

  @When("a client without a token sends")
  public void sendsWithoutToken(String request) {
    if (operator.performs()) {
      send(ApiRequest.parse(glossary.resolved(request)));
    }
  }

  @When("the administrator logs in")
  public void logsIn() {
    if (operator.performs()) {
      sent = new ApiRequest("POST", "/login", Map.of(), "");
      answer = asked("a login", api::login);
    }
  }

  /**
   * Defines the name for later requests and commands. It stands for the id at the end of the
   * answer's Location.
   */
  @When("a client of the API creates {string}")
  public void makes(String name, String request) {
    sends(request);
    if (operator.performs()) {
      var location = answer.header("Location");
      if (answer.status() != 201 || location.isEmpty()) {
        throw new AssertionError(
            "expected of " + subject() + ": 201 with a Location, it was " + answer);
      }
      glossary.nameAlias(name, location.get().substring(location.get().lastIndexOf('/') + 1));
    }
  }

  @When("a client of the API deletes these in order")
  public void deletes(List<String> targets) {
    if (operator.performs()) {
      for (var target : targets) {
        send(authorized(ApiRequest.delete(glossary.resolved(target))));
        if (answer.status() != 204) {
          throw new AssertionError("expected of " + subject() + ": 204, it was " + answer);
        }
      }
    }
  }

  private void send(ApiRequest request) {
    sent = request;
    answer = exchange(request);
    observer.note(
        "sent to the API on controller: " + request, request.text() + "\n\n" + answer.text());
    if (answer.status() == 201) {
      answer.header("Location").ifPresent(made::push);
    }
  }

  private ApiRequest authorized(ApiRequest request) {
    if (token.isEmpty()) {
      token = asked("a login", api::token);
    }
    return request.under(token);
  }

  private ApiAnswer exchange(ApiRequest request) {
    return asked(request.toString(), () -> api.exchange(request));
  }

  private static <T> T asked(String what, Probe.Look<T> question) {
    return SingleRequest.of("the API on controller to " + what, question);
  }

  /** Defines the name for later requests. It stands for the value of the answer's header. */
  @When("a client of the API sends, and names the answer's {word} {string}")
  public void sendsAndCalls(String header, String name, String request) {
    sends(request);
    if (operator.performs()) {
      glossary.nameAlias(
          name,
          answer
              .header(header)
              .orElseThrow(
                  () ->
                      new AssertionError(
                          "expected of "
                              + subject()
                              + ": a header "
                              + header
                              + ", it was "
                              + answer.text())));
    }
  }

  @Then("the answer is {int}")
  public void status(int status) {
    observer.observe(() -> see(status, Map.of()));
  }

  /**
   * The first column is a header, or the path of a value in the JSON body; the second is the
   * expected value.
   */
  @Then("the answer is {int}, with")
  public void statusWith(int status, Map<String, String> parts) {
    observer.observe(() -> see(status, parts));
  }

  private void see(int status, Map<String, String> parts) {
    requireAnswer();
    var expected = new LinkedHashMap<String, String>();
    parts.forEach((what, text) -> expected.put(what, glossary.resolved(text)));
    observer.expect(
        Probe.of(subject(), () -> Part.of(answer, expected.keySet())),
        Expectation.<Part>that(
            expected.isEmpty() ? String.valueOf(status) : status + " with " + expected,
            seen -> seen.answer().status() == status && seen.fits(expected)));
  }

  /** The parts of an answer that are compared. */
  private record Part(ApiAnswer answer, Map<String, String> values) {

    static Part of(ApiAnswer answer, Set<String> names) {
      var values = new LinkedHashMap<String, String>();
      names.forEach(
          name ->
              values.put(
                  name,
                  Character.isUpperCase(name.charAt(0))
                      ? answer.header(name).orElse("nothing")
                      : answer.value(name)));
      return new Part(answer, values);
    }

    boolean fits(Map<String, String> expected) {
      return expected.entrySet().stream()
          .allMatch(e -> new Ellipsis(e.getValue()).fits(values.get(e.getKey())));
    }

    @Override
    public String toString() {
      if (values.isEmpty()) {
        return answer.toString();
      }
      var seen = answer.status() + " with " + values;
      return answer.status() < 400 || values.containsKey("message")
          ? seen
          : seen + ", message " + answer.value("message");
    }
  }

  private String subject() {
    return "the answer of the API on controller to " + sent;
  }

  /**
   * Skips the step in a run that only observes. These scenarios send a request first; without it
   * there is no answer.
   */
  private void requireAnswer() {
    if (answer == null) {
      throw new NotApplicable("nothing was sent to the API in a run that only observes");
    }
  }

  /**
   * Each row is a read request: method and path, a header, and the expected status and media type.
   */
  @Then("the API answers")
  public void answers(DataTable table) {
    observer.observe(
        () ->
            table
                .asMaps()
                .forEach(
                    row -> {
                      var request =
                          ApiRequest.parse(
                              glossary.resolved(row.get("request") + "\n" + header(row)));
                      observer.expect(
                          Probe.of(
                              "the answer of the API on controller to "
                                  + request
                                  + (request.headers().isEmpty() ? "" : " " + request.headers()),
                              () -> exchange(authorized(request)).summary()),
                          Expectation.that(
                              row.get("answer"), new Ellipsis(row.get("answer"))::fits));
                    }));
  }

  private static String header(Map<String, String> row) {
    return row.get("with") == null ? "" : row.get("with");
  }

  @Then("a client that follows links from the root document finds")
  public void findsByLinks(Map<String, String> names) {
    observer.see(
        "the objects that the links from the root document of the API on controller lead to",
        () -> Found.of(ApiWalk.through(api).look(), names.keySet()),
        Expectation.equalTo(new Found(List.of(), new TreeMap<>(names))));
  }

  /**
   * The objects that a client finds by following links.
   *
   * @param leadingNowhere links whose answer is not 200
   * @param names sorted names of the objects of each collection
   */
  private record Found(List<String> leadingNowhere, Map<String, String> names) {

    static Found of(ApiWalk walk, Set<String> collections) {
      var names = new TreeMap<String, String>();
      collections.forEach(c -> names.put(c, String.join(", ", walk.names(c))));
      return new Found(walk.dead(), names);
    }

    @Override
    public String toString() {
      return names + ", links that lead nowhere: " + leadingNowhere;
    }
  }

  @Given("the objects that a client finds by the links of the API")
  public void remembers() {
    if (operator.performs()) {
      before = asked("the walk through its links", () -> ApiWalk.through(api).look()).configured();
    }
  }

  @Then("a client finds the same objects by the links of the API as before")
  public void findsTheSame() {
    observer.observe(
        () -> {
          requireAnswer();
          observer.expect(
              Probe.of(
                  "the objects of the API on controller that were added or removed since the scenario started",
                  () -> difference(ApiWalk.through(api).look().configured())),
              Expectation.<Set<String>>that("nothing", Set::isEmpty));
        });
  }

  private Set<String> difference(Set<String> now) {
    var difference = new TreeSet<String>();
    now.stream().filter(uri -> !before.contains(uri)).forEach(uri -> difference.add("+ " + uri));
    before.stream().filter(uri -> !now.contains(uri)).forEach(uri -> difference.add("- " + uri));
    return difference;
  }

  @Then("lab status reports that {string} is stored, not enforced, for {string}")
  public void unenforced(String name, String part) {
    observer.observe(
        () -> {
          requireAnswer();
          var id = glossary.resolved("<" + name + ">");
          observer.expect(
              Probe.of(
                  "the parts of "
                      + id
                      + " that the cluster on controller reports as stored and not enforced",
                  () ->
                      Unenforced.in(api).look().stream()
                          .filter(stored -> stored.id().equals(id))
                          .flatMap(stored -> stored.parts().stream())
                          .toList()),
              Expectation.equalTo(List.of(part)));
        });
  }

  @After
  public void deleteWhatIsLeft() {
    while (!made.isEmpty()) {
      exchange(authorized(ApiRequest.delete(made.pop())));
    }
  }
}
