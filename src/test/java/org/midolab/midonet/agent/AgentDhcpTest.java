package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.midolab.midonet.packet.DhcpMessage;
import org.midolab.midonet.packet.DhcpMessage.Type;
import org.midolab.midonet.packet.DhcpOption;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestDhcp;
import org.midolab.midonet.packet.UdpDatagram;

/** A host with a bridge of two ports, tapa and tapb, whose subnet has station A as its host. */
class AgentDhcpTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Mac A = Mac.parse("fa:16:3e:00:00:0a");
  private static final Mac UNKNOWN_STATION = Mac.parse("fa:16:3e:00:00:0c");

  private final UUID bridge = UUID.randomUUID();
  private Nsdb nsdb;
  private TestHost host;
  private Dhcp subnet;

  @BeforeEach
  void start() throws Exception {
    NsdbSettings settings = ZOO.fresh();
    nsdb = ZkNsdb.connect(settings);
    host = new TestHost("host1", "198.19.0.1", settings);
    host.start();
    host.plug("tapa").plug("tapb");
    subnet =
        DhcpBuilder.builder()
            .id(UUID.randomUUID())
            .networkId(bridge)
            .subnet(Prefix.parse("192.168.1.0/24"))
            .defaultGateway(Ip4.parse("192.168.1.1"))
            .hosts(List.of(entry(A, "192.168.1.10")))
            .enabled(true)
            .build();
    nsdb.topology()
        .write(
            tx -> {
              tx.create(NetworkBuilder.builder().id(bridge).name("net").adminStateUp(true).build());
              for (String tap : List.of("tapa", "tapb")) {
                tx.create(
                    PortBuilder.builder()
                        .id(UUID.randomUUID())
                        .networkId(bridge)
                        .adminStateUp(true)
                        .hostId(host.id)
                        .interfaceName(tap)
                        .build());
              }
              tx.create(subnet);
            });
  }

  @AfterEach
  void stop() {
    host.close();
    nsdb.close();
  }

  private static Dhcp.Host entry(Mac mac, String address) {
    return new Dhcp.Host(mac, Ip4.parse(address), null, List.of());
  }

  /** Returns the answer that the station receives at its own port within 200 ms. */
  private Optional<DhcpMessage> answer(byte[] request) throws InterruptedException {
    BlockingQueue<byte[]> sent = host.sent("tapa");
    sent.clear();
    host.receive("tapa", request);
    byte[] frame = sent.poll(200, TimeUnit.MILLISECONDS);
    return Optional.ofNullable(frame).map(f -> DhcpMessage.parse(UdpDatagram.parse(f).payload()));
  }

  private DhcpMessage awaitAnswer(byte[] request) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> answer(request), Optional::isPresent)
        .orElseThrow();
  }

  private static boolean isDhcp(byte[] frame) {
    FlowKey key = FrameParser.parse(frame, 0, 0);
    return key.isIpv4() && key.tpSrc() == 68 && key.tpDst() == 67;
  }

  private void awaitMtu(int mtu) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        awaitAnswer(TestDhcp.from(A, TestDhcp.DISCOVER).frame())
                            .option(DhcpOption.INTERFACE_MTU)
                            .orElseThrow()
                            .value())
                    .containsExactly(mtu >> 8, mtu));
  }

  @Test
  void aHostGetsItsAddressAndOtherPortsDoNotSeeTheAnswer() throws Exception {
    DhcpMessage offer = awaitAnswer(TestDhcp.from(A, TestDhcp.DISCOVER).frame());
    assertThat(offer.type()).contains(Type.OFFER);
    assertThat(offer.yourAddress()).isEqualTo(Ip4.parse("192.168.1.10"));
    host.sent("tapb").clear();
    byte[] request =
        TestDhcp.from(A, TestDhcp.REQUEST).server("192.168.1.1").requested("192.168.1.10").frame();
    assertThat(awaitAnswer(request).type()).contains(Type.ACK);
    byte[] other = TestDhcp.from(A, TestDhcp.REQUEST).requested("192.168.1.77").frame();
    assertThat(awaitAnswer(other).type()).contains(Type.NAK);
    assertThat(host.sent("tapb").stream().filter(AgentDhcpTest::isDhcp)).isEmpty();
    assertThat(host.datapath.flows())
        .as("each request reaches the agent")
        .noneMatch(flow -> flow.flow().key().tpDst() == 67);
  }

  @Test
  void aRequestOfAnUnknownStationIsFloodedUntilItIsConfigured() throws Exception {
    awaitAnswer(TestDhcp.from(A, TestDhcp.DISCOVER).frame());
    byte[] discover = TestDhcp.from(UNKNOWN_STATION, TestDhcp.DISCOVER).frame();
    await()
        .atMost(Duration.ofSeconds(10))
        .during(Duration.ofMillis(300))
        .until(
            () -> {
              host.receive("tapa", discover);
              return host.datapath.flows().stream()
                  .anyMatch(flow -> flow.flow().key().ethSrc().equals(UNKNOWN_STATION));
            });
    assertThat(host.sent("tapb").stream().filter(AgentDhcpTest::isDhcp)).isNotEmpty();
    assertThat(answer(discover)).isEmpty();
    nsdb.topology()
        .update(
            subnet.withHosts(
                List.of(entry(A, "192.168.1.10"), entry(UNKNOWN_STATION, "192.168.1.12"))));
    assertThat(awaitAnswer(discover).yourAddress()).isEqualTo(Ip4.parse("192.168.1.12"));
    nsdb.topology().update(subnet.withEnabled(false));
    await().atMost(Duration.ofSeconds(10)).until(() -> answer(discover).isEmpty());
  }

  @Test
  void theOfferedMtuIsThatOfTheHostsTunnels() {
    awaitMtu(1500);
    UUID zone = UUID.randomUUID();
    var member = new TunnelZone.Member(host.id, Ip4.parse(host.address));
    TunnelZone vxlan = new TunnelZone(zone, "tz", TunnelZone.Type.VXLAN, List.of(member));
    nsdb.topology().create(vxlan);
    awaitMtu(1450);
    nsdb.topology().update(vxlan.withType(TunnelZone.Type.GRE));
    awaitMtu(1458);
    host.links.setMtu("eth2", 1650);
    host.links.carrier("eth2", true); // notifies listeners of the change
    awaitMtu(1500);
    nsdb.topology().update(subnet.withInterfaceMtu(9000));
    awaitMtu(1608);
  }

  @Test
  void aFloodOfRequestsIsAnsweredUpToThePortsRate() throws Exception {
    awaitAnswer(TestDhcp.from(A, TestDhcp.DISCOVER).frame());
    byte[] discover = TestDhcp.from(A, TestDhcp.DISCOVER).frame();
    host.sent("tapa").clear();
    for (int i = 0; i < 300; i++) {
      host.receive("tapa", discover);
    }
    int number = host.datapath.ports().get("tapa");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                host.datapath
                            .drops()
                            .getOrDefault(number, Map.of())
                            .getOrDefault(DropReason.UPCALL_RATE_LIMITED, 0L)
                        + host.sent("tapa").size()
                    == 300);
    assertThat(host.sent("tapa").size()).isBetween(30, 60);
    assertThat(host.datapath.flows())
        .as("a drop flow in the datapath")
        .anyMatch(flow -> flow.flow().dropReason() == DropReason.UPCALL_RATE_LIMITED);
    assertThat(awaitAnswer(discover).type())
        .as("after the drop flow has expired")
        .contains(Type.OFFER);
  }
}
