package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.packet.DhcpMessage;
import org.midolab.midonet.packet.DhcpMessage.Type;
import org.midolab.midonet.packet.DhcpOption;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestDhcp;
import org.midolab.midonet.packet.TestFrames;
import org.midolab.midonet.packet.UdpDatagram;

/**
 * The agent's answers to DHCP on a bridge with two ports. Station A is a host of the subnet
 * 192.168.1.0/24 with the address 192.168.1.10. The tests follow the client messages of RFC 2131
 * §4.3.
 */
class DhcpTest {

  private static final Mac A = mac("a");
  private static final Mac STRANGER = mac("stranger");
  private static final String SUBNET = "192.168.1.0/24";
  private static final String OURS = "192.168.1.1";

  private final Lab lab = lab(subnet -> subnet);

  private static Lab lab(UnaryOperator<DhcpBuilder> more) {
    return new Lab()
        .bridge("net")
        .tap("p1", "net")
        .tap("p2", "net")
        .dhcp("net", SUBNET, subnet -> more.apply(subnet.hosts(List.of(host()))));
  }

  private static Dhcp.Host host(Dhcp.Option... options) {
    return new Dhcp.Host(A, ip("192.168.1.10"), null, List.of(options));
  }

  private static Lab lab(Dhcp.Option... options) {
    return lab(subnet -> subnet.hosts(List.of(host(options))));
  }

  /** The only frame that leaves, out of the port of the request, with its DHCP message. */
  private record Reply(byte[] frame, UdpDatagram datagram, DhcpMessage message) {

    static Reply of(Result result) {
      assertThat(result).isInstanceOf(Result.Served.class);
      assertThat(result.effects()).hasSize(1);
      var sent = (Effect.Transmit) result.effects().getFirst();
      assertThat(sent.actions()).containsExactly(new SimAction.Emit(id("p1")));
      assertThat(sent.made()).isTrue();
      TestFrames.verifyChecksums(sent.frame());
      UdpDatagram datagram = UdpDatagram.parse(sent.frame());
      assertThat(datagram.sourcePort()).isEqualTo(67);
      assertThat(datagram.destinationPort()).isEqualTo(68);
      DhcpMessage message = DhcpMessage.parse(datagram.payload());
      assertThat(message.op()).isEqualTo(DhcpMessage.REPLY);
      assertThat(message.id()).isEqualTo(0xCAFE0001);
      assertThat(message.clientMac()).isEqualTo(A);
      return new Reply(sent.frame(), datagram, message);
    }

    Type type() {
      return message.type().orElseThrow();
    }

    /** Returns the option's bytes in hex, or null. */
    String option(int code) {
      return message
          .option(code)
          .map(option -> java.util.HexFormat.of().formatHex(option.value()))
          .orElse(null);
    }

    List<Integer> codes() {
      return message.options().stream().map(DhcpOption::code).toList();
    }
  }

  private Reply ask(TestDhcp request) {
    return Reply.of(lab.in("p1", request.frame()));
  }

  private static Reply ask(Lab lab, TestDhcp request) {
    return Reply.of(lab.in("p1", request.frame()));
  }

  private static TestDhcp discover() {
    return TestDhcp.from(A, TestDhcp.DISCOVER);
  }

  private static TestDhcp request() {
    return TestDhcp.from(A, TestDhcp.REQUEST);
  }

  private static void isFlooded(Result result) {
    assertThat(result).isInstanceOf(Result.Consumed.class);
    assertThat(result.effects())
        .filteredOn(Effect.Transmit.class::isInstance)
        .map(Effect.Transmit.class::cast)
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.made()).isFalse();
              assertThat(sent.actions()).containsExactly(new SimAction.Emit(id("p2")));
            });
  }

  // ---- RFC 2131 §4.3.1: DISCOVER

  @Test
  void aDiscoverIsOfferedTheHostsAddress() {
    Reply offer = ask(discover());
    assertThat(offer.type()).isEqualTo(Type.OFFER);
    assertThat(offer.message().yourAddress()).isEqualTo(ip("192.168.1.10"));
    assertThat(offer.message().clientAddress()).isEqualTo(Ip4.ANY);
    assertThat(offer.message().nextServer()).isEqualTo(ip(OURS));
    assertThat(offer.option(54)).isEqualTo("c0a80101");
    assertThat(offer.option(51)).isEqualTo("00015180");
    assertThat(offer.option(1)).isEqualTo("ffffff00");
    assertThat(offer.option(3)).isEqualTo("c0a80101");
    assertThat(offer.option(26)).isEqualTo("05dc");
    assertThat(offer.option(28)).isEqualTo("c0a801ff");
    assertThat(offer.codes()).doesNotContain(6, 121);
    assertThat(offer.datagram().source()).isEqualTo(ip(OURS));
  }

  @Test
  void aDiscoverThatRequestsAnotherAddressIsOfferedTheHostsAddress() {
    assertThat(ask(discover().requested("192.168.1.77")).message().yourAddress())
        .isEqualTo(ip("192.168.1.10"));
  }

  // ---- RFC 2131 §4.3.2: REQUEST

  @Test
  void selectingTheOfferIsAcknowledged() {
    Reply ack = ask(request().server(OURS).requested("192.168.1.10"));
    assertThat(ack.type()).isEqualTo(Type.ACK);
    assertThat(ack.message().yourAddress()).isEqualTo(ip("192.168.1.10"));
    assertThat(ack.option(51)).isEqualTo("00015180");
  }

  @Test
  void selectingAnotherServersOfferIsForwardedToThatServer() {
    isFlooded(lab.in("p1", request().server("192.168.1.250").requested("192.168.1.10").frame()));
  }

  @Test
  void selectingAnotherAddressIsRefusedByBroadcast() {
    Reply nak = ask(request().server(OURS).requested("192.168.1.77"));
    assertThat(nak.type()).isEqualTo(Type.NAK);
    assertThat(nak.message().yourAddress()).isEqualTo(Ip4.ANY);
    assertThat(nak.message().nextServer()).isEqualTo(Ip4.ANY);
    assertThat(nak.option(54)).isEqualTo("c0a80101");
    assertThat(nak.codes()).containsExactly(53, 54, 56);
    assertThat(nak.datagram().destination()).isEqualTo(Ip4.BROADCAST);
    assertThat(nak.datagram().ethDst()).isEqualTo(Mac.BROADCAST);
  }

  @Test
  void initRebootWithTheAddressIsAcknowledged() {
    assertThat(ask(request().requested("192.168.1.10")).type()).isEqualTo(Type.ACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.168.1.77", "10.9.8.7"})
  void initRebootWithAnotherAddressIsRefused(String address) {
    assertThat(ask(request().requested(address)).type()).isEqualTo(Type.NAK);
  }

  @Test
  void renewingIsAcknowledgedToTheClientsAddress() {
    lab.router("r").link("inside", "r", "192.168.1.1/24", "net");
    Result result =
        lab.in("p1", request().has("192.168.1.10").frame(mac("inside"), "192.168.1.10", OURS));
    Reply ack = Reply.of(result);
    assertThat(ack.type()).isEqualTo(Type.ACK);
    assertThat(ack.message().clientAddress()).isEqualTo(ip("192.168.1.10"));
    assertThat(ack.message().yourAddress()).isEqualTo(ip("192.168.1.10"));
    assertThat(ack.datagram().destination()).isEqualTo(ip("192.168.1.10"));
    assertThat(ack.datagram().ethDst()).isEqualTo(A);
    assertThat(ack.datagram().ethSrc()).isEqualTo(mac("inside"));
  }

  @Test
  void renewingWithAServerThatTheBridgesTableNamesIsAcknowledged() {
    lab.suppress("net", OURS, mac("dhcp-port"));
    Reply ack =
        Reply.of(
            lab.in(
                "p1", request().has("192.168.1.10").frame(mac("dhcp-port"), "192.168.1.10", OURS)));
    assertThat(ack.type()).isEqualTo(Type.ACK);
    assertThat(ack.datagram().ethSrc()).isEqualTo(mac("dhcp-port"));
  }

  @Test
  void renewingAnotherAddressIsRefused() {
    lab.suppress("net", OURS, mac("dhcp-port"));
    assertThat(
            Reply.of(
                    lab.in(
                        "p1",
                        request()
                            .has("192.168.1.77")
                            .frame(mac("dhcp-port"), "192.168.1.77", OURS)))
                .type())
        .isEqualTo(Type.NAK);
  }

  @Test
  void rebindingIsAcknowledgedOrRefused() {
    byte[] right = request().has("192.168.1.10").frame(Mac.BROADCAST, "192.168.1.10", BROADCAST);
    Reply ack = Reply.of(lab.in("p1", right));
    assertThat(ack.type()).isEqualTo(Type.ACK);
    assertThat(ack.datagram().destination()).isEqualTo(ip("192.168.1.10"));
    byte[] wrong = request().has("192.168.1.77").frame(Mac.BROADCAST, "192.168.1.77", BROADCAST);
    assertThat(Reply.of(lab.in("p1", wrong)).type()).isEqualTo(Type.NAK);
  }

  private static final String BROADCAST = "255.255.255.255";

  // ---- RFC 2131 §4.3.3 to §4.3.5: DECLINE, RELEASE, INFORM

  @ParameterizedTest
  @ValueSource(ints = {TestDhcp.RELEASE, TestDhcp.DECLINE})
  void releaseAndDeclineAreAbsorbed(int type) {
    Result ours = lab.in("p1", TestDhcp.from(A, type).server(OURS).frame());
    assertThat(ours).isInstanceOf(Result.Served.class);
    assertThat(ours.effects()).isEmpty();
    isFlooded(lab.in("p1", TestDhcp.from(A, type).server("192.168.1.250").frame()));
  }

  @Test
  void anInformGetsAllOptionsWithoutAnAddressAndLeaseTimes() {
    Lab timed = lab(new Dhcp.Option("58", "100"), new Dhcp.Option("ntp-server", "192.0.2.3"));
    byte[] inform =
        TestDhcp.from(A, TestDhcp.INFORM)
            .has("192.168.1.44")
            .frame(Mac.BROADCAST, "192.168.1.44", BROADCAST);
    Reply ack = Reply.of(timed.in("p1", inform));
    assertThat(ack.type()).isEqualTo(Type.ACK);
    assertThat(ack.message().yourAddress()).isEqualTo(Ip4.ANY);
    assertThat(ack.message().clientAddress()).isEqualTo(ip("192.168.1.44"));
    assertThat(ack.codes()).contains(1, 3, 26, 42).doesNotContain(51, 58, 59);
    assertThat(ack.datagram().destination()).isEqualTo(ip("192.168.1.44"));
    assertThat(ack.datagram().ethDst()).isEqualTo(A);
  }

  // ---- RFC 2131 §4.1: destination of answers

  @Test
  void anAnswerGoesToTheOfferedAddressUnlessTheClientNeedsBroadcast() {
    Reply unicast = ask(discover());
    assertThat(unicast.datagram().destination()).isEqualTo(ip("192.168.1.10"));
    assertThat(unicast.datagram().ethDst()).isEqualTo(A);
    assertThat(unicast.message().broadcast()).isFalse();
    Reply broadcast = ask(discover().broadcast());
    assertThat(broadcast.datagram().destination()).isEqualTo(Ip4.BROADCAST);
    assertThat(broadcast.datagram().ethDst()).isEqualTo(Mac.BROADCAST);
    assertThat(broadcast.message().broadcast()).isTrue();
  }

  @Test
  void aServerAddressWithoutOwnerAnswersFromALocallyAdministeredMac() {
    Mac from = ask(discover()).datagram().ethSrc();
    assertThat(from.isMulticast()).isFalse();
    assertThat(from.toString()).startsWith("02:");
    assertThat(ask(lab(), discover()).datagram().ethSrc()).isEqualTo(from);
  }

  @Test
  void aClientsIdentifierIsReturned() {
    assertThat(ask(discover().hex("3d03 ff0102")).option(61)).isEqualTo("ff0102");
    assertThat(ask(request().requested("10.0.0.1").hex("3d03 ff0102")).option(61))
        .isEqualTo("ff0102");
  }

  // ---- requests that are answered

  @Test
  void aRequestOfAnUnknownStationIsFloodedAndMayHaveAFlow() {
    Result result = lab.in("p1", TestDhcp.from(STRANGER, TestDhcp.DISCOVER).frame());
    Result.Forward forward = (Result.Forward) result;
    assertThat(forward.actions()).containsExactly(new SimAction.Emit(id("p2")));
    assertThat(forward.tags()).contains(new FlowTag.DhcpHost(id("net"), STRANGER));
  }

  /**
   * A station may ask on behalf of others behind its port. Only their own frames are answered here.
   */
  @Test
  void aRequestOnBehalfOfAnotherStationIsNotAnswered() {
    byte[] message = TestDhcp.from(A, TestDhcp.DISCOVER).bytes();
    assertThat(lab.in("p1", TestDhcp.frame(STRANGER, Mac.BROADCAST, "0.0.0.0", BROADCAST, message)))
        .isInstanceOf(Result.Forward.class);
    message = TestDhcp.from(STRANGER, TestDhcp.DISCOVER).bytes();
    isFlooded(lab.in("p1", TestDhcp.frame(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, message)));
  }

  @Test
  void aNetworkWithoutAnEnabledSubnetOrAServerDoesNotAnswer() {
    for (Lab silent :
        List.of(
            lab(subnet -> subnet.enabled(false)),
            lab(subnet -> subnet.defaultGateway(null)),
            lab(subnet -> subnet.hosts(List.of())),
            lab(subnet -> subnet.networkId(id("other"))))) {
      assertThat(silent.in("p1", discover().frame())).isInstanceOf(Result.Forward.class);
    }
  }

  @Test
  void theServerAddressTakesPrecedenceOverTheGatewayAsServerIdentifier() {
    Lab named = lab(subnet -> subnet.serverAddress(ip("192.168.1.2")));
    Reply offer = ask(named, discover());
    assertThat(offer.option(54)).isEqualTo("c0a80102");
    assertThat(offer.option(3)).isEqualTo("c0a80101");
    assertThat(offer.datagram().source()).isEqualTo(ip("192.168.1.2"));
  }

  @Test
  void noFilterIsEvaluatedAndNoStationIsLearned() {
    lab.chain("drop").rule("drop", Condition.ANY, Rule.Type.DROP);
    lab.edit("p1", p -> p.inboundFilterId(id("drop")).outboundFilterId(id("drop")));
    lab.editBridge("net", n -> n.inboundFilterId(id("drop")).outboundFilterId(id("drop")));
    assertThat(ask(discover()).type()).isEqualTo(Type.OFFER);
  }

  @Test
  void aPortOrNetworkThatIsAdministrativelyDownDoesNotAnswer() {
    lab.editBridge("net", net -> net.adminStateUp(false));
    assertThat(((Result.Drop) lab.in("p1", discover().frame())).reason())
        .isEqualTo(DropReason.ADMIN_DOWN);
    lab.editBridge("net", net -> net.adminStateUp(true));
    lab.edit("p1", port -> port.adminStateUp(false));
    assertThat(((Result.Drop) lab.in("p1", discover().frame())).reason())
        .isEqualTo(DropReason.ADMIN_DOWN);
  }

  @Test
  void framesOtherThanClientRequestsAreForwarded() {
    byte[] request = discover().frame();
    byte[] reply = discover().set(0, 2).frame();
    byte[] relayed = discover().relay("192.168.1.9").frame();
    byte[] bootp = TestDhcp.from(A).frame();
    byte[] offer = TestDhcp.from(A, 2).frame();
    for (byte[] frame : List.of(reply, relayed, bootp, offer)) {
      isFlooded(lab.in("p1", frame));
    }
    for (byte[] frame :
        List.of(
            TestFrames.udp(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, 67, 68),
            TestFrames.udp(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, 68, 69),
            TestFrames.udp(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, 67, 67),
            TestFrames.tcp(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, 68, 67),
            FrameRewriter.pushVlan(request, 5),
            discover().frame(mac("p2-station"), "192.168.1.10", OURS),
            TestFrames.ipv4(
                A, Mac.BROADCAST, Ip4.ANY, Ip4.BROADCAST, 17, 9, 0x2000, 68, 67, new byte[300]))) {
      assertThat(lab.in("p1", frame)).isInstanceOf(Result.Forward.class);
    }
  }

  @Test
  void aFrameToTheServersMacWithAnotherAddressIsForwarded() {
    lab.suppress("net", OURS, mac("dhcp-port"));
    assertThat(lab.in("p1", discover().frame(mac("dhcp-port"), "192.168.1.10", "192.168.1.200")))
        .isInstanceOf(Result.Forward.class);
  }

  // ---- malformed requests

  @Test
  void aMalformedRequestIsDroppedWithoutAFlow() {
    byte[] badChecksum = discover().frame();
    badChecksum[41] ^= 1;
    byte[] cut = Arrays.copyOf(discover().frame(), 200);
    for (byte[] frame :
        List.of(
            discover().set(236, 0).frame(),
            discover().set(2, 8).frame(),
            TestDhcp.frame(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, discover().hex("0cff").open()),
            TestDhcp.frame(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, new byte[3]),
            discover().hex("3203 010203").frame(),
            discover().hex("3901 02").frame(),
            TestDhcp.from(A).hex("3502 0101").frame(),
            request().frame(),
            TestDhcp.from(A, TestDhcp.INFORM).frame(),
            badChecksum,
            cut)) {
      Result.Drop drop = (Result.Drop) lab.in("p1", frame);
      assertThat(drop.reason()).isEqualTo(DropReason.MALFORMED);
      assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NONE);
      assertThat(drop.effects()).isEmpty();
    }
  }

  // ---- options

  @Test
  void anAnswerHasTheSubnetsOptions() {
    Lab full =
        lab(
            subnet ->
                subnet
                    .dnsServers(List.of(ip("192.0.2.53"), ip("192.0.2.54")))
                    .routes(
                        List.of(
                            new Dhcp.HostRoute(
                                Prefix.parse("169.254.169.254/32"), ip("192.168.1.2")))));
    Reply offer = ask(full, discover());
    assertThat(offer.option(6)).isEqualTo("c0000235c0000236");
    assertThat(offer.option(3)).isEqualTo("c0a80101");
    assertThat(offer.option(121))
        .as("with the default route, because clients ignore option 3 beside it (RFC 3442)")
        .isEqualTo("20a9fea9fec0a80102" + "00c0a80101");
  }

  @Test
  void aDefaultRouteOfTheSubnetIsKept() {
    Lab full =
        lab(subnet -> subnet.routes(List.of(new Dhcp.HostRoute(Prefix.ANY, ip("192.168.1.9")))));
    assertThat(ask(full, discover()).option(121)).isEqualTo("00c0a80109");
  }

  @ParameterizedTest
  @CsvSource({
    ",     1500, 65535, 1500",
    ",     1500, 1450,  1450",
    "1400, 1500, 65535, 1400",
    "9000, 1500, 65535, 9000",
    "9000, 1500, 1600,  1600",
    "1,    1500, 65535, 68",
  })
  void theMtuIsTheSubnetsOrTheDefaultAndAtMostTheTunnelMtu(
      Integer subnets, int standard, int overlay, int sent) {
    Lab own = lab(subnet -> subnet.interfaceMtu(subnets));
    own.overlayMtu = overlay;
    Result result =
        new Simulator(own, new Simulator.Settings(true, standard))
            .simulate(Ingress.fromWire(id("p1"), null, discover().frame()));
    assertThat(Reply.of(result).option(26)).isEqualTo("%04x".formatted(sent));
  }

  @Test
  void aHostsOptionsTakePrecedenceOverTheSubnets() {
    Lab own =
        lab(
            new Dhcp.Option("domain-name", "example.org"),
            new Dhcp.Option("router", "192.168.1.254"),
            new Dhcp.Option("26", "1300"),
            new Dhcp.Option("lease-time", "600"),
            new Dhcp.Option("server-ip-address", "192.0.2.69"),
            new Dhcp.Option("bootfile-name", "pxe.0"));
    Reply offer = ask(own, discover());
    assertThat(offer.option(15)).isEqualTo("6578616d706c652e6f7267");
    assertThat(offer.option(3)).isEqualTo("c0a801fe");
    assertThat(offer.option(26)).isEqualTo("0514");
    assertThat(offer.option(51)).isEqualTo("00000258");
    assertThat(offer.option(67)).isEqualTo("7078652e30");
    assertThat(offer.message().nextServer()).isEqualTo(ip("192.0.2.69"));
    assertThat(offer.option(54)).as("the server's name is not an option").isEqualTo("c0a80101");
  }

  @Test
  void requestedOptionsComeFirstAndTheMaskPrecedesTheRouter() {
    assertThat(ask(discover().hex("3704 1c 03 01 63")).codes())
        .containsExactly(53, 54, 51, 1, 28, 3, 26);
  }

  @Test
  void anAnswerIsNoLongerThanTheClientAccepts() {
    String text = "x".repeat(120);
    Lab big =
        lab(
            IntStream.range(0, 10)
                .mapToObj(i -> new Dhcp.Option("" + (224 + i), text))
                .toArray(Dhcp.Option[]::new));
    Reply few = ask(big, discover());
    assertThat(few.frame().length).isBetween(450, 14 + 576);
    assertThat(few.codes()).contains(51, 1, 3, 26, 28, 224, 225).doesNotContain(226);
    Reply asked = ask(big, discover().hex("3701 e9"));
    assertThat(asked.codes()).contains(233).doesNotContain(226);
    Reply more = ask(big, discover().hex("3902 03e8"));
    assertThat(more.frame().length).isBetween(900, 14 + 1000);
    Reply most = ask(big, discover().hex("3902 ffff"));
    assertThat(most.frame().length).isLessThanOrEqualTo(14 + 1500);
  }

  @Test
  void theRequestedAddressSelectsOneOfTwoSubnets() {
    Dhcp.Host second = new Dhcp.Host(A, ip("10.0.0.10"), null, List.of());
    lab.dhcp("net", "10.0.0.0/8", subnet -> subnet.hosts(List.of(second)));
    assertThat(ask(discover()).message().yourAddress()).isEqualTo(ip("10.0.0.10"));
    assertThat(ask(discover().requested("192.168.1.10")).message().yourAddress())
        .isEqualTo(ip("192.168.1.10"));
    Reply ack = ask(request().requested("192.168.1.10"));
    assertThat(ack.type()).isEqualTo(Type.ACK);
    assertThat(ack.option(54)).isEqualTo("c0a80101");
    assertThat(ask(request().server(OURS).requested("10.0.0.10")).type()).isEqualTo(Type.NAK);
  }

  // ---- flow masks

  @Test
  void onlyBroadcastAndFramesToTheServerReadMoreFields() {
    lab.router("r").link("inside", "r", "192.168.1.1/24", "net");
    Mac station = mac("p2-station");
    lab.station("net", station, "p2");
    byte[] direct = TestFrames.udp(A, station, "192.168.1.10", "192.168.1.11", 68, 67);
    Result.Forward forward = (Result.Forward) lab.in("p1", direct);
    assertThat(forward.mask().fields())
        .containsExactlyInAnyOrder(
            FlowField.IN_PORT,
            FlowField.ETH_TYPE,
            FlowField.ETH_SRC,
            FlowField.ETH_DST,
            FlowField.VLAN);
    byte[] away = TestFrames.udp(A, mac("inside"), "192.168.1.10", "8.8.8.8", 68, 67);
    assertThat(((Result.Drop) lab.in("p1", away)).mask().fields())
        .doesNotContain(FlowField.TP_DST, FlowField.TP_SRC);
  }

  @Test
  void onANetworkWithoutDhcpNoMoreFieldsAreRead() {
    Lab without = new Lab().bridge("net").tap("p1", "net").tap("p2", "net");
    Lab with = lab(subnet -> subnet.enabled(false));
    byte[] frame = TestFrames.udp(A, Mac.BROADCAST, "0.0.0.0", BROADCAST, 68, 67);
    assertThat(((Result.Forward) with.in("p1", frame)).mask())
        .isEqualTo(((Result.Forward) without.in("p1", frame)).mask());
  }

  // ---- tags

  @Test
  void aFlowDependsOnTheDhcpStateOfItsNetworkAndSender() {
    Lab without = new Lab().bridge("net").tap("p1", "net").tap("p2", "net");
    assertThat(((Result.Forward) without.in("p1", discover().frame())).tags())
        .as("without a subnet")
        .contains(new FlowTag.DhcpSubnets(id("net")));
    byte[] toServer = request().frame(mac("dhcp-port"), "192.168.1.10", OURS);
    assertThat(((Result.Forward) lab.in("p1", toServer)).tags())
        .as("to a server that the bridge does not know yet")
        .contains(
            new FlowTag.DhcpHost(id("net"), A),
            new FlowTag.Links(id("net")),
            new FlowTag.ArpEntry(id("net"), ip(OURS)));
    lab.chain("drop").rule("drop", Condition.ANY, Rule.Type.DROP);
    lab.edit("p1", port -> port.inboundFilterId(id("drop")));
    lab.editBridge("net", net -> net.adminStateUp(false));
    assertThat(((Result.Drop) lab.in("p1", discover().frame())).tags())
        .as("dropped by the port's filter, since the network is down")
        .contains(new FlowTag.Device(id("net")));
  }

  private static Dhcp subnet(UnaryOperator<DhcpBuilder> more) {
    return more.apply(
            DhcpBuilder.builder()
                .id(id("subnet"))
                .networkId(id("net"))
                .subnet(Prefix.parse(SUBNET))
                .defaultGateway(ip(OURS))
                .hosts(List.of(host()))
                .enabled(true))
        .build();
  }

  @Test
  void aChangeTouchesTheHostsWhoseAnswerChanges() {
    FlowTag any = new FlowTag.DhcpSubnets(id("net"));
    FlowTag ofA = new FlowTag.DhcpHost(id("net"), A);
    FlowTag ofOther = new FlowTag.DhcpHost(id("net"), STRANGER);
    Dhcp before = subnet(subnet -> subnet);
    Dhcp.Host other = new Dhcp.Host(STRANGER, ip("192.168.1.11"), null, List.of());
    Map<TopologyObject, Set<FlowTag>> changes =
        Map.of(
            before.withEnabled(false), Set.of(any, ofA),
            before.withHosts(List.of()), Set.of(any, ofA),
            before.withHosts(List.of(host(), other)), Set.of(ofOther),
            before.withHosts(List.of(other)), Set.of(ofA, ofOther),
            before.withServerAddress(ip("192.168.1.2")), Set.of(ofA),
            before.withInterfaceMtu(1400), Set.of());
    changes.forEach(
        (after, tags) -> {
          assertThat(TopologyChange.of(before, after)).as("to %s", after).isEqualTo(tags);
          assertThat(TopologyChange.of(after, before)).as("from %s", after).isEqualTo(tags);
        });
    assertThat(TopologyChange.of(null, before)).containsExactlyInAnyOrder(any, ofA);
    assertThat(TopologyChange.of(before, null)).containsExactlyInAnyOrder(any, ofA);
  }
}
