package org.midolab.midonet.packet;

import java.util.EnumSet;
import java.util.Set;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;

/**
 * Mask of a flow: the fields of a {@link FlowKey} that it matches, and the matched prefix length of
 * each IP address.
 *
 * @param fields fields that the flow matches; {@link FlowField#IN_PORT} and {@link
 *     FlowField#ETH_TYPE} are always among them, an IP address exactly when its prefix is longer
 *     than 0
 * @param srcPrefix number of matched leading bits of the source address, 0 to 32
 * @param dstPrefix number of matched leading bits of the destination address, 0 to 32
 */
public record FlowMask(Set<FlowField> fields, int srcPrefix, int dstPrefix) {

  public FlowMask {
    EnumSet<FlowField> whole = EnumSet.of(FlowField.IN_PORT, FlowField.ETH_TYPE);
    whole.addAll(fields);
    set(whole, FlowField.IP_SRC, srcPrefix > 0);
    set(whole, FlowField.IP_DST, dstPrefix > 0);
    fields = Set.copyOf(whole);
  }

  private static void set(Set<FlowField> fields, FlowField field, boolean present) {
    if (present) {
      fields.add(field);
    } else {
      fields.remove(field);
    }
  }

  /** Returns the mask that matches all bits of all fields. */
  public static FlowMask exact() {
    return new FlowMask(EnumSet.allOf(FlowField.class), 32, 32);
  }

  /**
   * Returns the mask that matches these fields; IP addresses among them are matched with all 32
   * bits.
   */
  public static FlowMask of(FlowField... fields) {
    Set<FlowField> set = Set.of(fields);
    return new FlowMask(
        set, set.contains(FlowField.IP_SRC) ? 32 : 0, set.contains(FlowField.IP_DST) ? 32 : 0);
  }

  /**
   * Returns the key with all unmatched bits set to 0, so that all keys of one flow become equal.
   */
  public FlowKey apply(FlowKey key) {
    return new FlowKey(
        key.inPort(),
        keep(FlowField.TUNNEL_KEY, key.tunnelKey()),
        keep(FlowField.ETH_SRC, key.ethSrc()),
        keep(FlowField.ETH_DST, key.ethDst()),
        key.etherType(),
        keep(FlowField.VLAN, key.vlan()),
        keep(FlowField.IP_PROTO, key.ipProto()),
        keep(FlowField.IP_FRAGMENT, key.fragment()),
        keep(FlowField.IP_TOS, key.tos()),
        keep(FlowField.IP_TTL, key.ttl()),
        new Prefix(key.ipSrc(), srcPrefix).network().address(),
        new Prefix(key.ipDst(), dstPrefix).network().address(),
        keep(FlowField.TP_SRC, key.tpSrc()),
        keep(FlowField.TP_DST, key.tpDst()));
  }

  private int keep(FlowField field, int value) {
    return fields.contains(field) ? value : 0;
  }

  private Mac keep(FlowField field, Mac value) {
    return fields.contains(field) ? value : Mac.ZERO;
  }
}
