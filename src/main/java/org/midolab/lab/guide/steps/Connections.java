package org.midolab.lab.guide.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.TcpClient;
import org.midolab.lab.probe.TcpServer;

/** TCP connections from node internet to a server on vm1, and where their segments pass. */
record Connections(LabNodes lab, String address, int number) {

  static final int PORT = 8080;

  /**
   * Returns the assertion that each of these nodes carries some of the connections.
   *
   * @param nodes the nodes of the captures, in {@link #watched}
   */
  Assertion sharing(List<String> nodes) {
    return new Assertion(
        "connections-shared",
        Map.of(
            "at",
            String.join(" ", nodes),
            "interface",
            CarryingUplink.UPLINK,
            "from",
            "internet",
            "address",
            address,
            "port",
            String.valueOf(PORT),
            "connections",
            String.valueOf(number)));
  }

  /**
   * Opens the connections.
   *
   * @param nodes nodes whose uplink is watched
   * @param filter segments of interest, see {@link TcpClient}
   * @return a capture for each node, then the number of connections that were accepted
   */
  List<RawAnswer> watched(List<String> nodes, String filter) {
    // A server that another look left behind would end in the middle of this one.
    try (var _ = TcpServer.accept(lab.node("vm1"), PORT)) {
      return served(nodes, filter);
    }
  }

  private List<RawAnswer> served(List<String> nodes, String filter) {
    var watched = nodes.stream().<LabNode>map(lab::node).toList();
    var line = TcpClient.connect(number, address, PORT);
    var answered = new AtomicReference<RawAnswer>();
    var captures =
        Capture.onEach(
            watched,
            CarryingUplink.UPLINK,
            filter,
            () -> answered.set(RawAnswer.shell(lab.node("internet"), line)));
    var answers = new ArrayList<RawAnswer>();
    for (int i = 0; i < watched.size(); i++) {
      answers.add(RawAnswer.of(watched.get(i), CarryingUplink.UPLINK, filter, captures.get(i)));
    }
    answers.add(answered.get());
    return answers;
  }
}
