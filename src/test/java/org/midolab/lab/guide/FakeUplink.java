package org.midolab.lab.guide;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.midolab.lab.guide.run.GuideRunner;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.guide.terminal.OpenTerminals;
import org.midolab.lab.probe.GatewayBgp;

/**
 * The guide's hosts on paper, at the end of chapter 7: both BGP sessions stand, and floating IPs
 * answer. What its commands print can be changed before a run.
 */
public final class FakeUplink implements AutoCloseable {

  /** Enough for a look on a busy machine; a run in which something fails waits for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The question about the second gateway's session, see {@link #session}. */
  public static final String SESSION_2 = "gateway2: " + GatewayBgp.sessionCommand("203.0.113.1");

  /** The question about the frames of the first peer. */
  public static final String FRAMES_1 =
      "gateway1: timeout 12 tcpdump -l -n -i eth1 -c 1 -e"
          + " 'tcp port 179 and src host 198.51.100.1 and dst host 198.51.100.2' 2> /dev/null";

  /** The question about the packets of the second peer. */
  public static final String PACKETS_2 =
      "gateway2: timeout 12 tcpdump -l -n -i eth1 -c 1  'tcp port 179 and src host 203.0.113.1' 2>"
          + " /dev/null";

  private static final String PING = "3 packets transmitted, 3 received, 0% packet loss\n";

  private final FakeAnswers answers = new FakeAnswers();
  private final Journal journal = new Journal(new Redactor());
  private final FakeServers servers;
  private final FakeLab lab;
  private final OpenTerminals terminals;

  public FakeUplink() {
    put("cat /tmp/capture.eth1", "listening on eth1");
    put("cat /sys/class/net/eth1/address", "02:00:00:00:00:01\n");
    put("ping", PING);
    put("/bin/sh", "");
    put("ss", "LISTEN 0 1 0.0.0.0:8080 0.0.0.0:*\nLISTEN 0 1 0.0.0.0:8090 0.0.0.0:*\n");
    put("GET /hosts", "[]");
    put("GET /routers", "[{\"id\": \"r1\", \"name\": \"Edge Router\", \"asNumber\": 64512}]");
    put("GET /routers/r1/ports", "[" + port(1) + "," + port(2) + "]");
    put("GET /ports/o1", port(1));
    put("GET /ports/o2", port(2));
    put("GET /routers/r1/routes", "[" + route(1) + "," + route(2) + "]");
    put(
        "GET /routers/r1/bgp_networks",
        "[{\"subnetAddress\": \"192.0.2.0\", \"subnetLength\": 24}]");
    peer(1);
    peer(2);
    put(
        "internet: n=0; for i in $(seq 32); do nc -z -w 2 192.0.2.11 8080 && n=$((n + 1)); done;"
            + " echo $n",
        "32\n");
    new FakeGateways(answers);
    put("internet: timeout 8 nc -w 3 192.0.2.11 8080 < /dev/null | wc -c", "4000000\n");
    put("internet: timeout 8 nc -w 3 192.0.2.12 8080 < /dev/null | wc -c", "4000000\n");
    servers = new FakeServers(answers);
    lab = new FakeLab(servers.addresses(), answers);
    terminals = new OpenTerminals(lab);
    journal.redactor().hide("a secret of the lab");
  }

  private static String net(int number) {
    return number == 1 ? "198.51.100" : "203.0.113";
  }

  private static String port(int number) {
    return "{\"portAddress\": \"%s.2\", \"portMac\": \"ac:ca:ba:00:00:0%d\"}"
        .formatted(net(number), number);
  }

  private static String route(int number) {
    return """
    {"type": "Normal", "srcNetworkLength": 0, "learned": false, "nextHopPort": "o%d",
     "dstNetworkAddr": "%s.0", "dstNetworkLength": 30}
    """
        .formatted(number, net(number));
  }

  private void peer(int number) {
    var peer = "bgp" + number + ": ";
    var midonet = net(number) + ".2";
    for (int instance = 1; instance <= 2; instance++) {
      var floating = "192.0.2.1" + instance;
      put(peer + "ip route get " + floating, floating + " via " + midonet + " dev eth1\n");
      put(peer + "timeout 3 nc -w 2 " + floating + " 8090 < /dev/null", "vm" + instance + "\n");
    }
  }

  /** Returns the second gateway's session with another negotiated hold time. */
  public static String session(int hold) {
    return FakeGateways.json("203.0.113.1", "Established", 64514, hold, 0);
  }

  /** What is answered from now on, as in {@link StepCheck#passesWith}. */
  public void put(String question, String answer) {
    answers.put(question, answer);
  }

  /** Looks at the project's own features. */
  public GuideRunner runner() {
    return GuideRunner.of(Path.of("features"))
        .journal(journal)
        .mode(Mode.OBSERVE)
        .patience(PATIENCE)
        .with(List.of(lab, terminals));
  }

  @Override
  public void close() throws IOException {
    terminals.close();
    servers.close();
  }
}
