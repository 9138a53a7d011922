package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.midolab.lab.guide.StepCheck.after;
import static org.midolab.lab.guide.StepCheck.then;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.steps.Topology;
import org.midolab.lab.guide.steps.UplinkChanges;
import org.midolab.lab.guide.steps.Uplinks;
import org.midolab.lab.probe.GatewayBgp;
import org.midolab.lab.spec.BgpSoftware;

/** Steps about an uplink, from MidoNet's end of the wire. */
class UplinksStepsTest {

  private static final String SHELL = "/bin/sh";
  private static final String PEER = "198.51.100.1";
  private static final String SET = "midonet> router router0 bgp-peer peer0 set ";

  private static final String SESSION =
      """
      {"198.51.100.1":{"remoteAs":64513,"bgpState":"Established","bgpTimerHoldTimeMsecs":5000,
       "connectionsEstablished":1,"messageStats":{"routeRefreshSent":1,"updatesRecv":3},
       "neighborCapabilities":{"4byteAs":"advertisedAndReceived","routeRefresh":"advertised"}}}
      """;

  private static final String ROUTES =
      "{\"routes\":{\"198.51.100.254/32\":[{\"path\":\"64513 64515\",\"nexthops\":[{\"ip\":\"198.51.100.1\"}]}]}}";

  private static final String OUTSIDE =
      "{\"routes\":{\"192.0.2.0/24\":[{\"path\":\"64513 64512\",\"nexthops\":[{\"ip\":\"198.51.100.129\"}]}]}}";

  private static final String SIGNED =
      "12:00 IP 198.51.100.1.179 > 198.51.100.2.40000: [md5 shared]\n";

  private static Uplinks uplinks(Bench bench) {
    return new Uplinks(bench.observer(), bench.nodes(), new Topology(bench.nodes()));
  }

  @Test
  void established() throws Exception {
    then(b -> uplinks(b).established(b.nodes("gateway1"), PEER, 64513))
        .passesWith(SHELL, SESSION)
        .failsWith(SHELL, SESSION.replace("Established\",", "Active\","))
        .failsWith(SHELL, SESSION.replace("64513", "64514"))
        .failsWith(SHELL, SESSION.replace("100.1", "100.11"))
        .failsWith(SHELL, "")
        .check();
  }

  @Test
  void holdTime() throws Exception {
    then(b -> uplinks(b).holdTime(b.nodes("gateway1"), PEER, 5))
        .passesWith(SHELL, SESSION)
        .failsWith(SHELL, SESSION.replace("5000", "15000"))
        .failsWith(SHELL, SESSION.replace("Established\",", "Active\","))
        .check();
  }

  /** A capability counts if both ends have named it. */
  @Test
  void capabilities() throws Exception {
    then(b -> uplinks(b).capabilities(b.nodes("gateway1"), PEER, "4byteAs"))
        .passesWith(SHELL, SESSION)
        .failsWith(SHELL, SESSION.replace("advertisedAndReceived", "received"))
        .failsWith(SHELL, SESSION.replace("4byteAs", "dynamic"))
        .check();
    then(b -> uplinks(b).capabilities(b.nodes("gateway1"), PEER, "4byteAs routeRefresh"))
        .passesWith(SHELL, SESSION)
        .checkFails();
  }

  @Test
  void learns() throws Exception {
    then(b -> uplinks(b).learns(b.nodes("gateway1"), "198.51.100.254/32", PEER, "64513 64515"))
        .passesWith(SHELL, ROUTES)
        .failsWith(SHELL, ROUTES.replace("64513 64515", "64513 64599 64515"))
        .failsWith(SHELL, ROUTES.replace("\"198.51.100.1\"", "\"198.51.100.9\""))
        .failsWith(SHELL, ROUTES.replace("254/32", "253/32"))
        .check();
  }

  @Test
  void announces() throws Exception {
    var announced = "{\"advertisedRoutes\":{\"192.0.2.0/24\":{}}}";

    then(b -> uplinks(b).announces(b.nodes("gateway1"), "192.0.2.0/24", PEER))
        .passesWith(SHELL, announced)
        .failsWith(
            SHELL, announced.replace("192.0.2.0/24\":{}", "192.0.2.0/24\":{},\"10.0.0.0/8\":{}"))
        .failsWith(SHELL, "{\"advertisedRoutes\":{}}")
        .check();
  }

  @Test
  void heard() throws Exception {
    then(b -> uplinks(b).heard(PEER, b.nodes("gateway1")))
        .passesWith(SHELL, SIGNED)
        .failsWith(SHELL, SIGNED.replace("IP 198.51.100.1.", "IP 198.51.100.11."))
        .failsWith(SHELL, "")
        .check();
  }

  @Test
  void signed() throws Exception {
    then(b -> uplinks(b).signed(b.nodes("gateway1"), PEER))
        .passesWith(SHELL, SIGNED)
        .failsWith(SHELL, SIGNED.replace("md5", "nop"))
        .failsWith(SHELL, "")
        .check();
  }

  @Test
  void resolved() throws Exception {
    var frame = "12:00 02:00:00:00:00:01 > ac:ca:ba:00:00:01, ethertype IPv4\n";

    then(b -> uplinks(b).resolved(PEER, "198.51.100.2", "Edge Router", b.nodes("gateway1")))
        .passesWith("GET /routers", "[{\"id\": \"r1\", \"name\": \"Edge Router\"}]")
        .passesWith(
            "GET /routers/r1/ports",
            "[{\"portAddress\": \"198.51.100.2\", \"portMac\": \"ac:ca:ba:00:00:01\"}]")
        .passesWith(SHELL, frame)
        .failsWith(SHELL, frame.replace("ac:ca:ba:00:00:01", "ff:ff:ff:ff:ff:ff"))
        .failsWith(SHELL, frame + frame.replace("ac:ca", "ac:cb"))
        .failsWith(SHELL, "")
        .check();
  }

  @Test
  void passedOn() throws Exception {
    then(b -> uplinks(b).passedOn("192.0.2.0/24", "64513 64512", "198.51.100.129"))
        .passesWith("vtysh", OUTSIDE)
        .failsWith("vtysh", OUTSIDE.replace("64513 64512", "64512"))
        .failsWith("vtysh", OUTSIDE.replace("100.129", "100.130"))
        .failsWith("vtysh", "{\"routes\":{}}")
        .check();
  }

  @Test
  void notPassedOn() throws Exception {
    then(b -> uplinks(b).notPassedOn("192.0.2.128/25"))
        .passesWith("vtysh", OUTSIDE)
        .failsWith("vtysh", OUTSIDE.replace("2.0/24", "2.128/25"))
        .failsWith("vtysh", "{\"routes\":{}}")
        .failsWith("vtysh", "")
        .check();
  }

  @Test
  void internetMayRunBird() {
    var answers = new FakeAnswers();
    answers.put(
        "birdc",
        """
        192.0.2.0/24         unicast [n1 14:49:13.160] * (100) [AS64512i]
        \tBGP.as_path: 64513 64512
        \tBGP.next_hop: 198.51.100.129
        """);
    var lab = new FakeLab(Map.of(), answers);
    lab.speak("internet", BgpSoftware.BIRD);
    var uplinks = uplinks(StepCheck.bench(lab));

    uplinks.passedOn("192.0.2.0/24", "64513 64512", "198.51.100.129");
    uplinks.notPassedOn("192.0.2.128/25");
    assertThatThrownBy(() -> uplinks.notPassedOn("192.0.2.0/24")).hasMessageContaining("no path");
  }

  private static StepCheck connections(StepCheck check, String segment) {
    return check
        .passesWith("ss", "LISTEN 0 1 0.0.0.0:8080 0.0.0.0:*\n")
        .passesWith(SHELL, segment.repeat(2))
        .passesWith("internet: " + SHELL, "4\n")
        .failsWith("gateway2: " + SHELL, "")
        .failsWith("gateway2: " + SHELL, segment);
  }

  @Test
  void shared() throws Exception {
    connections(then(b -> uplinks(b).shared(4, "192.0.2.11")), "12:00 IP a > b: Flags [S]\n")
        .failsWith("internet: " + SHELL, "3\n")
        .check();
  }

  /** The next series has a server of its own. */
  @Test
  void theServerOfASeriesIsEnded() {
    var ended = new AtomicInteger();
    var answers = new FakeAnswers();
    answers.put("ss", "LISTEN 0 1 0.0.0.0:8080 0.0.0.0:*\n");
    answers.put("cat /tmp/capture.eth1", "listening on eth1");
    answers.put("/bin/sh", "12:00 IP a > b: Flags [S]\n");
    answers.put(
        "vm1: (exec timeout 20 nc -l -k 8080) > /dev/null 2>&1 < /dev/null & echo $!", "17\n");
    answers.react(
        "vm1: kill 17 2> /dev/null && timeout 2 tail -s 0.1 --pid=17 -f /dev/null",
        ended::incrementAndGet);
    answers.put("internet: /bin/sh", "1\n");
    var bench = StepCheck.bench(new FakeLab(Map.of(), answers));

    uplinks(bench).shared(1, "192.0.2.11");
    assertThat(ended).hasValue(1);
  }

  @Test
  void answersShared() throws Exception {
    connections(
            then(b -> uplinks(b).answersShared(4, "192.0.2.11")), "12:00 IP b > a: Flags [S.]\n")
        .check();
  }

  /** The undo of a setting is refused once, so that it is typed again after the scenario. */
  @Test
  void anUndoThatFailsIsRepeated() {
    var undone = new AtomicInteger();
    var answers = gateways();
    answers.react(SET + "hold-time 5", undone::incrementAndGet);
    answers.put(SET + "hold-time 5", "Internal error: no answer\n" + FakeAnswers.THEN);
    var changes = changes(answers);

    changes.holdTime(PEER, 5, 9);
    assertThatThrownBy(changes::undo).hasMessageContaining("Internal error: no answer");
    changes.undo();
    assertThat(undone).hasValue(2);
    changes.undo();
    assertThat(undone).hasValue(2);
  }

  @Test
  void afterTheScenarioAnUndoThatFailsPreventsNoOther() {
    var undone = new AtomicInteger();
    var answers = gateways();
    answers.react(SET + "hold-time 5", undone::incrementAndGet);
    answers.put(SET + "asn 64513", "Internal error: no answer\n");
    var changes = changes(answers);

    changes.holdTime(PEER, 5, 9);
    changes.as(PEER, 64513, 64999);
    assertThatThrownBy(changes::undoRemaining).hasStackTraceContaining("Internal error: no answer");
    assertThat(undone).hasValue(1);
    changes.undoRemaining();
    assertThat(undone).hasValue(1);
  }

  @Test
  void aNetworkWithoutAnAliasIsAFailure() {
    var answers = gateways();
    answers.put("midonet> router router0 add bgp-network net 192.0.2.128/25", "");
    var changes = changes(answers);

    assertThatThrownBy(() -> changes.advertise("192.0.2.128/25"))
        .hasMessageContaining("with an alias, it printed nothing");
  }

  private static FakeAnswers gateways() {
    var answers = new FakeAnswers();
    answers.put("/bin/sh", "");
    new FakeGateways(answers);
    return answers;
  }

  private static UplinkChanges changes(FakeAnswers answers) {
    var fake = FakeOperator.of(new FakeLab(Map.of(), answers), Mode.PERFORM);
    return new UplinkChanges(fake.operator(), null, fake.glossary());
  }

  private static UplinkChanges changed(Bench bench) {
    var changes = new UplinkChanges(bench.operator(), bench.observer(), bench.glossary());
    changes.refresh(bench.nodes("gateway1"), PEER);
    return changes;
  }

  @Test
  void staysDown() throws Exception {
    var down = SESSION.replace("Established\",", "Active\",");

    after(UplinksStepsTest::changed, (b, c) -> c.staysDown(b.nodes("gateway1"), PEER))
        .passesWith(SHELL, down.repeat(GatewayBgp.LOOKS))
        .failsWith(SHELL, down.repeat(GatewayBgp.LOOKS - 1))
        .failsWith(SHELL, down.repeat(GatewayBgp.LOOKS - 1) + SESSION)
        .failsWith(SHELL, "")
        .check();
  }

  @Test
  void establishedAgain() throws Exception {
    var question = "gateway1: " + GatewayBgp.sessionCommand(PEER);
    var once = SESSION.replace("connectionsEstablished\":1", "connectionsEstablished\":2");
    var twice = SESSION.replace("connectionsEstablished\":1", "connectionsEstablished\":3");

    after(
            b -> {
              var changes = new UplinkChanges(b.operator(), b.observer(), b.glossary());
              changes.flap(b.nodes("gateway1"), PEER, 2);
              return changes;
            },
            (b, c) -> c.establishedAgain(b.nodes("gateway1"), PEER, 2))
        .passesWith(SHELL, "")
        .passesWith(
            question,
            String.join(FakeAnswers.THEN, SESSION, SESSION, SESSION, once, once, once, twice))
        .failsWith(question, SESSION)
        .failsWith(question, once)
        .failsWith(question, twice.replace("Established\",", "Idle\","))
        .check();
  }

  @Test
  void refreshed() throws Exception {
    var question = "gateway1: " + GatewayBgp.sessionCommand(PEER);
    var again = SESSION.replace("Sent\":1,\"updatesRecv\":3", "Sent\":2,\"updatesRecv\":4");

    after(UplinksStepsTest::changed, (b, c) -> c.refreshed(PEER, b.nodes("gateway1")))
        .passesWith(SHELL, "")
        .passesWith(question, SESSION + FakeAnswers.THEN + again)
        .failsWith(question, again.replace("Recv\":4", "Recv\":3"))
        .failsWith(question, again.replace("Sent\":2", "Sent\":1"))
        .failsWith(
            question, again.replace("connectionsEstablished\":1", "connectionsEstablished\":2"))
        .failsWith(question, again.replace("Established\",", "Idle\","))
        .check();
  }
}
