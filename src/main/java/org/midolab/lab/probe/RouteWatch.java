package org.midolab.lab.probe;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Records the changes of the routes in a node's kernel, with their times, and the time of a fault
 * among them. All nodes of a lab have the clock of one machine.
 *
 * <pre>
 *   [2026-11-28T14:51:16.900000] fault
 *   [2026-11-28T14:51:17.122316] 192.0.2.0/24 nhid 15 via 203.0.113.129 dev eth2 proto bgp metric 20
 * </pre>
 */
public final class RouteWatch {

  private static final String FILE = "/tmp/route-events";
  private static final Pattern EVENT = Pattern.compile("^\\[([0-9T:.-]+)] (.*)$");
  private static final String FAULT = "fault";
  private static final String NOW = "now";
  private static final String CLOCK = "date -u '+[%Y-%m-%dT%H:%M:%S.%6N] ";

  private final LabNode node;
  private final String pid;

  private RouteWatch(LabNode node, String pid) {
    this.node = node;
    this.pid = pid;
  }

  /**
   * Starts the record, in the file {@value #FILE} of the node. It ends by {@link #stop}, or after
   * ten minutes. A node can have one.
   *
   * @throws LabException if the node does not run
   */
  public static RouteWatch start(LabNode node) {
    var answer =
        node.shell(
            "rm -f %1$s; TZ=UTC setsid timeout 600 ip -ts monitor route >> %1$s 2>&1 < /dev/null & echo $!"
                .formatted(FILE));
    if (!answer.ok()) {
      throw new LabException("no record of routes on " + node.name() + ": " + answer.all());
    }
    return new RouteWatch(node, answer.text());
  }

  /** Adds the current time as that of the fault. */
  public void mark() {
    node.shell(CLOCK + FAULT + "' >> " + FILE);
  }

  /** Returns a probe of the time since the fault, by the node's clock. */
  public Probe<Duration> sinceFault() {
    return Probe.of(
        "time since the fault",
        () -> {
          var events = events(node.shell("cat " + FILE + "; " + CLOCK + NOW + "'").out());
          return Duration.between(
              events.stream().filter(e -> e.text().equals(FAULT)).findFirst().orElseThrow().at(),
              events.stream().filter(e -> e.text().equals(NOW)).findFirst().orElseThrow().at());
        });
  }

  /** Returns a probe of the time that a prefix took, see {@link #convergence}; empty so far. */
  public Probe<Optional<Duration>> soFar(String prefix) {
    return Probe.of(
        "the route of " + node.name() + " to " + prefix + " after the fault",
        () -> convergence(prefix, node.run("cat", FILE).out()));
  }

  /** Ends the record and returns it. */
  public RawAnswer stop(String question) {
    node.shell("kill " + pid + " 2> /dev/null");
    var text = node.run("cat", FILE).out();
    node.shell("rm -f " + FILE);
    return new RawAnswer(node.name(), question, text);
  }

  /**
   * Returns the time from the fault to the first change after which a prefix has one next hop, or
   * none; empty if there is no fault or no such change in the record.
   */
  public static Optional<Duration> convergence(String prefix, String record) {
    Optional<LocalDateTime> fault = Optional.empty();
    for (var event : events(record)) {
      if (event.text().equals(FAULT)) {
        fault = Optional.of(event.at());
      } else if (fault.isPresent() && event.isAbout(prefix) && event.nextHops() <= 1) {
        return Optional.of(Duration.between(fault.get(), event.at()));
      }
    }
    return Optional.empty();
  }

  private static List<Event> events(String record) {
    var events = new ArrayList<Event>();
    for (var line : record.lines().toList()) {
      var start = EVENT.matcher(line);
      if (start.matches()) {
        events.add(new Event(LocalDateTime.parse(start.group(1)), start.group(2).strip()));
      } else if (!events.isEmpty()) {
        var last = events.removeLast();
        events.add(new Event(last.at(), last.text() + "\n" + line));
      }
    }
    return events;
  }

  /** A change of a route. A route with several next hops has a line for each. */
  private record Event(LocalDateTime at, String text) {

    boolean isAbout(String prefix) {
      return text.startsWith(prefix + " ") || text.startsWith("Deleted " + prefix + " ");
    }

    int nextHops() {
      return text.startsWith("Deleted ") ? 0 : text.split("\\bvia ", -1).length - 1;
    }
  }
}
