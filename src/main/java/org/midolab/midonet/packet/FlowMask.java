package org.midolab.midonet.packet;

import java.util.EnumSet;
import java.util.Set;

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
}
