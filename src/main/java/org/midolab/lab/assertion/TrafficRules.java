package org.midolab.lab.assertion;

import java.util.List;
import java.util.TreeMap;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.Ping;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.TcpClient;

/** Rules about end-to-end traffic. */
final class TrafficRules {

  private TrafficRules() {}

  static List<Rule> rules() {
    return List.of(
        new Rule("echo-replies", p -> "a reply to each", TrafficRules::echoReplies),
        new Rule("bytes-received", p -> p.text("bytes"), TrafficRules::bytes),
        new Rule("floating-ip-by-gateway", p -> wanted(p).toString(), TrafficRules::byGateway),
        new Rule(
            "connections-shared",
            p ->
                "more than none on each, "
                    + p.number("connections")
                    + " in all, each of them answered",
            TrafficRules::shared));
  }

  private static Finding echoReplies(Parameters p, Answers answers) {
    var ping = Ping.parse(answers.from(p.text("from"), Ping.command(p.text("target"))));
    return new Finding(ping.isComplete(), ping.toString());
  }

  private static Finding bytes(Parameters p, Answers answers) {
    var seen =
        answers.from(p.text("by"), TcpClient.countBytes(p.text("address"), p.port())).strip();
    return new Finding(seen.equals(p.text("bytes")), seen);
  }

  /**
   * Checks the next hop, ping and TCP of each floating IP. Parameters: {@code instances}, words
   * {@code IP=INSTANCE} of a floating IP and its instance; {@code port}, the instances' TCP port.
   */
  private static Finding byGateway(Parameters p, Answers answers) {
    var seen = new TreeMap<String, String>();
    for (var word : p.words("instances")) {
      seen.put(address(word), way(p, address(word), answers));
    }
    return new Finding(seen.equals(wanted(p)), seen.toString());
  }

  private static TreeMap<String, String> wanted(Parameters p) {
    var wanted = new TreeMap<String, String>();
    for (var word : p.words("instances")) {
      var instance = word.substring(word.indexOf('=') + 1);
      wanted.put(address(word), "by " + p.text("next-hop") + ", ICMP 3 of 3, TCP from " + instance);
    }
    return wanted;
  }

  private static String address(String word) {
    return word.substring(0, word.indexOf('='));
  }

  private static String way(Parameters p, String address, Answers answers) {
    var peer = p.text("peer");
    var greeting = answers.from(peer, TcpClient.greeting(address, p.port())).strip();
    return "by "
        + nextHop(answers.from(peer, "ip route get " + address))
        + ", ICMP "
        + replies(answers.from(peer, Ping.command(address)))
        + ", TCP from "
        + (greeting.isEmpty() ? "nobody" : greeting);
  }

  private static String nextHop(String route) {
    var words = List.of(route.strip().split("\\s+"));
    int via = words.indexOf("via");
    return via < 0 || via + 1 == words.size() ? "no next hop" : words.get(via + 1);
  }

  private static String replies(String text) {
    try {
      var ping = Ping.parse(text);
      return ping.received() + " of " + ping.sent();
    } catch (IllegalStateException e) {
      return "none: " + e.getMessage();
    }
  }

  /**
   * Checks that each gateway received connection attempts, and that all connections were answered.
   */
  private static Finding shared(Parameters p, Answers answers) {
    var address = p.text("address");
    var connections = p.number("connections");
    var capture = RawAnswer.capture(p.text("interface"), TcpClient.attempts(address));
    var carried =
        p.words("at").stream()
            .map(node -> new Capture(answers.from(node, capture)).lines().size())
            .toList();
    var connect = TcpClient.connect(connections, address, p.port());
    int answered = Integer.parseInt(answers.from(p.text("from"), connect).strip());
    return new Finding(
        carried.stream().allMatch(n -> n > 0)
            && carried.stream().mapToInt(n -> n).sum() >= connections
            && answered == connections,
        "by gateway " + carried + ", answered " + answered);
  }
}
