package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.QuotedPacket;
import org.midolab.midonet.packet.TestFrames;

/** Dynamic NAT of two agents (docs: nsdb.md#translations). */
class AgentNatTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Ip4 SERVER = Ip4.parse("203.0.113.5");

  /** Tunnel key of reports between agents. */
  private static final int REPORTS = 0xFFFFFF;

  private Chain pre;
  private Chain post;

  AgentNatTest() {
    super(ZOO);
  }

  @BeforeEach
  void filter() {
    pre = chain("pre");
    post = chain("post");
    nsdb.topology()
        .update(
            RouterBuilder.builder(nsdb.topology().get(Router.class, uplink.routerId()))
                .inboundFilterId(pre.id())
                .outboundFilterId(post.id())
                .build());
    exchangeMacs();
  }

  /** Translates packets that leave through the uplink to its address and a port of this range. */
  private Rule masquerade(int from, int to) {
    nat(pre, Rule.Type.REV_SNAT, entering());
    return nat(post, Rule.Type.SNAT, leaving(), new Rule.NatTarget(IP_UPLINK, IP_UPLINK, from, to));
  }

  private Condition leaving() {
    return ConditionBuilder.builder().outPortIds(Set.of(uplink.id())).build();
  }

  private Condition entering() {
    return ConditionBuilder.builder().inPortIds(Set.of(uplink.id())).build();
  }

  private Rule nat(Chain chain, Rule.Type type, Condition when, Rule.NatTarget... targets) {
    return nsdb.topology()
        .create(
            RuleBuilder.builder()
                .id(UUID.randomUUID())
                .chainId(chain.id())
                .type(type)
                .flowAction(Rule.FlowAction.ACCEPT)
                .natTargets(List.of(targets))
                .condition(when)
                .build());
  }

  private static byte[] fromA(int source, int destination) {
    return TestFrames.udp(A, GATEWAY, IP_A.toString(), SERVER.toString(), source, destination);
  }

  private static byte[] fromB(int source, int destination) {
    return TestFrames.udp(B, GATEWAY, IP_B.toString(), SERVER.toString(), source, destination);
  }

  private static byte[] answer(int source, int destination) {
    return TestFrames.udp(
        PEER, UPLINK, SERVER.toString(), IP_UPLINK.toString(), source, destination);
  }

  private static boolean isTranslated(FlowKey key) {
    return key.isIpv4() && key.ipSrc().equals(IP_UPLINK);
  }

  /** Tells a packet from late copies of those that {@link #sendUntil} sent before. */
  private static Predicate<FlowKey> translatedTo(int destination) {
    return key -> isTranslated(key) && key.tpDst() == destination;
  }

  private static boolean isToA(FlowKey key) {
    return key.isIpv4() && key.ipDst().equals(IP_A);
  }

  private static FlowKey key(byte[] frame) {
    assertThat(frame).isNotNull();
    TestFrames.verifyChecksums(frame);
    return FrameParser.parse(frame, 0, 0);
  }

  @Test
  void aConnectionAcrossHostsIsTranslatedBothWays() throws Exception {
    masquerade(5000, 5063);
    byte[] out =
        sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    int port = key(out).tpSrc();
    assertThat(port).isBetween(5000, 5063);
    host2.receive("eth1", answer(53, port));
    FlowKey back = key(next(host1.sent("tapa"), AgentNatTest::isToA, 5_000));
    assertThat(back.tpDst()).isEqualTo(1000);
    assertThat(back.ipSrc()).isEqualTo(SERVER);
    assertThat(isSilent(host2, "eth1", answer(54, port), host1, "tapa", AgentNatTest::isToA))
        .as("of another connection")
        .isTrue();
  }

  @Test
  void anErrorAboutTheUplinksMtuIsTranslatedInItsQuote() {
    masquerade(5000, 5063);
    sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    host2.datapath.mtu("eth1", 1000);
    byte[] frame =
        TestFrames.ipv4(A, GATEWAY, IP_A, SERVER, 17, 64, 0x4000, 1000, 53, new byte[1200]);
    byte[] error = sendUntil(host1, "tapa", frame, host1, "tapa", AgentNatTest::isToA);
    assertThat(key(error).tpSrc()).isEqualTo(IcmpPacket.UNREACHABLE);
    assertThat(ByteBuffer.wrap(error).getShort(40)).as("MTU").isEqualTo((short) 1000);
    QuotedPacket quoted = QuotedPacket.of(error);
    assertThat(quoted.source()).isEqualTo(IP_A);
    assertThat(quoted.sourcePort()).isEqualTo(1000);
    assertThat(quoted.destination()).isEqualTo(SERVER);
  }

  @Test
  void theDatapathTranslatesTheSecondPacketByItself() throws Exception {
    masquerade(5000, 5063);
    byte[] out =
        sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    int port = key(out).tpSrc();
    host1.receive("tapa", fromA(1001, 54));
    int other = key(next(host2.sent("eth1"), translatedTo(54), 5_000)).tpSrc();
    assertThat(other).isNotEqualTo(port);
    await()
        .untilAsserted(
            () ->
                assertThat(host1.datapath.flows())
                    .extracting(Datapath.FlowStatistics::flow)
                    .as("the first packet of a connection makes its flow")
                    .anyMatch(
                        flow ->
                            flow.key().tpSrc() == 1001
                                && flow.actions()
                                    .contains(new FlowAction.SetPorts(other, FlowAction.KEEP))));
    host1.datapath.onUpcall(upcall -> {});
    host1.receive("tapa", fromA(1001, 54));
    assertThat(key(next(host2.sent("eth1"), translatedTo(54), 5_000)).tpSrc()).isEqualTo(other);
  }

  /** Both agents translate to the same address. */
  @Test
  void twoAgentsUseDifferentPortsForTheirConnections() throws Exception {
    masquerade(1024, 65535);
    sendUntil(host1, "tapa", fromA(1, 1), host2, "eth1", AgentNatTest::isTranslated);
    sendUntil(host2, "tapb", fromB(1, 2), host2, "eth1", AgentNatTest::isTranslated);
    int each = 700;
    Map<Integer, Integer> portByDestination = new HashMap<>();
    for (int round = 0; portByDestination.size() < 2 * each && round < 20; round++) {
      for (int i = 0; i < each; i++) {
        if (!portByDestination.containsKey(10_000 + i)) {
          host1.receive("tapa", fromA(2000 + i, 10_000 + i));
        }
        if (!portByDestination.containsKey(20_000 + i)) {
          host2.receive("tapb", fromB(2000 + i, 20_000 + i));
        }
      }
      collect(portByDestination);
    }
    assertThat(portByDestination).hasSize(2 * each);
    assertThat(Set.copyOf(portByDestination.values())).hasSize(2 * each);
    for (int i = 0; i < each; i += 50) {
      host2.receive("eth1", answer(10_000 + i, portByDestination.get(10_000 + i)));
      assertThat(key(next(host1.sent("tapa"), AgentNatTest::isToA, 5_000)).tpDst())
          .isEqualTo(2000 + i);
    }
  }

  private void collect(Map<Integer, Integer> portByDestination) throws InterruptedException {
    Predicate<FlowKey> counted = key -> isTranslated(key) && key.tpDst() >= 10_000;
    for (byte[] frame = next(host2.sent("eth1"), counted, 500);
        frame != null;
        frame = next(host2.sent("eth1"), counted, 500)) {
      FlowKey key = FrameParser.parse(frame, 0, 0);
      Integer before = portByDestination.put(key.tpDst(), key.tpSrc());
      assertThat(before == null || before == key.tpSrc()).as("one port per connection").isTrue();
    }
  }

  @Test
  void connectionsWithoutAFreePortAreCountedAndDroppedUntilPortsAreFree() throws Exception {
    Rule narrow = masquerade(5056, 5119); // one block
    sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    for (int i = 1; i < NatBlocks.SIZE; i++) {
      sendUntil(host1, "tapa", fromA(1000 + i, 53), host2, "eth1", AgentNatTest::isTranslated);
    }
    assertThat(isSilent(host1, "tapa", fromA(3000, 54), host2, "eth1", translatedTo(54))).isTrue();
    await().until(() -> drops(host1, "tapa", DropReason.NO_NAT_PORT) == 1);
    assertThat(isSilent(host2, "tapb", fromB(1, 55), host2, "eth1", translatedTo(55)))
        .as("the other host has none either")
        .isTrue();
    await().until(() -> drops(host2, "tapb", DropReason.NO_NAT_PORT) > 0);
    sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);

    nsdb.topology().delete(Rule.class, narrow.id());
    nat(post, Rule.Type.SNAT, leaving(), new Rule.NatTarget(IP_UPLINK, IP_UPLINK, 5056, 5200));
    sendUntil(host1, "tapa", fromA(3000, 54), host2, "eth1", translatedTo(54));
    sendUntil(host2, "tapb", fromB(1, 55), host2, "eth1", translatedTo(55));
  }

  @Test
  void aHostThatReportsTheUseOfAnUnknownTranslationIsToldItsEnd() throws Exception {
    masquerade(5000, 5063);
    sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    BlockingQueue<byte[]> reports = reportsToHost2();
    host1.receive("tapa", fromA(1001, 53));
    byte[] opened = reports.poll(5, TimeUnit.SECONDS);
    assertThat(opened).isNotNull();
    byte[] used = report(opened, 5, 1002, host2.id);
    host1.datapath.receiveTunnelled(Ip4.parse(host2.address), REPORTS, used);
    assertThat(reports.poll(5, TimeUnit.SECONDS)).isEqualTo(report(opened, 4, 1002, host1.id));
    used = report(opened, 5, 1001, host2.id);
    host1.datapath.receiveTunnelled(Ip4.parse(host2.address), REPORTS, used);
    assertThat(reports.poll(300, TimeUnit.MILLISECONDS)).as("this one lives").isNull();
  }

  @Test
  void aHostThatRestoredATranslationIsToldWhereItBegan() throws Exception {
    masquerade(5000, 5063);
    sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    BlockingQueue<byte[]> reports = reportsToHost2();
    host1.receive("tapa", fromA(1001, 53));
    byte[] opened = reports.poll(5, TimeUnit.SECONDS);
    Ip4 from = Ip4.parse(host2.address);
    host1.datapath.receiveTunnelled(from, REPORTS, report(opened, 9, 1002, host2.id));
    assertThat(reports.poll(300, TimeUnit.MILLISECONDS)).as("of an unknown one").isNull();
    host1.datapath.receiveTunnelled(from, REPORTS, report(opened, 9, 1001, host2.id));
    assertThat(reports.poll(5, TimeUnit.SECONDS)).isEqualTo(opened);
  }

  @Test
  void aHostThatReportsATranslationToAPortOfThisHostsConnectionsIsToldItsEnd() throws Exception {
    masquerade(5000, 5063);
    sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    BlockingQueue<byte[]> reports = reportsToHost2();
    host1.receive("tapa", fromA(1001, 53));
    byte[] opened = reports.poll(5, TimeUnit.SECONDS);
    byte[] theirs = report(opened, 3, 1002, portB.id());
    host1.datapath.receiveTunnelled(Ip4.parse(host2.address), REPORTS, theirs);
    assertThat(reports.poll(5, TimeUnit.SECONDS)).isEqualTo(report(opened, 4, 1002, host1.id));
  }

  /** Returns the reports that the first host sends from now on, instead of sending them. */
  private BlockingQueue<byte[]> reportsToHost2() {
    BlockingQueue<byte[]> reports = new LinkedBlockingQueue<>();
    host1.datapath.onTunnelled(
        (tunnel, frame) -> {
          if (tunnel.key() == REPORTS && tunnel.remote().equals(Ip4.parse(host2.address))) {
            reports.add(frame);
          }
        });
    return reports;
  }

  /** Changes the kind, the source port and the origin of a report. */
  private static byte[] report(byte[] frame, int kind, int sourcePort, UUID origin) {
    return ByteBuffer.wrap(frame.clone())
        .put(43, (byte) kind)
        .putShort(50, (short) sourcePort)
        .putLong(80, origin.getMostSignificantBits())
        .putLong(88, origin.getLeastSignificantBits())
        .array();
  }

  @Test
  void aLeaseIsEphemeralAndOfTheAgentsSession() throws Exception {
    masquerade(5000, 5063);
    sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    String pool = nsdb.settings().rootKey() + "/nat/" + uplink.routerId() + "/" + IP_UPLINK + "/";
    var client = nsdb.client(Session.NORMAL);
    List<String> blocks = client.getChildren().forPath(pool.substring(0, pool.length() - 1));
    assertThat(blocks).isNotEmpty().isSubsetOf("78", "79");
    assertThat(client.checkExists().forPath(pool + blocks.getFirst() + "/taken"))
        .extracting(stat -> stat.getEphemeralOwner())
        .isEqualTo(host1.sessionId(Session.NORMAL));
  }

  @Test
  void pingsAreTranslatedByTheirIdentifier() throws Exception {
    masquerade(5000, 5063);
    byte[] ping = TestFrames.echo(A, GATEWAY, IP_A.toString(), SERVER.toString(), 64);
    FrameRewriter.setEchoId(ping, 77);
    byte[] out = sendUntil(host1, "tapa", ping, host2, "eth1", AgentNatTest::isTranslated);
    key(out);
    assertThat(IcmpPacket.echoId(out)).isBetween(5000, 5063);
    byte[] reply = IcmpPacket.echoReply(out);
    FrameRewriter.setEthernet(reply, PEER, UPLINK);
    host2.receive("eth1", reply);
    byte[] back = next(host1.sent("tapa"), AgentNatTest::isToA, 5_000);
    key(back);
    assertThat(IcmpPacket.echoId(back)).isEqualTo(77);
  }

  @Test
  void anErrorFromOutsideReachesTheSenderAndQuotesItsOriginalPacket() throws Exception {
    masquerade(5000, 5063);
    byte[] out =
        sendUntil(host1, "tapa", fromA(1000, 53), host2, "eth1", AgentNatTest::isTranslated);
    byte[] error = IcmpPacket.error(3, 3, out, PEER, SERVER);
    FrameRewriter.setEthernet(error, PEER, UPLINK);
    host2.receive("eth1", error);
    byte[] back = next(host1.sent("tapa"), AgentNatTest::isToA, 5_000);
    key(back);
    assertThat(QuotedPacket.of(back)).isEqualTo(new QuotedPacket(17, IP_A, 1000, SERVER, 53));
  }

  @Test
  void aServersPortIsReachableThroughTheRoutersAddress() throws Exception {
    nat(pre, Rule.Type.DNAT, entering(), new Rule.NatTarget(IP_A, IP_A, 8000, 8003));
    nat(post, Rule.Type.REV_DNAT, leaving());
    byte[] in = sendUntil(host2, "eth1", answer(999, 443), host1, "tapa", AgentNatTest::isToA);
    assertThat(key(in).tpDst()).isBetween(8000, 8003);
    assertThat(key(in).tpSrc()).isEqualTo(999);
    host1.receive("tapa", fromA(key(in).tpDst(), 999));
    FlowKey back = key(next(host2.sent("eth1"), AgentNatTest::isTranslated, 5_000));
    assertThat(back.tpSrc()).isEqualTo(443);
    assertThat(back.tpDst()).isEqualTo(999);
  }
}
