package org.midolab.lab.guide;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.probe.TcpClient;

/**
 * MidoNet's ends of the uplinks on paper: what the gateways' BGP speakers print, what is captured
 * there, and what becomes of both when midonet-cli changes a setting or a trial of failover runs.
 */
final class FakeGateways {

  static final String ROUTE_EVENTS =
      """
      [2026-11-28T10:00:00.000000] fault
      [2026-11-28T10:00:00.070000] 192.0.2.0/24 nhid 15 via 203.0.113.129 dev eth2 proto bgp
      """;

  private final FakeAnswers answers;

  /** How often the first gateway's session was established. */
  private int established = 1;

  FakeGateways(FakeAnswers answers) {
    this.answers = answers;
    prepare();
  }

  private void prepare() {
    gateway(1, "198.51.100", 64513);
    gateway(2, "203.0.113", 64514);
    commandLine();
    internet("");
    trials();
  }

  private void gateway(int number, String net, int as) {
    var peer = net + ".1";
    var midonet = net + ".2";
    session(number, peer, as, 5, 0);
    put(
        number,
        GatewayBgp.watchCommand(peer),
        json(peer, "Active", as, 0, 0).repeat(GatewayBgp.LOOKS));
    put(number, "vtysh", "");
    put(
        number,
        GatewayBgp.routesCommand(),
        """
        {"routes":{"198.51.100.254/32":[{"path":"%d 64515","nexthops":[{"ip":"%s"}]}]}}
        """
            .formatted(as, peer));
    put(
        number,
        GatewayBgp.announcedCommand(peer),
        "{\"advertisedRoutes\":{\"192.0.2.0/24\":{\"path\":\"\"}}}\n");
    segments(number, "", "tcp port 179 and src host " + peer, ip(peer, midonet));
    segments(number, "", "tcp port 179 and dst host " + peer, ip(midonet, peer));
    segments(
        number,
        "-e",
        "tcp port 179 and src host " + peer + " and dst host " + midonet,
        "12:00:00.1 02:00:00:00:00:01 > ac:ca:ba:00:00:0%d, ethertype IPv4\n".formatted(number));
    during(number, TcpClient.attempts("192.0.2.11"), "Flags [S]\n");
    during(number, TcpClient.answers("192.0.2.11"), "Flags [S.]\n");
    answers.react("gateway1: " + GatewayBgp.refreshCommand(peer), () -> session(1, peer, as, 5, 1));
    answers.react("gateway1: " + GatewayBgp.resetCommand(peer), () -> reset(peer, as));
  }

  private void reset(String peer, int as) {
    established++;
    session(1, peer, as, 5, 0);
  }

  private void put(int gateway, String question, String answer) {
    answers.put("gateway" + gateway + ": " + question, answer);
  }

  private void session(int gateway, String peer, int as, int hold, int refreshes) {
    put(
        gateway,
        GatewayBgp.sessionCommand(peer),
        json(peer, "Established", as, hold, refreshes)
            .replace("connectionsEstablished\":1", "connectionsEstablished\":" + established));
  }

  static String json(String peer, String state, int as, int hold, int refreshes) {
    return """
    {"%s":{"remoteAs":%d,"bgpState":"%s","bgpTimerHoldTimeMsecs":%d,"connectionsEstablished":1,
     "messageStats":{"routeRefreshSent":%d,"updatesRecv":%d},
     "neighborCapabilities":{"4byteAs":"advertisedAndReceived","routeRefresh":"advertisedAndReceivedNew",
     "multiprotocolExtensions":{"ipv4Unicast":{"advertisedAndReceived":true}}}}}
    """
        .formatted(peer, as, state, hold * 1000, refreshes, 2 + refreshes);
  }

  private static String ip(String from, String to) {
    return "12:00:00.1 IP %s.179 > %s.40000: Flags [.], options [nop,nop,md5 shared], length 0\n"
        .formatted(from, to);
  }

  private void segments(int gateway, String options, String filter, String text) {
    put(
        gateway,
        "timeout 12 tcpdump -l -n -i eth1 -c 1 %s '%s' 2> /dev/null".formatted(options, filter),
        text);
  }

  /** Captures sixteen of these during an action. */
  private void during(int gateway, String filter, String flags) {
    put(
        gateway,
        captureDuring(filter),
        IntStream.range(0, 16)
            .mapToObj(i -> "12:00:00." + i + " IP " + flags)
            .collect(Collectors.joining()));
  }

  private static String captureDuring(String filter) {
    return "timeout 12 tcpdump -l -n -i eth1 -c 200  '"
        + filter
        + "' 2> /tmp/capture.eth1 & echo $! > /tmp/capture.eth1.pid; wait";
  }

  /** The settings that scenarios change, and what the lab shows then. */
  private void commandLine() {
    answers.put("midonet> list router", "router router0 name Edge Router state up\n");
    answers.put(
        "midonet> router router0 list bgp-peer", "peer peer0 asn 64513 address 198.51.100.1\n");
    answers.put("midonet> router router0 add bgp-network net 192.0.2.128/25", "router0:net1\n");
    for (var hold : Map.of("hold-time 9", 9, "hold-time 5", 5).entrySet()) {
      answers.react(
          "midonet> router router0 bgp-peer peer0 set " + hold.getKey(),
          () -> session(1, "198.51.100.1", 64513, hold.getValue(), 0));
    }
    answers.react(
        "midonet> router router0 add bgp-network net 192.0.2.128/25",
        () ->
            internet(
                ",\"192.0.2.128/25\":"
                    + "[{\"path\":\"64513 64512\",\"nexthops\":[{\"ip\":\"198.51.100.129\"}]}]"));
    answers.react("midonet> router router0 delete bgp-network net1", () -> internet(""));
  }

  private void internet(String more) {
    answers.put(
        "internet: vtysh -c show bgp ipv4 unicast json",
        """
        {"routes":{"192.0.2.0/24":[{"path":"64513 64512","nexthops":[{"ip":"198.51.100.129"}]},
         {"path":"64514 64512","nexthops":[{"ip":"203.0.113.129"}]}]%s}}
        """
            .formatted(more));
  }

  /** Requests pass the first gateway; one is lost, and the route changes after 70 ms. */
  private void trials() {
    answers.put(
        "internet: ip route show 192.0.2.0/24",
        """
        192.0.2.0/24 proto bgp metric 20
        \tnexthop via 198.51.100.129 dev eth1 weight 1
        \tnexthop via 203.0.113.129 dev eth2 weight 1
        """);
    var requests = "icmp[icmptype] == icmp-echo and dst host 192.0.2.11";
    put(1, captureDuring(requests), "12:00:00.1 IP internet > 192.0.2.11: ICMP echo request\n");
    put(2, captureDuring(requests), "");
    requests("internet", "192.0.2.11");
    requests("vm1", "198.51.100.254");
    answers.put("internet: cat /tmp/route-events", ROUTE_EVENTS);
    answers.put(
        "internet: cat /tmp/route-events; date -u '+[%Y-%m-%dT%H:%M:%S.%6N] now'",
        ROUTE_EVENTS + "[2026-11-28T10:00:05.000000] now\n");
  }

  private void requests(String node, String target) {
    var replies = replies(target);
    answers.put(node + ": cat /tmp/outage-" + target + "; date +[%s.%N]\\ now", replies);
    answers.put(node + ": " + stopped(target), replies);
  }

  /** The question that ends the requests to an address, whose process id is empty on paper. */
  static String stopped(String target) {
    return "date +[%%s.%%N]\\ now > %1$s.end; kill -INT  2> /dev/null; sleep 0.2; cat %1$s %1$s.end; rm -f %1$s %1$s.end"
        .formatted("/tmp/outage-" + target);
  }

  static String replies(String from) {
    return IntStream.rangeClosed(1, 30)
            .filter(i -> i != 25)
            .mapToObj(
                i ->
                    "[%d.%d] 64 bytes from %s: icmp_seq=%d ttl=60\n"
                        .formatted(i / 10, i % 10, from, i))
            .collect(Collectors.joining())
        + "[3.1] now\n";
  }
}
