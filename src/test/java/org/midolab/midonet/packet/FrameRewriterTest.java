package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** Checksums stay correct for arbitrary old and new values. */
class FrameRewriterTest {

  private static final Mac A = Mac.parse("02:00:00:00:00:0a");
  private static final Mac B = Mac.parse("02:00:00:00:00:0b");

  @Property
  void addressesAndTtlChangeWithAllChecksums(
      @ForAll int before,
      @ForAll int source,
      @ForAll int destination,
      @ForAll @IntRange(min = 1, max = 255) int ttl,
      @ForAll @IntRange(max = 65535) int port,
      @ForAll @Size(max = 40) byte[] payload,
      @ForAll @IntRange(max = 2) int protocol) {
    int[] protocols = {FlowKey.PROTO_TCP, FlowKey.PROTO_UDP, FlowKey.PROTO_ICMP};
    byte[] frame =
        TestFrames.ipv4(
            A,
            B,
            new Ip4(before),
            new Ip4(~before),
            protocols[protocol],
            64,
            0,
            protocol == 2 ? 8 : port,
            0,
            payload);
    FrameRewriter.setIp(frame, new Ip4(source), new Ip4(destination));
    FrameRewriter.setTtl(frame, ttl);
    TestFrames.verifyChecksums(frame);
    FlowKey key = FrameParser.parse(frame, 1, 0);
    assertThat(key.ipSrc().bits()).isEqualTo(source);
    assertThat(key.ipDst().bits()).isEqualTo(destination);
    assertThat(key.ttl()).isEqualTo(ttl);
  }

  @Property(tries = 300)
  void anAbsentUdpChecksumStaysAbsent(@ForAll int source) {
    byte[] frame = TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2);
    frame[40] = 0;
    frame[41] = 0;
    FrameRewriter.setIp(frame, new Ip4(source), new Ip4(1));
    assertThat(frame[40] | frame[41]).isZero();
  }

  @Property(tries = 200)
  void anEchoReplyExchangesSourceAndDestination(@ForAll @Size(max = 60) byte[] payload) {
    byte[] request =
        TestFrames.ipv4(A, B, Ip4.parse("10.0.0.1"), Ip4.parse("10.0.0.2"), 1, 3, 0, 8, 0, payload);
    for (byte[] asked : new byte[][] {request, FrameRewriter.pushVlan(request, 5)}) {
      byte[] reply = IcmpPacket.echoReply(asked);
      TestFrames.verifyChecksums(reply);
      FlowKey key = FrameParser.parse(reply, 1, 0);
      assertThat(key.ethSrc()).isEqualTo(B);
      assertThat(key.ethDst()).isEqualTo(A);
      assertThat(key.ipSrc()).isEqualTo(Ip4.parse("10.0.0.2"));
      assertThat(key.ttl()).isEqualTo(64);
      assertThat(key.tpSrc()).isEqualTo(IcmpPacket.ECHO_REPLY);
      assertThat(reply).hasSize(request.length).endsWith(payload);
    }
  }

  @Property(tries = 200)
  void anErrorQuotesUpToItsLimitAndItsQuoteCanBeRewritten(
      @ForAll @IntRange(max = 1400) int size, @ForAll int inside) {
    byte[] about =
        TestFrames.ipv4(
            A, B, Ip4.parse("10.0.0.1"), Ip4.parse("10.0.0.2"), 17, 3, 0, 8, 9, new byte[size]);
    byte[] error = IcmpPacket.error(IcmpPacket.TIME_EXCEEDED, 0, about, B, Ip4.parse("10.0.0.9"));
    TestFrames.verifyChecksums(error);
    assertThat(error.length).isLessThanOrEqualTo(14 + 576);
    byte[] rewritten =
        QuotedPacket.of(error)
            .withSource(new Ip4(inside), inside >>> 16)
            .withDestination(Ip4.parse("10.0.0.2"), 99)
            .writtenInto(error);
    TestFrames.verifyChecksums(rewritten);
    assertThat(IcmpPacket.quotedSource(rewritten)).isEqualTo(new Ip4(inside));
    assertThat(IcmpPacket.quotedDestination(rewritten)).isEqualTo(Ip4.parse("10.0.0.2"));
    assertThat(IcmpPacket.quotedSourcePort(rewritten)).isEqualTo(inside >>> 16);
    assertThat(IcmpPacket.quotedDestinationPort(rewritten)).isEqualTo(99);
    assertThat(IcmpPacket.quotedSource(error))
        .as("the original is left alone")
        .isEqualTo(Ip4.parse("10.0.0.1"));
  }
}
