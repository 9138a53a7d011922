package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupRule;
import org.midolab.midonet.model.neutron.SecurityGroupRule.Direction;
import org.midolab.midonet.model.neutron.SecurityGroupRule.EtherType;

/**
 * A security group is two chains, {@code OS_SG_ID_INGRESS} and {@code OS_SG_ID_EGRESS}, of rules
 * that accept, the newest first, and the IP address group of its ports. A rule that looks at L4 has
 * a twin for the later fragments, which have no ports to look at.
 */
final class SecurityGroupTranslation {

  private SecurityGroupTranslation() {}

  /** The chain for what the group's ports may receive. */
  static UUID ingress(UUID groupId) {
    return DerivedId.of("security-group-ingress", groupId);
  }

  /** The chain for what the group's ports may send. */
  static UUID egress(UUID groupId) {
    return DerivedId.of("security-group-egress", groupId);
  }

  static List<Want> of(SecurityGroup group) {
    return List.of(
        chain(ingress(group.id()), "INGRESS", group),
        chain(egress(group.id()), "EGRESS", group),
        new Want.Thing(new IPAddrGroup(group.id(), group.name(), List.of())));
  }

  private static Want chain(UUID id, String name, SecurityGroup group) {
    return new Want.Thing(
        ChainBuilder.builder()
            .id(id)
            .tenantId(group.tenantId())
            .name("OS_SG_" + group.id() + "_" + name)
            .build());
  }

  static List<Want> of(SecurityGroupRule rule) {
    boolean ingress = rule.direction() == Direction.INGRESS;
    UUID chain = ingress ? ingress(rule.securityGroupId()) : egress(rule.securityGroupId());
    if (isPrefixOfIpv6(rule)) {
      // There is no condition for such addresses; without one it would let everybody in.
      return List.of();
    }
    List<Want> wants = new ArrayList<>();
    boolean ports = rule.portRangeMin() != null || rule.portRangeMax() != null;
    ConditionBuilder header = condition(rule, ingress);
    if (ports) {
      transport(rule, header.fragmentPolicy(FragmentPolicy.HEADER));
      wants.add(
          accept(
              DerivedId.of("fragments", rule.id()),
              chain,
              condition(rule, ingress).fragmentPolicy(FragmentPolicy.NONHEADER)));
    }
    wants.add(accept(rule.id(), chain, header));
    return wants;
  }

  private static Want accept(UUID id, UUID chain, ConditionBuilder condition) {
    return new Want.InChain(Rules.of(Rule.Type.ACCEPT, id, chain, condition.build()), Want.FIRST);
  }

  private static boolean isPrefixOfIpv6(SecurityGroupRule rule) {
    String prefix = rule.remoteIpPrefix();
    return prefix != null && prefix.indexOf(':') >= 0 && !prefix.endsWith("/0");
  }

  private static ConditionBuilder condition(SecurityGroupRule rule, boolean ingress) {
    ConditionBuilder condition = Rules.when();
    if (rule.ethertype() != null) {
      condition.dlType(rule.ethertype().number());
    }
    condition.nwProto(rule.protocol());
    if (rule.remoteIpPrefix() != null && rule.ethertype() != EtherType.IPV6) {
      Prefix remote = Prefix.parse(rule.remoteIpPrefix()).network();
      if (ingress) {
        condition.nwSrc(remote);
      } else {
        condition.nwDst(remote);
      }
    }
    if (ingress) {
      condition.ipAddrGroupSrcId(rule.remoteGroupId());
    } else {
      condition.ipAddrGroupDstId(rule.remoteGroupId());
    }
    return condition;
  }

  private static void transport(SecurityGroupRule rule, ConditionBuilder condition) {
    Integer min = rule.portRangeMin();
    Integer max = rule.portRangeMax();
    if (rule.protocol() != null && rule.protocol() == Rules.ICMP) {
      condition.tpSrc(min == null ? null : new Range(min, min));
      condition.tpDst(max == null ? null : new Range(max, max));
    } else {
      condition.tpDst(new Range(min == null ? 0 : min, max == null ? min : max));
    }
  }
}
