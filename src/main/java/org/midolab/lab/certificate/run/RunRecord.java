package org.midolab.lab.certificate.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.LogEntry;

/**
 * A run, as read from its log.
 *
 * @param begin the start of the run; empty if it is missing
 * @param scenarios the scenarios by id, in the order of the run
 * @param end the end of the run; empty if it is missing
 * @param started time of the first line if it is the start of a run, else empty
 * @param finished time of the last line if it is the end of a run, else empty
 * @param faults a sentence with the line for each invalid event
 */
public record RunRecord(
    Optional<RunEvent.RunStarted> begin,
    Map<String, Walked> scenarios,
    Optional<RunEvent.RunFinished> end,
    String started,
    String finished,
    List<String> faults) {

  /**
   * A scenario that was run.
   *
   * @param outcome the end of the scenario; empty if it is missing
   */
  public record Walked(
      String id,
      String name,
      List<RunEvent.Observed> observations,
      Optional<RunEvent.ScenarioFinished> outcome) {

    public boolean passed() {
      return ended("passed");
    }

    public boolean failed() {
      return ended("failed");
    }

    private boolean ended(String word) {
      return outcome.filter(o -> o.outcome().equals(word)).isPresent();
    }

    /**
     * Returns the assertions in sorted order, because observations of several threads have no fixed
     * order.
     */
    public List<String> asserted() {
      return observations.stream()
          .map(o -> o.assertion().map(Assertion::toString).orElse("no assertion"))
          .sorted()
          .toList();
    }
  }

  /**
   * Reads the events of a log.
   *
   * @param name name of the log, for messages
   */
  public static RunRecord of(String name, List<LogEntry> entries) {
    var reader = new Reader(name);
    entries.forEach(reader::take);
    return reader.record(entries);
  }

  /** Processes the lines in order. */
  private static final class Reader {

    private final String name;
    private final Map<String, Walked> scenarios = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private RunEvent.@Nullable RunStarted begin;
    private RunEvent.@Nullable RunFinished end;
    private String current = "";

    Reader(String name) {
      this.name = name;
    }

    void take(LogEntry entry) {
      var place = name + " line " + entry.number();
      try {
        switch (event(place, entry)) {
          case RunEvent.RunStarted started -> begin(place, started);
          case RunEvent.ScenarioStarted started -> start(place, started);
          case RunEvent.Observed observed -> observe(place, observed);
          case RunEvent.ScenarioFinished finished -> finish(place, finished);
          case RunEvent.RunFinished finished -> end(place, finished);
        }
      } catch (BundleException e) {
        faults.add(e.getMessage());
      }
    }

    private static RunEvent event(String place, LogEntry entry) throws BundleException {
      Class<? extends RunEvent> type =
          switch (entry.kind()) {
            case RUN_STARTED -> RunEvent.RunStarted.class;
            case SCENARIO_STARTED -> RunEvent.ScenarioStarted.class;
            case OBSERVED -> RunEvent.Observed.class;
            case SCENARIO_FINISHED -> RunEvent.ScenarioFinished.class;
            case RUN_FINISHED -> RunEvent.RunFinished.class;
          };
      return Json.read(place, entry.body(), type);
    }

    private void begin(String place, RunEvent.RunStarted started) throws BundleException {
      require(begin == null && scenarios.isEmpty(), place, "a run begins inside of a run");
      begin = started;
    }

    private void start(String place, RunEvent.ScenarioStarted started) throws BundleException {
      require(current.isEmpty(), place, "a scenario begins inside of " + current);
      require(!scenarios.containsKey(started.id()), place, started.id() + " begins twice");
      current = started.id();
      scenarios.put(
          current, new Walked(current, started.name(), new ArrayList<>(), Optional.empty()));
    }

    private void observe(String place, RunEvent.Observed observed) throws BundleException {
      require(
          !current.isEmpty() && observed.scenario().equals(current),
          place,
          "an observation of " + observed.scenario() + " stands outside of it");
      Objects.requireNonNull(scenarios.get(current), "it has begun").observations().add(observed);
    }

    private void finish(String place, RunEvent.ScenarioFinished finished) throws BundleException {
      require(
          !current.isEmpty() && finished.id().equals(current),
          place,
          finished.id() + " ends without having begun");
      scenarios.computeIfPresent(
          current,
          (id, walked) ->
              new Walked(
                  id, walked.name(), List.copyOf(walked.observations()), Optional.of(finished)));
      current = "";
    }

    private void end(String place, RunEvent.RunFinished finished) throws BundleException {
      require(end == null && current.isEmpty(), place, "the run ends inside of " + current);
      require(
          finished.scenarios() == scenarios.size(),
          place,
          "it counts " + finished.scenarios() + " scenarios, the log has " + scenarios.size());
      end = finished;
    }

    private static void require(boolean sense, String place, String otherwise)
        throws BundleException {
      if (!sense) {
        throw new BundleException(place + ": " + otherwise);
      }
    }

    RunRecord record(List<LogEntry> entries) {
      boolean begins = !entries.isEmpty() && entries.getFirst().kind() == LogEntry.Kind.RUN_STARTED;
      boolean ends = !entries.isEmpty() && entries.getLast().kind() == LogEntry.Kind.RUN_FINISHED;
      if (!begins) {
        faults.add(name + ": its first line does not begin a run");
      }
      if (!ends) {
        faults.add(name + ": its last line does not end the run");
      }
      return new RunRecord(
          Optional.ofNullable(begin),
          scenarios,
          Optional.ofNullable(end),
          begins ? entries.getFirst().time() : "",
          ends ? entries.getLast().time() : "",
          List.copyOf(faults));
    }
  }
}
