package org.midolab.midonet.datapath.common;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowMask;

/**
 * The masks in use (docs: datapath.md#masks). Their number is limited, because each mask costs one
 * more lookup for a frame that misses. A flow stays correct with a mask that includes more fields
 * than it needs; it only matches fewer frames. So if all masks are in use, or a port has used its
 * share, a flow gets the widest mask that covers its own. Some masks for common flows are reserved.
 * Not thread safe.
 */
public final class MaskSet {

  /** Maximum number of masks that flows of one in-port may add: a quarter of all. */
  static final int PORT_SHARE = Layout.MAX_MASKS / 4;

  private static final Set<FlowField> STATIONS =
      EnumSet.of(FlowField.TUNNEL_KEY, FlowField.ETH_SRC, FlowField.ETH_DST, FlowField.VLAN);

  private static final Set<FlowField> HOSTS =
      EnumSet.of(FlowField.IP_PROTO, FlowField.IP_FRAGMENT, FlowField.IP_SRC, FlowField.IP_DST);

  /**
   * For frames from a tunnel, between stations, between IP hosts, of one connection, and for exact
   * matches.
   */
  private static final List<FlowMask> RESERVED =
      List.of(
          FlowMask.of(FlowField.TUNNEL_KEY),
          mask(Set.of(), 0),
          mask(HOSTS, 32),
          mask(with(HOSTS, FlowField.IP_TTL), 32),
          mask(with(HOSTS, FlowField.TP_SRC, FlowField.TP_DST), 32),
          mask(with(HOSTS, FlowField.TP_SRC, FlowField.TP_DST, FlowField.IP_TTL), 32),
          FlowMask.exact());

  private final Map<FlowMask, Use> uses = new HashMap<>();

  private static final class Use {
    final int owner;
    int flows;

    Use(int owner) {
      this.owner = owner;
    }
  }

  private static Set<FlowField> with(Set<FlowField> fields, FlowField... more) {
    Set<FlowField> all = EnumSet.copyOf(fields);
    all.addAll(List.of(more));
    return all;
  }

  private static FlowMask mask(Set<FlowField> fields, int prefix) {
    Set<FlowField> all = EnumSet.copyOf(STATIONS);
    all.addAll(fields);
    return new FlowMask(all, prefix, prefix);
  }

  /** Returns the mask for a flow: the wanted one, or one that covers it. */
  public FlowMask fit(FlowMask wanted, int inPort) {
    if (uses.containsKey(wanted) || RESERVED.contains(wanted)) {
      return wanted;
    }
    long free = uses.keySet().stream().filter(mask -> !RESERVED.contains(mask)).count();
    long own =
        uses.entrySet().stream()
            .filter(e -> e.getValue().owner == inPort && !RESERVED.contains(e.getKey()))
            .count();
    if (free < Layout.MAX_MASKS - RESERVED.size() && own < PORT_SHARE) {
      return wanted;
    }
    return Stream.concat(uses.keySet().stream(), RESERVED.stream())
        .filter(mask -> covers(mask, wanted))
        .min((a, b) -> Integer.compare(bits(a), bits(b)))
        .orElseThrow();
  }

  private static boolean covers(FlowMask mask, FlowMask wanted) {
    return mask.fields().containsAll(wanted.fields())
        && mask.srcPrefix() >= wanted.srcPrefix()
        && mask.dstPrefix() >= wanted.dstPrefix();
  }

  private static int bits(FlowMask mask) {
    int bits = 0;
    for (byte b : FlowCodec.encode(mask)) {
      bits += Integer.bitCount(b & 0xFF);
    }
    return bits;
  }

  /**
   * Records one more flow with a mask.
   *
   * @return whether it is the first
   */
  public boolean added(FlowMask mask, int inPort) {
    return uses.computeIfAbsent(mask, m -> new Use(inPort)).flows++ == 0;
  }

  /**
   * Records that a flow with a mask was removed.
   *
   * @return whether it was the last
   */
  public boolean released(FlowMask mask) {
    Use use = uses.get(mask);
    if (use != null && --use.flows == 0) {
      uses.remove(mask);
      return true;
    }
    return false;
  }

  /** Returns the number of flows with a mask. */
  public int flows(FlowMask mask) {
    Use use = uses.get(mask);
    return use == null ? 0 : use.flows;
  }

  public Set<FlowMask> masks() {
    return uses.keySet();
  }

  public void clear() {
    uses.clear();
  }
}
