package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DhcpMessage;
import org.midolab.midonet.packet.DhcpOption;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestDhcp;
import org.midolab.midonet.packet.TestFrames;
import org.midolab.midonet.packet.UdpDatagram;

/**
 * The way of requests for metadata. Two networks of two tenants have each an instance with the
 * address 10.0.0.5; filters drop everything.
 */
class MetadataServiceTest {

  private static final String SERVICE = "169.254.169.254";
  private static final Mac RED = mac("red");
  private static final Mac BLUE = mac("blue");
  private static final Mac ROUTER = mac("a router");

  private final Lab lab = new Lab();

  @BeforeEach
  void lay() {
    lab.chain("drop").rule("drop", Condition.ANY, Rule.Type.DROP);
    for (String tenant : List.of("red", "blue")) {
      lab.bridge(tenant + "-net")
          .tap(tenant, tenant + "-net")
          .tap(tenant + "-other", tenant + "-net")
          .edit(
              tenant,
              port ->
                  port.vifId(id(tenant)).inboundFilterId(id("drop")).outboundFilterId(id("drop")));
    }
    lab.servesMetadata = true;
    lab.guests.put(id("red"), new MetadataGuest(RED, ip("10.0.0.5"), ip("169.254.0.3")));
    lab.guests.put(id("blue"), new MetadataGuest(BLUE, ip("10.0.0.5"), ip("169.254.0.4")));
  }

  private static byte[] request(Mac from, String address) {
    return TestFrames.tcp(from, ROUTER, address, SERVICE, 40_000, 80);
  }

  /** Returns the frame at the proxy, if it gets one. */
  private Optional<FlowKey> atProxy(String port, byte[] frame) {
    Result result = lab.in(port, frame);
    if (!(result instanceof Result.Forward forward)) {
      return Optional.empty();
    }
    byte[] out = ActionRunner.run(frame, forward.actions()).get(ActionRunner.METADATA_PROXY);
    if (out == null) {
      return Optional.empty();
    }
    TestFrames.verifyChecksums(out);
    return Optional.of(FrameParser.parse(out, 1, 0));
  }

  @Test
  void aRequestReachesTheProxyFromTheAliasOfItsPortWhateverFiltersSay() {
    FlowKey red = atProxy("red", request(RED, "10.0.0.5")).orElseThrow();
    assertThat(red.ipSrc()).isEqualTo(ip("169.254.0.3"));
    assertThat(red.ipDst()).isEqualTo(ip(SERVICE));
    assertThat(red.tpSrc()).isEqualTo(40_000);
    assertThat(red.tpDst()).isEqualTo(9697);
    assertThat(red.ethDst()).isEqualTo(MetadataService.PROXY_MAC);
    assertThat(atProxy("blue", request(BLUE, "10.0.0.5")).orElseThrow().ipSrc())
        .isEqualTo(ip("169.254.0.4"));
  }

  @Test
  void anAnswerReachesTheInstanceOfTheAlias() {
    byte[] answer =
        TestFrames.tcp(
            MetadataService.PROXY_MAC,
            MetadataService.PROXY_MAC,
            SERVICE,
            "169.254.0.4",
            9697,
            40_000);
    var forward = (Result.Forward) fromProxy("blue", answer);
    byte[] out = ActionRunner.run(answer, forward.actions()).get(id("blue"));
    TestFrames.verifyChecksums(out);
    FlowKey key = FrameParser.parse(out, 1, 0);
    assertThat(key.ethDst()).isEqualTo(BLUE);
    assertThat(key.ipSrc()).isEqualTo(ip(SERVICE));
    assertThat(key.ipDst()).isEqualTo(ip("10.0.0.5"));
    assertThat(key.tpSrc()).isEqualTo(80);
    assertThat(key.tpDst()).isEqualTo(40_000);
    assertThat(forward.tags()).contains(new FlowTag.Device(id("blue")));
  }

  private Result fromProxy(String port, byte[] frame) {
    return lab.simulator.simulate(Ingress.fromMetadataProxy(id(port), null, frame));
  }

  @Test
  void nothingElsePassesFromTheProxysInterface() {
    Mac proxy = MetadataService.PROXY_MAC;
    for (byte[] frame :
        List.of(
            TestFrames.tcp(proxy, proxy, SERVICE, "169.254.0.4", 9697, 40_000),
            TestFrames.tcp(proxy, proxy, SERVICE, "169.254.0.3", 22, 40_000),
            TestFrames.tcp(proxy, proxy, "10.9.9.9", "169.254.0.3", 9697, 40_000),
            TestFrames.udp(proxy, proxy, SERVICE, "169.254.0.3", 9697, 40_000),
            TestFrames.echo(proxy, proxy, SERVICE, "169.254.0.3", 64))) {
      assertThat(((Result.Drop) fromProxy("red", frame)).reason())
          .isEqualTo(DropReason.NOT_FORWARDED);
    }
  }

  @Test
  void onlyTheInstanceOfThePortIsServed() {
    assertThat(atProxy("red", request(RED, "10.0.0.6"))).as("another address").isEmpty();
    assertThat(atProxy("red", request(BLUE, "10.0.0.5"))).as("another MAC").isEmpty();
    assertThat(atProxy("red-other", request(RED, "10.0.0.5"))).as("another port").isEmpty();
    byte[] ssh = TestFrames.tcp(RED, ROUTER, "10.0.0.5", SERVICE, 40_000, 22);
    assertThat(atProxy("red", ssh)).as("another service").isEmpty();
    byte[] udp = TestFrames.udp(RED, ROUTER, "10.0.0.5", SERVICE, 40_000, 80);
    assertThat(atProxy("red", udp)).as("another protocol").isEmpty();
    lab.edit("red", port -> port.adminStateUp(false));
    assertThat(atProxy("red", request(RED, "10.0.0.5"))).as("a port that is down").isEmpty();
    lab.servesMetadata = false;
    assertThat(atProxy("blue", request(BLUE, "10.0.0.5"))).as("no proxy").isEmpty();
  }

  @Test
  void anUnknownSenderMakesTheHostLookUpThePortAgainAndGetsNoFlow() {
    Result result = lab.in("red", request(RED, "10.0.0.6"));
    assertThat(result.effects()).contains(new Effect.SeekGuest(id("red")));
    assertThat(((Result.Drop) result).lifetime()).isEqualTo(Result.Lifetime.NONE);
    assertThat(lab.in("red", request(RED, "10.0.0.5")).effects()).isEmpty();
  }

  /** With the route that DHCP offers, an instance sends ARP before TCP. */
  @Test
  void arpFromAnotherAddressMakesTheHostLookUpThePortAgain() {
    byte[] question = ArpPacket.request(RED, ip("10.0.0.6"), ip(SERVICE)).toFrame();
    assertThat(lab.in("red", question).effects()).contains(new Effect.SeekGuest(id("red")));
    byte[] probe = ArpPacket.request(RED, Ip4.ANY, ip(SERVICE)).toFrame();
    assertThat(lab.in("red", probe).effects()).isEmpty();
  }

  /** Else a flood of them would reach the agent, packet by packet. */
  @Test
  void otherArpThatFiltersDropHasAFlow() {
    Ip4 spoofed = ip("10.0.0.9");
    var drop = (Result.Drop) lab.in("red", ArpPacket.request(RED, spoofed, spoofed).toFrame());
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NORMAL);
  }

  @Test
  void theServicesAddressIsResolvedForTheInstance() {
    byte[] question = ArpPacket.request(RED, ip("10.0.0.5"), ip(SERVICE)).toFrame();
    lab.edit("red", port -> port.outboundFilterId(null));
    var forward = (Result.Forward) lab.in("red", question);
    byte[] answer = ActionRunner.run(question, forward.actions()).get(id("red"));
    assertThat(ArpPacket.parse(answer).senderIp()).isEqualTo(ip(SERVICE));
    assertThat(ArpPacket.parse(answer).targetMac()).isEqualTo(RED);
  }

  private Optional<DhcpOption> routes(Lab at) {
    var served = (Result.Served) at.in("red", TestDhcp.from(RED, TestDhcp.DISCOVER).frame());
    var sent = (Effect.Transmit) served.effects().getFirst();
    return DhcpMessage.parse(UdpDatagram.parse(sent.frame()).payload())
        .option(DhcpOption.CLASSLESS_ROUTES);
  }

  @Test
  void dhcpOffersARouteToTheService() {
    var host = new Dhcp.Host(RED, ip("10.0.0.5"), null, List.of());
    lab.dhcp("red-net", "10.0.0.0/24", subnet -> subnet.hosts(List.of(host)));
    byte[] toService = {32, (byte) 169, (byte) 254, (byte) 169, (byte) 254};
    byte[] byDefault = {0, 10, 0, 0, 1};
    assertThat(routes(lab).orElseThrow().value())
        .as("by the link, as no device has the server's address")
        .containsExactly(joined(toService, new byte[4], byDefault));
    lab.suppress("red-net", "10.0.0.1", ROUTER);
    assertThat(routes(lab).orElseThrow().value())
        .as("by the server")
        .containsExactly(joined(toService, new byte[] {10, 0, 0, 1}, byDefault));
    lab.guests.clear();
    assertThat(routes(lab)).as("no proxy for this port").isEmpty();
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
