package org.midolab.lab.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.midolab.lab.probe.BgpSpeaker.Neighbour;
import org.midolab.lab.probe.BgpSpeaker.Path;
import org.midolab.lab.probe.BgpSpeaker.Session;

/**
 * Asks BIRD 2 by {@code birdc}. BIRD does not show whether a session is authenticated; that is read
 * from its configuration, without the password.
 *
 * <pre>
 *   as64512    BGP        ---        up     2026-11-28 10:00:00.000  Established
 *     BGP state:          Established
 *       Neighbor address: 198.51.100.2
 *       Neighbor AS:      64512
 *       Hold timer:       3.971/5
 * </pre>
 */
final class BirdReader implements BgpReader {

  private static final String ALL = "birdc show protocols all";

  private static final String PASSWORDS =
      "sed -n 's/^ *\\(neighbor\\) /\\1 /p; s/^ *password .*/password/p' /etc/bird/bird.conf";

  private static final Pattern HEAD =
      Pattern.compile("^(\\S+) +BGP +\\S+ +\\S+ +(\\S+ \\S+)(?: .*)?$");

  /** A line {@code name: value}; the value of a timer is its rest and its length. */
  private static final Pattern FIELD = Pattern.compile("^ +([A-Za-z][A-Za-z .]*): +(.*\\S) *$");

  private static final Pattern PREFIX = Pattern.compile("^(\\S+/\\d+) +.*");
  private static final Pattern PATH = Pattern.compile("^\\S* +unicast \\[.*");

  @Override
  public List<String> sessionCommand(String neighbour) {
    return List.of("/bin/sh", "-c", ALL + "; " + PASSWORDS);
  }

  @Override
  public Session session(String neighbour, String printed) {
    var protocol =
        protocols(printed).stream()
            .filter(p -> p.text("Neighbor address").equals(neighbour))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no neighbour "
                            + neighbour
                            + " is configured; the answer was "
                            + printed.strip()));
    return new Session(
        protocol.text("BGP state"),
        protocol.number("Neighbor AS"),
        protocol.timer("Hold timer"),
        protocol.timer("Keepalive timer"),
        isAuthenticated(neighbour, printed),
        protocol.since());
  }

  /** Returns whether a line {@code password} follows the line of the neighbour. */
  private static boolean isAuthenticated(String neighbour, String printed) {
    var lines = printed.lines().toList();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (lines.get(i).startsWith("neighbor " + neighbour + " ")) {
        return lines.get(i + 1).equals("password");
      }
    }
    return false;
  }

  @Override
  public List<String> routesCommand() {
    return List.of("birdc", "show", "route", "all");
  }

  @Override
  public Map<String, List<Path>> routes(String printed) {
    var routes = new TreeMap<String, List<Path>>();
    var prefix = "";
    String asPath = null;
    for (var line : printed.lines().toList()) {
      var start = PREFIX.matcher(line);
      if (start.matches()) {
        prefix = start.group(1);
      }
      if (PATH.matcher(line).matches()) {
        asPath = null;
      }
      var words = line.strip().split(": ?", 2);
      if (words[0].equals("BGP.as_path")) {
        asPath = words[1].strip();
      } else if (words[0].equals("BGP.next_hop") && asPath != null) {
        routes
            .computeIfAbsent(prefix, _ -> new ArrayList<>())
            .add(new Path(asPath, List.of(words[1].strip())));
      }
    }
    routes.replaceAll((_, paths) -> List.copyOf(paths));
    return routes;
  }

  @Override
  public List<String> neighboursCommand() {
    return List.of(ALL.split(" "));
  }

  @Override
  public List<Neighbour> neighbours(String printed) {
    return protocols(printed).stream()
        .map(
            p ->
                new Neighbour(
                    p.text("Neighbor address"),
                    p.number("Neighbor AS"),
                    p.text("BGP state"),
                    p.imported()))
        .toList();
  }

  @Override
  public String ownAsCommand() {
    return ALL + " | sed -n 's/^ *Local AS: *//p' | sort -u";
  }

  @Override
  public String ownAsLine(long number) {
    return String.valueOf(number);
  }

  private static List<Protocol> protocols(String printed) {
    var protocols = new ArrayList<Protocol>();
    boolean inside = false;
    for (var line : printed.lines().toList()) {
      var head = HEAD.matcher(line);
      if (head.matches()) {
        protocols.add(new Protocol(head.group(2), new TreeMap<>()));
        inside = true;
      } else if (!line.startsWith(" ")) {
        inside = false;
      }
      var field = FIELD.matcher(line);
      if (inside && field.matches()) {
        protocols.getLast().fields().putIfAbsent(field.group(1), field.group(2));
      }
    }
    return protocols;
  }

  /**
   * A BGP protocol of BIRD, which is one session.
   *
   * @param since date and time of the last change of its state
   */
  private record Protocol(String since, Map<String, String> fields) {

    String text(String name) {
      return fields.getOrDefault(name, "");
    }

    long number(String name) {
      return text(name).isEmpty() ? 0 : Long.parseLong(text(name));
    }

    /** Returns the length of a timer in seconds; 0 if it does not run. */
    long timer(String name) {
      return text(name).isEmpty() ? 0 : Long.parseLong(text(name).replaceFirst("^[^/]*/", ""));
    }

    /** Returns the number of routes in {@code Routes: 1 imported, 2 exported, …}. */
    int imported() {
      var routes = text("Routes");
      return routes.isEmpty() ? 0 : Integer.parseInt(routes.replaceFirst(" .*", ""));
    }
  }
}
