package org.midolab.lab.assertion;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.TcpClient;

/**
 * Rules about an uplink, from answers of MidoNet's end of the wire. They hold for any peer.
 * Parameters: {@code gateway}, the node of the command; {@code peer}, the peer's address.
 */
final class UplinkRules {

  private UplinkRules() {}

  static List<Rule> rules() {
    return List.of(
        session(
            "uplink-session",
            p -> "Established with AS " + p.number("as"),
            (p, s) -> s.isEstablished() && s.peerAs() == p.number("as")),
        new Rule(
            "uplink-session-stays-down",
            p -> "not Established, " + GatewayBgp.LOOKS + " times",
            UplinkRules::down),
        new Rule(
            "uplink-reset",
            p -> "Established, " + p.number("times") + " times more than before",
            UplinkRules::reset),
        new Rule(
            "uplink-refreshed",
            p -> "a ROUTE-REFRESH sent, an UPDATE received, the session as before",
            UplinkRules::refreshed),
        session(
            "uplink-hold-time",
            p -> "negotiated hold time " + p.number("seconds"),
            (p, s) -> s.isEstablished() && s.holdTime() == p.number("seconds")),
        session(
            "uplink-capabilities",
            p -> "both ends have " + p.words("capabilities"),
            (p, s) -> s.isEstablished() && s.capabilities().containsAll(p.words("capabilities"))),
        new Rule(
            "uplink-learned",
            p -> "a path " + p.text("as-path") + " by " + p.text("peer"),
            UplinkRules::learned),
        new Rule("uplink-announced", p -> p.words("prefixes").toString(), UplinkRules::announced),
        new Rule("frames-to-port", p -> "frames to the port's MAC", UplinkRules::framesToPort),
        new Rule(
            "answers-shared",
            p -> "more than none on each, " + p.number("connections") + " in all",
            UplinkRules::answersShared));
  }

  private static Rule session(
      String name,
      Function<Parameters, String> expected,
      BiPredicate<Parameters, GatewayBgp.Session> holds) {
    return Rule.about(UplinkRules::session, name, expected, holds);
  }

  private static GatewayBgp.Session session(Parameters p, Answers answers) throws Exception {
    return session(p, answers, "");
  }

  /** Reads the session in the answer to a question with this beginning. */
  private static GatewayBgp.Session session(Parameters p, Answers answers, String beginning)
      throws Exception {
    var peer = p.text("peer");
    var question = beginning + GatewayBgp.sessionCommand(peer);
    return GatewayBgp.session(peer, answers.from(p.text("gateway"), question));
  }

  private static Finding down(Parameters p, Answers answers) throws Exception {
    var peer = p.text("peer");
    var seen =
        GatewayBgp.sessions(peer, answers.from(p.text("gateway"), GatewayBgp.watchCommand(peer)));
    return new Finding(
        seen.size() >= GatewayBgp.LOOKS
            && seen.stream().noneMatch(GatewayBgp.Session::isEstablished),
        seen.stream().map(GatewayBgp.Session::state).toList().toString());
  }

  private static Finding refreshed(Parameters p, Answers answers) throws Exception {
    return compared(
        p,
        answers,
        (before, after) ->
            after.established() == before.established()
                && after.refreshes() > before.refreshes()
                && after.updates() > before.updates());
  }

  private static Finding reset(Parameters p, Answers answers) throws Exception {
    return compared(
        p,
        answers,
        (before, after) -> after.established() >= before.established() + p.number("times"));
  }

  /** Compares the session before and after an action. After it, it must be established. */
  private static Finding compared(
      Parameters p, Answers answers, BiPredicate<GatewayBgp.Session, GatewayBgp.Session> holds)
      throws Exception {
    var before = session(p, answers, GatewayBgp.BEFORE);
    var after = session(p, answers);
    return new Finding(
        after.isEstablished() && holds.test(before, after),
        "before " + before + ", after " + after);
  }

  private static Finding learned(Parameters p, Answers answers) throws Exception {
    var paths =
        GatewayBgp.routes(answers.from(p.text("gateway"), GatewayBgp.routesCommand()))
            .getOrDefault(p.text("prefix"), List.of());
    return new Finding(
        paths.stream()
            .anyMatch(
                path ->
                    path.asPath().equals(p.text("as-path"))
                        && path.nextHops().contains(p.text("peer"))),
        paths.toString());
  }

  private static Finding announced(Parameters p, Answers answers) throws Exception {
    Set<String> seen =
        GatewayBgp.announced(
            answers.from(p.text("gateway"), GatewayBgp.announcedCommand(p.text("peer"))));
    return new Finding(seen.equals(new TreeSet<>(p.words("prefixes"))), seen.toString());
  }

  /**
   * Compares the port's MAC in the API with the destination of the frames that the peer sends to
   * the port's address.
   */
  private static Finding framesToPort(Parameters p, Answers answers) throws Exception {
    var mac = RouterRules.port(p, answers, p.text("address")).path("portMac").asText();
    var question = RawAnswer.capture(p.text("interface"), p.text("filter"));
    var lines = new Capture(answers.from(p.text("gateway"), question)).lines();
    return new Finding(
        !mac.isEmpty()
            && !lines.isEmpty()
            && lines.stream().allMatch(line -> line.contains(" > " + mac + ", ")),
        "the port has " + mac + "; " + lines);
  }

  /** Checks that each gateway carried answers of the server to these connections. */
  private static Finding answersShared(Parameters p, Answers answers) {
    var capture = RawAnswer.capture(p.text("interface"), TcpClient.answers(p.text("address")));
    var carried =
        p.words("at").stream()
            .map(node -> new Capture(answers.from(node, capture)).lines().size())
            .toList();
    return new Finding(
        carried.stream().allMatch(n -> n > 0)
            && carried.stream().mapToInt(n -> n).sum() >= p.number("connections"),
        "by gateway " + carried);
  }
}
