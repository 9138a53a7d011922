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
 * HTTP as a client of the API speaks it, a request and its answer at a time. What a scenario made
 * and did not delete is deleted after it.
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
    if (operator.works()) {
      send(authorized(ApiRequest.parse(glossary.resolved(request))));
    }
  }

  @When("somebody without a token sends")
  public void sendsWithoutToken(String request) {
    if (operator.works()) {
      send(ApiRequest.parse(glossary.resolved(request)));
    }
  }

  @When("the administrator logs in")
  public void logsIn() {
    if (operator.works()) {
      sent = new ApiRequest("POST", "/login", Map.of(), "");
      answer = asked("a login", api::login);
    }
  }

  /** Later requests and commands call by the name what the answer's Location ends with: an id. */
  @When("a client of the API makes {string}")
  public void makes(String name, String request) {
    sends(request);
    if (operator.works()) {
      var location = answer.header("Location");
      if (answer.status() != 201 || location.isEmpty()) {
        throw new AssertionError(
            "expected of " + subject() + ": 201 with a Location, it was " + answer);
      }
      glossary.call(name, location.get().substring(location.get().lastIndexOf('/') + 1));
    }
  }

  @When("a client of the API deletes, one after another")
  public void deletes(List<String> targets) {
    if (operator.works()) {
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
    return Asked.of("the API on controller to " + what, question);
  }

  /** Later requests call by the name what the answer's header says. */
  @When("a client of the API sends, and calls the answer's {word} {string}")
  public void sendsAndCalls(String header, String name, String request) {
    sends(request);
    if (operator.works()) {
      glossary.call(
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
    observer.look(() -> see(status, Map.of()));
  }

  /** First column a header or, by its way through the JSON, a value of the body. */
  @Then("the answer is {int}, with")
  public void statusWith(int status, Map<String, String> parts) {
    observer.look(() -> see(status, parts));
  }

  private void see(int status, Map<String, String> parts) {
    requireAnswer();
    var expected = new LinkedHashMap<String, String>();
    parts.forEach((what, text) -> expected.put(what, glossary.resolved(text)));
    observer.see(
        Probe.of(subject(), () -> Part.of(answer, expected.keySet())),
        Expectation.<Part>that(
            expected.isEmpty() ? String.valueOf(status) : status + " with " + expected,
            seen -> seen.answer().status() == status && seen.fits(expected)));
  }

  /** The parts of an answer that are looked at. */
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

  /** These scenarios ask first; without that there is no answer to look at. */
  private void requireAnswer() {
    if (answer == null) {
      throw new NotApplicable("nothing was sent to the API in a run that only observes");
    }
  }

  /** A row a request that changes nothing: what is asked for, a header, status and media type. */
  @Then("the API answers")
  public void answers(DataTable table) {
    observer.look(
        () ->
            table
                .asMaps()
                .forEach(
                    row -> {
                      var request =
                          ApiRequest.parse(
                              glossary.resolved(row.get("request") + "\n" + header(row)));
                      observer.see(
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
    observer.look(
        () ->
            observer.see(
                Probe.of(
                    "what links lead to from the root document of the API on controller",
                    () -> Found.of(ApiWalk.through(api).look(), names.keySet())),
                Expectation.equalTo(new Found(List.of(), new TreeMap<>(names)))));
  }

  /**
   * @param names those of the objects of each collection, sorted
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

  @Given("what a client finds by the links of the API")
  public void remembers() {
    if (operator.works()) {
      before = asked("the walk through its links", () -> ApiWalk.through(api).look()).configured();
    }
  }

  @Then("a client finds by the links of the API what it found before")
  public void findsTheSame() {
    observer.look(
        () -> {
          requireAnswer();
          observer.see(
              Probe.of(
                  "what came to the API on controller and what went since the scenario began",
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

  @Then("lab status says that {string} is stored, not enforced, for {string}")
  public void unenforced(String name, String part) {
    observer.look(
        () -> {
          requireAnswer();
          var id = glossary.resolved("<" + name + ">");
          observer.see(
              Probe.of(
                  "what of " + id + " is stored and not enforced, by the cluster on controller",
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
