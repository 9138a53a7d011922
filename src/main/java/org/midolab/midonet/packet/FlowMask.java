package org.midolab.midonet.packet;

import java.util.EnumSet;
import java.util.Set;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;

/**
 * Which parts of a {@link FlowKey} a flow matches on: whole fields, and a prefix of each IP
 * address.
 *
 * @param fields fields that count; {@link FlowField#IN_PORT} and {@link FlowField#ETH_TYPE} always
 *     do. An IP address is listed exactly when its prefix is longer than 0
 * @param srcPrefix leading bits of the source address that count, 0 to 32
 * @param dstPrefix leading bits of the destination address that count, 0 to 32
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

  /** Every field, whole. */
  public static FlowMask exact() {
    return new FlowMask(EnumSet.allOf(FlowField.class), 32, 32);
  }

  /** These fields, whole; IP addresses among them count with all 32 bits. */
  public static FlowMask of(FlowField... fields) {
    Set<FlowField> set = Set.of(fields);
    return new FlowMask(
        set, set.contains(FlowField.IP_SRC) ? 32 : 0, set.contains(FlowField.IP_DST) ? 32 : 0);
  }

  /**
   * The key with all that does not count set to 0, so that keys of one flow are equal. The
   * ethertype and the in-port always count.
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
