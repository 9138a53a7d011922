package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Condition of a rule: all fields that are set must match. Each field can be inverted by its own
 * flag, and the whole condition by {@code conjunctionInv} (docs: nsdb.md#conditions). A null field
 * matches every packet.
 *
 * @param dlType ethertype, 0x600 to 0xFFFF
 * @param dlSrcMask matched bits of {@code dlSrc}; null for all 48
 * @param nwTos 0 to 255
 * @param nwProto 0 to 255
 * @param nw6Src subnet of the IPv6 source; only Neutron's filters have it
 * @param nw6Dst subnet of the IPv6 destination; only Neutron's filters have it
 * @param tpSrc L4 source port range; for ICMP the type
 * @param tpDst L4 destination port range; for ICMP the code
 * @param fragmentPolicy null for the default: {@code header} with L4 fields, {@code any} without
 * @param matchNwDstRewritten true when DNAT changed the destination earlier in the same router
 */
@RecordBuilder
public record Condition(
    boolean conjunctionInv,
    boolean matchForwardFlow,
    boolean matchReturnFlow,
    Set<UUID> inPortIds,
    boolean inPortInv,
    Set<UUID> outPortIds,
    boolean outPortInv,
    UUID portGroupId,
    boolean portGroupInv,
    UUID inPortGroupId,
    boolean inPortGroupInv,
    UUID outPortGroupId,
    boolean outPortGroupInv,
    UUID ipAddrGroupSrcId,
    boolean ipAddrGroupSrcInv,
    UUID ipAddrGroupDstId,
    boolean ipAddrGroupDstInv,
    Integer dlType,
    boolean dlTypeInv,
    Mac dlSrc,
    Mac dlSrcMask,
    boolean dlSrcInv,
    Mac dlDst,
    Mac dlDstMask,
    boolean dlDstInv,
    Integer nwTos,
    boolean nwTosInv,
    Integer nwProto,
    boolean nwProtoInv,
    Prefix nwSrc,
    boolean nwSrcInv,
    Prefix nwDst,
    boolean nwDstInv,
    Range tpSrc,
    boolean tpSrcInv,
    Range tpDst,
    boolean tpDstInv,
    UUID traversedDeviceId,
    boolean traversedDeviceInv,
    FragmentPolicy fragmentPolicy,
    boolean noVlan,
    Integer vlan,
    Prefix icmpDataSrc,
    boolean icmpDataSrcInv,
    Prefix icmpDataDst,
    boolean icmpDataDstInv,
    boolean matchNwDstRewritten,
    Prefix6 nw6Src,
    Prefix6 nw6Dst)
    implements ConditionBuilder.With {

  /** Matches every packet. */
  public static final Condition ANY = ConditionBuilder.builder().build();

  public Condition {
    inPortIds = inOrder(inPortIds);
    outPortIds = inOrder(outPortIds);
  }

  /** Keeps the given order, so that clients read what they wrote. */
  private static Set<UUID> inOrder(Set<UUID> ids) {
    return ids == null || ids.isEmpty()
        ? Set.of()
        : Collections.unmodifiableSet(new LinkedHashSet<>(ids));
  }

  /** Range of L4 ports, 0 to 65535; both ends are included. */
  public record Range(int start, int end) {

    public Range {
      if (start < 0 || end > 0xFFFF || start > end) {
        throw new IllegalArgumentException(
            "a port range lies in 0 to 65535, lower end first; got " + start + ":" + end);
      }
    }

    public boolean contains(int port) {
      return start <= port && port <= end;
    }
  }

  /** Fragments of a datagram that a rule matches. */
  public enum FragmentPolicy {
    ANY,
    /** The first fragment, and unfragmented packets. */
    HEADER,
    /** Fragments after the first. */
    NONHEADER,
    UNFRAGMENTED
  }
}
