package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * One rule of a chain: what it does to packets that match its condition.
 *
 * @param flowAction what follows after a NAT took place; null for rules that are not NAT
 * @param jumpChainId the chain that {@link Type#JUMP} evaluates, else null
 * @param natTargets where {@link Type#DNAT} and {@link Type#SNAT} translate to; empty for all
 *     others
 * @param meterName counts what matches under this name, or null
 * @param traceRequestId for whom {@link Type#TRACE} traces, else null
 * @param traceLimit how many packets it traces
 * @param targetPortId where {@link Type#REDIRECT} and {@link Type#L2TRANSFORM} send packets, or
 *     null
 * @param ingress whether they enter at the target port instead of leaving by it
 * @param failOpen whether packets go on as if the rule were not there while the target port is down
 * @param popVlan whether {@link Type#L2TRANSFORM} takes a VLAN tag off
 * @param pushVlan the VLAN, 1 to 4094, that it puts on, or null
 */
@RecordBuilder
public record Rule(
    UUID id,
    UUID chainId,
    Type type,
    FlowAction flowAction,
    UUID jumpChainId,
    List<NatTarget> natTargets,
    Condition condition,
    String meterName,
    UUID traceRequestId,
    long traceLimit,
    UUID targetPortId,
    boolean ingress,
    boolean failOpen,
    boolean popVlan,
    Integer pushVlan)
    implements TopologyObject, RuleBuilder.With {

  public Rule {
    natTargets = natTargets == null ? List.of() : List.copyOf(natTargets);
    condition = condition == null ? Condition.ANY : condition;
  }

  public enum Type {
    ACCEPT,
    CONTINUE,
    DROP,
    JUMP,
    REJECT,
    RETURN,
    DNAT,
    SNAT,
    REV_DNAT,
    REV_SNAT,
    TRACE,
    L2TRANSFORM,
    REDIRECT;

    public boolean isNat() {
      return this == DNAT || this == SNAT || this == REV_DNAT || this == REV_SNAT;
    }
  }

  public enum FlowAction {
    ACCEPT,
    CONTINUE,
    RETURN,
    REDIRECT
  }

  /**
   * A range of addresses and L4 ports, both ends included. One address with ports 0-0 is a static,
   * stateless translation.
   */
  public record NatTarget(Ip4 addressFrom, Ip4 addressTo, int portFrom, int portTo) {

    /** How many addresses there are, 1 or more. */
    public long addresses() {
      return 1
          + Integer.toUnsignedLong(addressTo.bits())
          - Integer.toUnsignedLong(addressFrom.bits());
    }

    public boolean isStatic() {
      return addressFrom.equals(addressTo) && portFrom == 0 && portTo == 0;
    }
  }
}
