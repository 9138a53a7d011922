package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;

/**
 * Soundness of masks: frames that differ only in unmasked bits have the same result. Random rules,
 * routes and ports are added to the floating IP topology. Every random frame that gets a flow is
 * changed in random unmasked bits and simulated again.
 */
class MaskSoundnessTest {

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void framesThatDifferOnlyInUnmaskedBitsHaveTheSameResult(@ForAll long seed) {
    Random random = new Random(seed);
    Lab lab = RandomTraffic.lab(random);
    for (int i = 0; i < 25; i++) {
      String port = RandomTraffic.pick(random, RandomTraffic.PORTS);
      byte[] frame = RandomTraffic.frame(random, port);
      Result result = lab.in(port, frame);
      FlowMask mask = flowMask(result);
      Statistics.collect(name(result));
      if (mask == null) {
        continue;
      }
      FlowKey key = FrameParser.parse(frame, 1, 0);
      for (int j = 0; j < 8; j++) {
        byte[] other =
            RandomTraffic.build(random, vary(random, key, mask), fragmentOf(key, random, mask));
        if (equalUnder(mask, key, FrameParser.parse(other, 1, 0))) {
          assertThat(flow(lab.in(port, other)))
              .as(
                  "seed %d, port %s, mask %s%n  %s%n  %s",
                  seed, port, mask, key, FrameParser.parse(other, 1, 0))
              .isEqualTo(flow(result));
        }
      }
    }
  }

  private static String name(Result result) {
    return result instanceof Result.Drop drop
        ? drop.reason() + (drop.lifetime() == Result.Lifetime.NONE ? " (no flow)" : "")
        : result.getClass().getSimpleName();
  }

  /** Returns null if the result has no flow. */
  private static FlowMask flowMask(Result result) {
    return switch (result) {
      case Result.Forward forward -> forward.mask();
      case Result.Drop drop -> drop.lifetime() == Result.Lifetime.NONE ? null : drop.mask();
      case Result.Served _, Result.Consumed _, Result.Wait _, Result.AwaitPort _ -> null;
    };
  }

  /**
   * Returns a result without its effects: the flow, and the number of sent frames. The egress of an
   * ICMP error may depend on the ports that it quotes. A flow that drops packets after too many
   * errors sends none, so it need not match on ports.
   */
  private static Object flow(Result result) {
    boolean withIcmpError =
        result instanceof Result.Drop d && d.lifetime() == Result.Lifetime.SENDER_INFORMED;
    long sent =
        withIcmpError
            ? 0
            : result.effects().stream().filter(Effect.Transmit.class::isInstance).count();
    return switch (result) {
      case Result.Forward forward -> List.of(forward.actions(), forward.mask(), forward.tags());
      case Result.Drop drop ->
          List.of(drop.reason(), drop.detail(), drop.lifetime(), drop.mask(), drop.tags(), sent);
      case Result.Served served -> served;
      case Result.Consumed consumed -> consumed;
      case Result.Wait wait -> wait;
      case Result.AwaitPort wait -> wait;
    };
  }

  // ---- other frames under the same mask

  private static FlowKey vary(Random random, FlowKey key, FlowMask mask) {
    boolean srcMac = varies(random, mask, FlowField.ETH_SRC);
    boolean dstMac = varies(random, mask, FlowField.ETH_DST);
    return new FlowKey(
        1,
        0,
        srcMac ? RandomTraffic.pick(random, RandomTraffic.MACS) : key.ethSrc(),
        dstMac ? RandomTraffic.pick(random, RandomTraffic.MACS) : key.ethDst(),
        key.etherType(),
        varies(random, mask, FlowField.VLAN) ? 0x1000 | random.nextInt(3) : key.vlan(),
        varies(random, mask, FlowField.IP_PROTO)
            ? RandomTraffic.PROTOCOLS[random.nextInt(RandomTraffic.PROTOCOLS.length)]
            : key.ipProto(),
        0,
        varies(random, mask, FlowField.IP_TOS) ? random.nextInt(256) : key.tos(),
        varies(random, mask, FlowField.IP_TTL) ? 1 + random.nextInt(255) : key.ttl(),
        beyond(random, key.ipSrc(), mask.srcPrefix()),
        beyond(random, key.ipDst(), mask.dstPrefix()),
        varies(random, mask, FlowField.TP_SRC)
            ? RandomTraffic.L4[random.nextInt(RandomTraffic.L4.length)]
            : key.tpSrc(),
        varies(random, mask, FlowField.TP_DST)
            ? RandomTraffic.L4[random.nextInt(RandomTraffic.L4.length)]
            : key.tpDst());
  }

  private static int fragmentOf(FlowKey key, Random random, FlowMask mask) {
    if (varies(random, mask, FlowField.IP_FRAGMENT)) {
      return RandomTraffic.FRAGMENTS[random.nextInt(RandomTraffic.FRAGMENTS.length)];
    }
    return switch (key.fragment()) {
      case FlowKey.FIRST_FRAGMENT -> 0x2000;
      case FlowKey.LATER_FRAGMENT -> 0x0010;
      default -> 0;
    };
  }

  private static boolean varies(Random random, FlowMask mask, FlowField field) {
    return !mask.fields().contains(field) && random.nextBoolean();
  }

  private static Ip4 beyond(Random random, Ip4 address, int prefix) {
    if (prefix == 32 || random.nextInt(4) == 0) {
      return address;
    }
    int free = -1 >>> prefix;
    Ip4 wanted = RandomTraffic.address(random);
    return new Ip4(address.bits() & ~free | wanted.bits() & free);
  }

  private static boolean equalUnder(FlowMask mask, FlowKey a, FlowKey b) {
    Set<FlowField> fields = mask.fields();
    return a.etherType() == b.etherType()
        && (!fields.contains(FlowField.ETH_SRC) || a.ethSrc().equals(b.ethSrc()))
        && (!fields.contains(FlowField.ETH_DST) || a.ethDst().equals(b.ethDst()))
        && (!fields.contains(FlowField.VLAN) || a.vlan() == b.vlan())
        && (!fields.contains(FlowField.IP_PROTO) || a.ipProto() == b.ipProto())
        && (!fields.contains(FlowField.IP_FRAGMENT) || a.fragment() == b.fragment())
        && (!fields.contains(FlowField.IP_TOS) || a.tos() == b.tos())
        && (!fields.contains(FlowField.IP_TTL) || a.ttl() == b.ttl())
        && (!fields.contains(FlowField.TP_SRC) || a.tpSrc() == b.tpSrc())
        && (!fields.contains(FlowField.TP_DST) || a.tpDst() == b.tpDst())
        && new Prefix(a.ipSrc(), mask.srcPrefix()).contains(b.ipSrc())
        && new Prefix(a.ipDst(), mask.dstPrefix()).contains(b.ipDst());
  }
}
