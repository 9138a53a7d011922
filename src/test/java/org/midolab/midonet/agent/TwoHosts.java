package org.midolab.midonet.agent;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/**
 * Two hosts, a bridge over both, and a router with an uplink on the second:
 *
 * <pre>
 *   host1: tapa ── bridge 192.168.1.0/24 ── tapb :host2
 *                    │
 *                  router ── eth1 :host2, 198.51.100.0/30
 * </pre>
 */
abstract class TwoHosts {

  /** Longest wait for state and frames between hosts; a busy machine needs seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final Mac A = Mac.parse("fa:16:3e:00:00:0a");
  static final Mac B = Mac.parse("fa:16:3e:00:00:0b");
  static final Mac GATEWAY = Mac.parse("ac:ca:ba:00:00:01");
  static final Mac UPLINK = Mac.parse("ac:ca:ba:00:00:02");
  static final Mac PEER = Mac.parse("02:00:00:00:00:99");
  static final Ip4 IP_A = Ip4.parse("192.168.1.10");
  static final Ip4 IP_B = Ip4.parse("192.168.1.11");
  static final Ip4 IP_GATEWAY = Ip4.parse("192.168.1.1");

  static final Ip4 IP_PEER = Ip4.parse("198.51.100.1");
  static final Ip4 IP_UPLINK = Ip4.parse("198.51.100.2");

  final Set<Encapsulation> used = ConcurrentHashMap.newKeySet();
  final UUID zone = UUID.randomUUID();
  final MemoryFlowState flowState = new MemoryFlowState();
  private final Zoo zoo;
  Nsdb nsdb;
  TestHost host1;
  TestHost host2;
  Network bridge;
  Port portA;
  Port portB;
  Port inside;
  Port uplink;

  /**
   * @param zoo the ensemble of the test class
   */
  TwoHosts(Zoo zoo) {
    this.zoo = zoo;
  }

  @BeforeEach
  void start() throws Exception {
    NsdbSettings settings = zoo.fresh();
    nsdb = ZkNsdb.connect(settings);
    host1 = new TestHost("host1", "198.19.0.1", settings);
    host2 = new TestHost("host2", "198.19.0.2", settings);
    host1.flowState = flowState;
    host2.flowState = flowState;
    host1.start();
    host2.start();
    TestHost.join(host1, host2, tunnel -> used.add(tunnel.encapsulation()));
    host1.plug("tapa");
    host2.plug("tapb").plug("eth1");
    lay(TunnelZone.Type.VXLAN);
  }

  void lay(TunnelZone.Type type) {
    bridge = NetworkBuilder.builder().id(UUID.randomUUID()).name("net").adminStateUp(true).build();
    var router =
        RouterBuilder.builder()
            .id(UUID.randomUUID())
            .name("router")
            .adminStateUp(true)
            .asNumber(-1)
            .build();
    inside =
        PortBuilder.builder()
            .id(UUID.randomUUID())
            .routerId(router.id())
            .adminStateUp(true)
            .portAddress(Ip4.parse("192.168.1.1"))
            .portSubnet(Prefix.parse("192.168.1.0/24"))
            .portMac(GATEWAY)
            .build();
    nsdb.topology()
        .write(
            tx -> {
              tx.create(bridge);
              tx.create(router);
              tx.create(
                  new TunnelZone(
                      zone,
                      "tz",
                      type,
                      List.of(
                          new TunnelZone.Member(host1.id, Ip4.parse(host1.address)),
                          new TunnelZone.Member(host2.id, Ip4.parse(host2.address)))));
              portA = tx.create(bridgePort(host1, "tapa"));
              portB = tx.create(bridgePort(host2, "tapb"));
              tx.create(inside);
              tx.create(
                  PortBuilder.builder()
                      .id(UUID.randomUUID())
                      .networkId(bridge.id())
                      .adminStateUp(true)
                      .peerId(inside.id())
                      .build());
              uplink =
                  tx.create(
                      PortBuilder.builder()
                          .id(UUID.randomUUID())
                          .routerId(router.id())
                          .adminStateUp(true)
                          .portAddress(Ip4.parse("198.51.100.2"))
                          .portSubnet(Prefix.parse("198.51.100.0/30"))
                          .portMac(UPLINK)
                          .hostId(host2.id)
                          .interfaceName("eth1")
                          .build());
              tx.create(route(router.id(), "192.168.1.0/24", inside.id(), null));
              tx.create(route(router.id(), "198.51.100.0/30", uplink.id(), null));
              tx.create(route(router.id(), "0.0.0.0/0", uplink.id(), "198.51.100.1"));
            });
    awaitActive(portA, host1);
    awaitActive(portB, host2);
    awaitActive(uplink, host2);
  }

  Port bridgePort(TestHost host, String interfaceName) {
    return PortBuilder.builder()
        .id(UUID.randomUUID())
        .networkId(bridge.id())
        .adminStateUp(true)
        .hostId(host.id)
        .interfaceName(interfaceName)
        .build();
  }

  static Route route(UUID router, String destination, UUID port, String gateway) {
    return new Route(
        UUID.randomUUID(),
        router,
        Prefix.ANY,
        Prefix.parse(destination),
        Route.NextHop.PORT,
        port,
        gateway == null ? null : Ip4.parse(gateway),
        100,
        false);
  }

  @AfterEach
  void stop() {
    host1.close();
    host2.close();
    nsdb.close();
  }

  void awaitActive(Port port, TestHost host) {
    await().atMost(PATIENCE).until(() -> nsdb.state().portActive(host.id, port.id()).isPresent());
  }

  /** All stations and the router learn the MACs of each other. */
  void exchangeMacs() {
    exchangeMacs(host1, "tapa", A, IP_A, IP_GATEWAY);
    exchangeMacs(host2, "tapb", B, IP_B, IP_GATEWAY);
    exchangeMacs(host2, "eth1", PEER, IP_PEER, IP_UPLINK);
  }

  /** Sends a station's ARP request to the router, so that both learn the other's MAC. */
  static void exchangeMacs(TestHost host, String port, Mac mac, Ip4 station, Ip4 router) {
    byte[] question = ArpPacket.request(mac, station, router).toFrame();
    sendUntil(host, port, question, host, port, FlowKey::isArp);
  }

  static long drops(TestHost host, String port, DropReason reason) {
    return host.datapath
        .drops()
        .getOrDefault(host.datapath.ports().get(port), Map.of())
        .getOrDefault(reason, 0L);
  }

  /** Whether a frame is ARP and no announcement, which an uplink's port sends when it comes up. */
  static boolean isQuestion(FlowKey key) {
    return key.isArp() && !key.ipSrc().equals(key.ipDst());
  }

  /** Sends until the expected frame arrives, because state takes time to reach the other host. */
  static byte[] sendUntil(
      TestHost from,
      String in,
      byte[] frame,
      TestHost to,
      String out,
      Predicate<FlowKey> expected) {
    byte[][] arrived = new byte[1][];
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              from.receive(in, frame);
              arrived[0] = next(to.sent(out), expected, 50);
              return arrived[0] != null;
            });
    return arrived[0];
  }

  static byte[] next(BlockingQueue<byte[]> queue, Predicate<FlowKey> expected, long millis)
      throws InterruptedException {
    for (byte[] frame = queue.poll(millis, TimeUnit.MILLISECONDS);
        frame != null;
        frame = queue.poll(millis, TimeUnit.MILLISECONDS)) {
      if (expected.test(FrameParser.parse(frame, 0, 0))) {
        return frame;
      }
    }
    return null;
  }

  static byte[] fromAToB() {
    return TestFrames.udp(A, B, "192.168.1.10", "192.168.1.11", 1000, 2000);
  }

  byte[] aToB() {
    return sendUntil(host1, "tapa", fromAToB(), host2, "tapb", key -> key.ethDst().equals(B));
  }

  /** Whether a host has a flow to B that is not for ARP. */
  static boolean hasFlow(TestHost host) {
    return host.datapath.flows().stream()
        .map(each -> each.flow().key())
        .anyMatch(key -> key.isIpv4() && key.ethDst().equals(B));
  }

  Chain chain(String name) {
    return nsdb.topology().create(ChainBuilder.builder().id(UUID.randomUUID()).name(name).build());
  }

  /** Adds a rule at the end of the chain. */
  Rule rule(Chain chain, Condition condition, Rule.Type type) {
    return nsdb.topology()
        .create(
            RuleBuilder.builder()
                .id(UUID.randomUUID())
                .chainId(chain.id())
                .type(type)
                .condition(condition)
                .build());
  }

  /** Whether no expected frame arrives within 300 ms. */
  static boolean isSilent(
      TestHost from, String in, byte[] frame, TestHost to, String out, Predicate<FlowKey> expected)
      throws Exception {
    to.sent(out).clear();
    from.receive(in, frame);
    return next(to.sent(out), expected, 300) == null;
  }
}
