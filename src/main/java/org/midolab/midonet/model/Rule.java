package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * A rule of a chain: a condition, and an action on packets that match it.
 *
 * @param flowAction action after the translation; null for rules that are not NAT
 * @param jumpChainId the chain that {@link Type#JUMP} evaluates, else null
 * @param natTargets addresses and ports to which {@link Type#DNAT} and {@link Type#SNAT} translate;
 *     empty for all others
 * @param meterName name of the meter that counts matching packets, or null
 * @param traceRequestId the trace request of {@link Type#TRACE}, else null
 * @param traceLimit number of packets that it traces
 * @param targetPortId the port to which {@link Type#REDIRECT} and {@link Type#L2TRANSFORM} send
 *     packets, or null
 * @param ingress whether redirected packets enter by the target port; else they leave by it
 * @param failOpen whether packets ignore the rule while the target port is down
 * @param popVlan whether {@link Type#L2TRANSFORM} removes a VLAN tag
 * @param pushVlan the VLAN, 1 to 4094, of the tag that it adds, or null
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
   * Range of addresses and L4 ports, both ends included. A single address with ports 0-0 means
   * static NAT, which keeps no state.
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
