package org.midolab.lab.assertion;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.midolab.lab.probe.BgpSpeaker;

/**
 * Rules about a BGP session, from the output of the peer's own commands. Parameters: {@code peer},
 * the node of the command; {@code neighbour}, the address of the session's other end; {@code
 * software}, the program on the peer, which is FRR if it is not named.
 */
final class BgpSessionRules {

  private BgpSessionRules() {}

  static List<Rule> rules() {
    return List.of(
        session("bgp-session-established", p -> "Established", (p, s) -> s.isEstablished()),
        session(
            "bgp-session-as",
            p -> "Established with AS " + p.number("as"),
            (p, s) -> s.isEstablished() && s.remoteAs() == p.number("as")),
        session(
            "bgp-session-hold-time",
            p -> "negotiated hold time " + p.number("seconds"),
            (p, s) -> s.isEstablished() && s.holdTime() == p.number("seconds")),
        session(
            "bgp-session-authenticated", p -> "with authentication", (p, s) -> s.authenticated()));
  }

  private static Rule session(
      String name,
      Function<Parameters, String> expected,
      BiPredicate<Parameters, BgpSpeaker.Session> holds) {
    return Rule.about(BgpSessionRules::session, name, expected, holds);
  }

  private static BgpSpeaker.Session session(Parameters p, Answers answers) throws Exception {
    var neighbour = p.text("neighbour");
    var reader = p.reader();
    var question = String.join(" ", reader.sessionCommand(neighbour));
    return reader.session(neighbour, answers.from(p.text("peer"), question));
  }
}
