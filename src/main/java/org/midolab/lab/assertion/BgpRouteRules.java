package org.midolab.lab.assertion;

import java.util.List;
import java.util.Map;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.HostRoute;

/** Rules about the routes that a peer has learned, and about the routes in its kernel. */
final class BgpRouteRules {

  private BgpRouteRules() {}

  static List<Rule> rules() {
    return List.of(
        new Rule(
            "bgp-path",
            p -> "a path " + p.text("as-path") + " by " + p.text("next-hop"),
            BgpRouteRules::path),
        new Rule("bgp-no-path", p -> "no path", BgpRouteRules::noPath),
        new Rule("bgp-prefixes", p -> p.words("prefixes").toString(), BgpRouteRules::prefixes),
        new Rule("next-hops", p -> p.number("count") + " next hops", BgpRouteRules::nextHops));
  }

  private static Finding path(Parameters p, Answers answers) throws Exception {
    var paths = routes(p, answers).getOrDefault(p.text("prefix"), List.of());
    return new Finding(
        paths.stream()
            .anyMatch(
                path ->
                    path.asPath().equals(p.text("as-path"))
                        && path.nextHops().contains(p.text("next-hop"))),
        paths.toString());
  }

  /** Requires that the node has routes at all: an empty answer shows nothing. */
  private static Finding noPath(Parameters p, Answers answers) throws Exception {
    var routes = routes(p, answers);
    return new Finding(
        !routes.isEmpty() && !routes.containsKey(p.text("prefix")), routes.keySet().toString());
  }

  /** Checks that exactly these prefixes have a path whose first AS number is this one. */
  private static Finding prefixes(Parameters p, Answers answers) throws Exception {
    var seen =
        routes(p, answers).entrySet().stream()
            .filter(
                route ->
                    route.getValue().stream()
                        .anyMatch(path -> path.neighbourAs().equals(p.text("as"))))
            .map(Map.Entry::getKey)
            .toList();
    return new Finding(seen.equals(p.words("prefixes")), seen.toString());
  }

  private static Map<String, List<BgpSpeaker.Path>> routes(Parameters p, Answers answers)
      throws Exception {
    var reader = p.reader();
    var question = String.join(" ", reader.routesCommand());
    return reader.routes(answers.from(p.text("peer"), question));
  }

  private static Finding nextHops(Parameters p, Answers answers) {
    var hops =
        HostRoute.parseNextHops(answers.from(p.text("node"), "ip route show " + p.text("prefix")));
    return new Finding(hops.size() == p.number("count"), hops.toString());
  }
}
