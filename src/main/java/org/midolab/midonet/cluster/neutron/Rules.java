package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Rule.FlowAction;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.model.RuleBuilder;

/** Creates the rules of the translation. */
final class Rules {

  static final int IPV4 = 0x0800;
  static final int ARP = 0x0806;
  static final int IPV6 = 0x86DD;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMP = 1;
  static final int ICMP6 = 58;

  private Rules() {}

  static ConditionBuilder condition() {
    return ConditionBuilder.builder().fragmentPolicy(FragmentPolicy.ANY);
  }

  static Rule of(Rule.Type type, UUID id, UUID chainId, Condition condition) {
    return RuleBuilder.builder().id(id).chainId(chainId).type(type).condition(condition).build();
  }

  static Rule jump(UUID id, UUID chainId, UUID to) {
    return RuleBuilder.builder()
        .id(id)
        .chainId(chainId)
        .type(Rule.Type.JUMP)
        .jumpChainId(to)
        .condition(condition().build())
        .build();
  }

  /** Returns a rule for static NAT of one address, without ports and without state. */
  static Rule staticNat(Rule.Type type, UUID id, UUID chainId, Condition condition, Ip4 to) {
    return nat(type, id, chainId, condition).withNatTargets(List.of(new NatTarget(to, to, 0, 0)));
  }

  /**
   * Returns a rule for dynamic SNAT of many addresses to one. It needs L4 ports, so it does not
   * match fragments.
   *
   * @param ports source ports to allocate
   */
  static Rule dynamicSnat(UUID id, UUID chainId, ConditionBuilder condition, Ip4 to, Range ports) {
    return nat(
            Rule.Type.SNAT,
            id,
            chainId,
            condition.fragmentPolicy(FragmentPolicy.UNFRAGMENTED).build())
        .withNatTargets(List.of(new NatTarget(to, to, ports.start(), ports.end())));
  }

  /** Returns a rule that reverses dynamic SNAT in packets of the return flow. */
  static Rule reverseSnat(UUID id, UUID chainId, Condition condition) {
    return nat(Rule.Type.REV_SNAT, id, chainId, condition);
  }

  private static Rule nat(Rule.Type type, UUID id, UUID chainId, Condition condition) {
    return of(type, id, chainId, condition).withFlowAction(FlowAction.ACCEPT);
  }
}
