package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.DhcpMessage.Type;

/** Parsing and writing of DHCP messages and UDP datagrams, also with invalid bytes. */
class DhcpMessageTest {

  private static final Mac CLIENT = Mac.parse("02:00:00:00:00:0a");
  private static final Mac SERVER = Mac.parse("02:00:00:00:00:0b");

  private static Ip4 ip(String text) {
    return Ip4.parse(text);
  }

  private static void isMalformed(byte[] message) {
    assertThatThrownBy(() -> DhcpMessage.parse(message))
        .isInstanceOf(MalformedFrameException.class);
  }

  // ---- parsing

  @Test
  void parsesAClientsMessage() {
    DhcpMessage message =
        DhcpMessage.parse(
            TestDhcp.from(CLIENT, TestDhcp.REQUEST)
                .broadcast()
                .has("192.168.1.10")
                .relay("192.168.1.3")
                .requested("192.168.1.11")
                .server("192.168.1.1")
                .hex("3703 01 79 1a")
                .hex("3902 05dc")
                .bytes());
    assertThat(message.op()).isEqualTo(DhcpMessage.REQUEST);
    assertThat(message.id()).isEqualTo(0xCAFE0001);
    assertThat(message.broadcast()).isTrue();
    assertThat(message.clientMac()).isEqualTo(CLIENT);
    assertThat(message.clientAddress()).isEqualTo(ip("192.168.1.10"));
    assertThat(message.relay()).isEqualTo(ip("192.168.1.3"));
    assertThat(message.type()).contains(Type.REQUEST);
    assertThat(message.requestedAddress()).contains(ip("192.168.1.11"));
    assertThat(message.serverIdentifier()).contains(ip("192.168.1.1"));
    assertThat(message.parameterList()).containsExactly(1, 121, 26);
    assertThat(message.maxMessageSize()).isEqualTo(1500);
  }

  @Test
  void optionsThatAreNotSentAreEmpty() {
    DhcpMessage message = DhcpMessage.parse(TestDhcp.from(CLIENT).bytes());
    assertThat(message.type()).isEmpty();
    assertThat(message.requestedAddress()).isEmpty();
    assertThat(message.serverIdentifier()).isEmpty();
    assertThat(message.parameterList()).isEmpty();
    assertThat(message.broadcast()).isFalse();
    assertThat(message.maxMessageSize()).isEqualTo(576);
  }

  @ParameterizedTest
  @CsvSource({"0000, 576", "0100, 576", "0240, 576", "0241, 577", "ffff, 65535"})
  void theMaximumMessageSizeIsAtLeast576(String hex, int size) {
    DhcpMessage message = DhcpMessage.parse(TestDhcp.from(CLIENT).hex("3902" + hex).bytes());
    assertThat(message.maxMessageSize()).isEqualTo(size);
  }

  @Test
  void optionsEndAtTheEndOptionOrTheEndOfTheMessage() {
    assertThat(DhcpMessage.parse(TestDhcp.from(CLIENT, 1).hex("ff 0c01").open()).options())
        .hasSize(1);
    assertThat(DhcpMessage.parse(TestDhcp.from(CLIENT, 1).open()).options()).hasSize(1);
    assertThat(DhcpMessage.parse(TestDhcp.from(CLIENT).hex("000000 5000").open()).options())
        .singleElement()
        .satisfies(option -> assertThat(option.value()).isEmpty());
  }

  @Test
  void partsOfAnOptionAreJoined() {
    DhcpMessage message =
        DhcpMessage.parse(TestDhcp.from(CLIENT).hex("3d02 0102 0c01 61 3d01 03").bytes());
    assertThat(message.option(61).orElseThrow().value()).containsExactly(1, 2, 3);
    assertThat(message.options()).extracting(DhcpOption::code).containsExactly(61, 12);
  }

  @Test
  void overloadedNameFieldsAreReadAsOptions() {
    byte[] both = TestDhcp.from(CLIENT, 3).hex("3401 03").bytes();
    System.arraycopy(HexFormat.of().parseHex("3204c0a8010bff"), 0, both, 108, 7);
    System.arraycopy(HexFormat.of().parseHex("3604c0a80101ff"), 0, both, 44, 7);
    DhcpMessage message = DhcpMessage.parse(both);
    assertThat(message.requestedAddress()).contains(ip("192.168.1.11"));
    assertThat(message.serverIdentifier()).contains(ip("192.168.1.1"));
    byte[] file = both.clone();
    file[245] = 1;
    assertThat(DhcpMessage.parse(file).requestedAddress()).isPresent();
    assertThat(DhcpMessage.parse(file).serverIdentifier()).isEmpty();
    byte[] name = both.clone();
    name[245] = 2;
    assertThat(DhcpMessage.parse(name).requestedAddress()).isEmpty();
    assertThat(DhcpMessage.parse(name).serverIdentifier()).isPresent();
  }

  // ---- invalid bytes

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({"0, 0", "0, 3", "1, 6", "2, 0", "2, 5", "2, 16", "2, 255", "236, 0", "239, 0x64"})
  void anInvalidHeaderIsRefused(int at, String value) {
    isMalformed(TestDhcp.from(CLIENT, 1).set(at, Integer.decode(value)).bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0c",
        "0c05",
        "0c05 61626364",
        "0cff",
        "3501",
        "3401 00",
        "3401 04",
        "3400",
        "3402 0101"
      })
  void anOptionPastTheEndOrAnInvalidOverloadIsRefused(String options) {
    isMalformed(TestDhcp.from(CLIENT).hex(options).open());
  }

  @Test
  void overloadedFieldsHaveTheirOwnEndAndCannotOverloadAgain() {
    byte[] past = TestDhcp.from(CLIENT).hex("3401 02").bytes();
    past[44] = 12;
    past[45] = 63; // the field has only 62 more bytes
    isMalformed(past);
    past[45] = 62;
    assertThat(DhcpMessage.parse(past).option(12).orElseThrow().value()).hasSize(62);
    byte[] again = TestDhcp.from(CLIENT).hex("3401 01").bytes();
    System.arraycopy(HexFormat.of().parseHex("340101"), 0, again, 108, 3);
    isMalformed(again);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3500", "3502 0101", "3501 01 3501 01"})
  void aMessageTypeOfAnotherLengthIsRefused(String options) {
    DhcpMessage message = DhcpMessage.parse(TestDhcp.from(CLIENT).hex(options).bytes());
    assertThatThrownBy(message::type).isInstanceOf(MalformedFrameException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "09", "ff"})
  void anUndefinedMessageTypeIsEmpty(String kind) {
    assertThat(DhcpMessage.parse(TestDhcp.from(CLIENT).hex("3501" + kind).bytes()).type())
        .isEmpty();
  }

  @Test
  void addressesAndSizesOfAnotherLengthAreRefused() {
    DhcpMessage message =
        DhcpMessage.parse(TestDhcp.from(CLIENT).hex("3203 c0a801 3600 3901 ff").bytes());
    assertThatThrownBy(message::requestedAddress).isInstanceOf(MalformedFrameException.class);
    assertThatThrownBy(message::serverIdentifier).isInstanceOf(MalformedFrameException.class);
    assertThatThrownBy(message::maxMessageSize).isInstanceOf(MalformedFrameException.class);
  }

  @Property(tries = 2000)
  void randomOptionsAreReadOrRefused(@ForAll @Size(max = 300) byte[] options, @ForAll long seed) {
    byte[] message = Arrays.copyOf(TestDhcp.from(CLIENT).open(), 240 + options.length);
    System.arraycopy(options, 0, message, 240, options.length);
    Random random = new Random(seed);
    if (random.nextBoolean()) {
      message[random.nextInt(message.length)] ^= (byte) random.nextInt();
    }
    try {
      DhcpMessage read = DhcpMessage.parse(message);
      read.type();
      read.requestedAddress();
      read.serverIdentifier();
      read.maxMessageSize();
      read.parameterList();
    } catch (MalformedFrameException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Property(tries = 300)
  void aTruncatedMessageIsReadOrRefused(@ForAll @IntRange(max = 270) int length) {
    byte[] whole = TestDhcp.from(CLIENT, 3).requested("192.168.1.11").server("192.168.1.1").bytes();
    byte[] cut = Arrays.copyOf(whole, Math.min(length, whole.length));
    try {
      assertThat(DhcpMessage.parse(cut).options().size()).isBetween(0, 3);
    } catch (MalformedFrameException e) {
      assertThat(cut).hasSizeLessThan(whole.length);
    }
  }

  // ---- writing

  @Property(tries = 500)
  void aWrittenMessageIsReadUnchanged(
      @ForAll int id,
      @ForAll boolean broadcast,
      @ForAll int client,
      @ForAll int your,
      @ForAll @Size(max = 4) List<@Size(max = 600) byte[]> values) {
    List<DhcpOption> options = new ArrayList<>();
    values.forEach(value -> options.add(new DhcpOption(60 + options.size(), value)));
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.REPLY,
            id,
            broadcast,
            new Ip4(client),
            new Ip4(your),
            new Ip4(~client),
            new Ip4(~your),
            CLIENT,
            options);
    byte[] bytes = message.toBytes();
    assertThat(DhcpMessage.parse(bytes)).usingRecursiveComparison().isEqualTo(message);
    assertThat(bytes.length)
        .isEqualTo(Math.max(300, 241 + options.stream().mapToInt(DhcpOption::length).sum()));
  }

  @Test
  void classlessRoutesHaveOnlySignificantOctets() {
    var gateway = ip("192.168.1.2");
    byte[] value =
        DhcpOption.classlessRoutes(
                List.of(
                    new DhcpOption.Route(Prefix.parse("0.0.0.0/0"), gateway),
                    new DhcpOption.Route(Prefix.parse("10.0.0.0/8"), gateway),
                    new DhcpOption.Route(Prefix.parse("10.17.0.1/16"), gateway),
                    new DhcpOption.Route(Prefix.parse("10.27.129.0/25"), gateway),
                    new DhcpOption.Route(Prefix.parse("169.254.169.254/32"), gateway)))
            .value();
    assertThat(HexFormat.of().formatHex(value))
        .isEqualTo(
            "00c0a80102" // the examples of RFC 3442
                + "080ac0a80102"
                + "100a11c0a80102"
                + "190a1b8100c0a80102"
                + "20a9fea9fec0a80102");
  }

  // ---- datagrams

  @Test
  void aWrittenDatagramIsReadUnchanged() {
    byte[] frame =
        new UdpDatagram(
                SERVER, CLIENT, ip("192.168.1.1"), ip("192.168.1.10"), 67, 68, new byte[] {1, 2, 3})
            .toFrame();
    TestFrames.verifyChecksums(frame);
    assertThat(UdpDatagram.parse(frame))
        .usingRecursiveComparison()
        .isEqualTo(
            new UdpDatagram(
                SERVER,
                CLIENT,
                ip("192.168.1.1"),
                ip("192.168.1.10"),
                67,
                68,
                new byte[] {1, 2, 3}));
  }

  @Test
  void paddingIsNotPartOfThePayload() {
    byte[] frame = TestDhcp.frame(CLIENT, SERVER, "10.0.0.1", "10.0.0.2", new byte[] {7});
    assertThat(UdpDatagram.parse(Arrays.copyOf(frame, 60)).payload()).containsExactly(7);
  }

  @Test
  void aMissingChecksumIsAcceptedAndAWrongOneIsRefused() {
    byte[] frame = TestDhcp.frame(CLIENT, SERVER, "10.0.0.1", "10.0.0.2", new byte[] {7, 8});
    frame[41] ^= 1;
    assertThatThrownBy(() -> UdpDatagram.parse(frame)).hasMessageContaining("checksum");
    frame[40] = 0;
    frame[41] = 0;
    assertThat(UdpDatagram.parse(frame).payload()).containsExactly(7, 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 11, 0xFFFF})
  void anInvalidLengthIsRefused(int length) {
    byte[] frame = TestDhcp.frame(CLIENT, SERVER, "10.0.0.1", "10.0.0.2", new byte[] {7, 8});
    frame[38] = (byte) (length >> 8);
    frame[39] = (byte) length;
    frame[40] = 0;
    frame[41] = 0;
    assertThatThrownBy(() -> UdpDatagram.parse(frame)).hasMessageContaining("length");
  }

  @Test
  void otherFramesThanUntaggedDatagramsAreRefused() {
    byte[] udp = TestDhcp.frame(CLIENT, SERVER, "10.0.0.1", "10.0.0.2", new byte[20]);
    byte[] fragment =
        TestFrames.ipv4(
            CLIENT, SERVER, ip("10.0.0.1"), ip("10.0.0.2"), 17, 64, 0x2000, 68, 67, new byte[20]);
    byte[] badHeader = udp.clone();
    badHeader[24] ^= 1;
    for (byte[] frame :
        List.of(
            FrameRewriter.pushVlan(udp, 7),
            fragment,
            badHeader,
            TestFrames.tcp(CLIENT, SERVER, "10.0.0.1", "10.0.0.2", 68, 67),
            Arrays.copyOf(udp, 45),
            new byte[5])) {
      assertThatThrownBy(() -> UdpDatagram.parse(frame))
          .isInstanceOf(MalformedFrameException.class);
    }
  }
}
