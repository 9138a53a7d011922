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
 */
@RecordBuilder
public record Rule(
    UUID id,
    UUID chainId,
    Type type,
    FlowAction flowAction,
    UUID jumpChainId,
    List<NatTarget> natTargets,
    Condition condition)
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
    REV_SNAT;

    public boolean isNat() {
      return this == DNAT || this == SNAT || this == REV_DNAT || this == REV_SNAT;
    }
  }

  public enum FlowAction {
    ACCEPT,
    CONTINUE,
    RETURN
  }

  /**
   * A range of addresses and L4 ports, both ends included. One address with ports 0-0 is a static,
   * stateless translation.
   */
  public record NatTarget(Ip4 addressFrom, Ip4 addressTo, int portFrom, int portTo) {

    public boolean isStatic() {
      return addressFrom.equals(addressTo) && portFrom == 0 && portTo == 0;
    }
  }
}
