package org.midolab.lab.assertion;

import java.util.List;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.RawAnswer;

/** Rules about frames on a link, and about the neighbour at its other end. */
final class WireRules {

  private WireRules() {}

  static List<Rule> rules() {
    return List.of(
        new Rule("frame-arrives", p -> "from its MAC", WireRules::frameArrives),
        new Rule("segments-signed", p -> "TCP options with md5", WireRules::signed),
        new Rule("segments-from", p -> "segments from " + p.text("address"), WireRules::from),
        new Rule("neighbour-at-port", p -> "at the port's MAC", WireRules::neighbourAtThePortsMac),
        new Rule(
            "own-address-and-as",
            p -> p.text("address") + ", " + p.reader().ownAsLine(p.number("as")),
            WireRules::ownAs));
  }

  private static Finding frameArrives(Parameters p, Answers answers) {
    var mac =
        answers.from(p.text("from"), "cat /sys/class/net/" + p.text("out") + "/address").strip();
    if (mac.isEmpty()) {
      return new Finding(false, p.text("from") + " has no MAC there");
    }
    var question = RawAnswer.capture(p.text("in"), "ether src " + mac);
    var capture = new Capture(answers.from(p.text("to"), question));
    boolean arrives = capture.shows(" " + mac + " > ");
    return new Finding(arrives, arrives ? "from its MAC" : capture.toString());
  }

  private static Finding signed(Parameters p, Answers answers) {
    var capture = segments(p, answers);
    return new Finding(
        !capture.lines().isEmpty() && capture.lines().stream().allMatch(l -> l.contains("md5")),
        capture.toString());
  }

  private static Finding from(Parameters p, Answers answers) {
    var capture = segments(p, answers);
    return new Finding(capture.shows("IP " + p.text("address") + "."), capture.toString());
  }

  private static Capture segments(Parameters p, Answers answers) {
    var question = RawAnswer.capture(p.text("interface"), p.text("filter"));
    return new Capture(answers.from(p.text("at"), question));
  }

  /** Compares the port's MAC in the API with the MAC that the peer has learned for its address. */
  private static Finding neighbourAtThePortsMac(Parameters p, Answers answers) throws Exception {
    var wanted = RouterRules.port(p, answers, p.text("address")).path("portMac").asText();
    var question = "ip neighbour show " + p.text("address") + " dev " + p.text("interface");
    var line = answers.from(p.text("peer"), question).strip();
    return isLearned(line, wanted)
        ? new Finding(true, "at the port's MAC")
        : new Finding(false, (line.isEmpty() ? "no entry" : line) + ", the port has " + wanted);
  }

  /**
   * Returns whether the peer has learned the MAC. A permanent entry does not show that the
   * neighbour answers.
   */
  private static boolean isLearned(String entry, String mac) {
    var words = List.of(entry.split("\\s+"));
    int at = words.indexOf("lladdr");
    return at >= 0
        && at + 1 < words.size()
        && words.get(at + 1).equalsIgnoreCase(mac)
        && !words.contains("PERMANENT");
  }

  private static Finding ownAs(Parameters p, Answers answers) {
    var question = BgpSpeaker.ownAsCommand(p.reader(), p.text("interface"));
    var text = answers.from(p.text("peer"), question).strip();
    return new Finding(
        text.contains(" " + p.text("address") + "/")
            && text.lines().anyMatch(p.reader().ownAsLine(p.number("as"))::equals),
        text);
  }
}
