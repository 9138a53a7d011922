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
import org.midolab.midonet.model.Prefix6;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupRule;
import org.midolab.midonet.model.neutron.SecurityGroupRule.Direction;
import org.midolab.midonet.model.neutron.SecurityGroupRule.EtherType;

/**
 * Translates a security group to two chains of accepting rules, {@code OS_SG_ID_INGRESS} and {@code
 * OS_SG_ID_EGRESS}, newest rule first, and to the IP address group of its ports. A rule with L4
 * ports gets a second rule for later fragments, which have no L4 header.
 */
final class SecurityGroupTranslation {

  private SecurityGroupTranslation() {}

  /** Returns the id of the chain for packets that the group's ports may receive. */
  static UUID ingress(UUID groupId) {
    return DerivedId.of("security-group-ingress", groupId);
  }

  /** Returns the id of the chain for packets that the group's ports may send. */
  static UUID egress(UUID groupId) {
    return DerivedId.of("security-group-egress", groupId);
  }

  static List<TopologyPart> of(SecurityGroup group) {
    return List.of(
        chain(ingress(group.id()), "INGRESS", group),
        chain(egress(group.id()), "EGRESS", group),
        new TopologyPart.StoredObject(new IPAddrGroup(group.id(), group.name(), List.of())));
  }

  private static TopologyPart chain(UUID id, String name, SecurityGroup group) {
    return new TopologyPart.StoredObject(
        ChainBuilder.builder()
            .id(id)
            .tenantId(group.tenantId())
            .name("OS_SG_" + group.id() + "_" + name)
            .build());
  }

  static List<TopologyPart> of(SecurityGroupRule rule) {
    boolean ingress = rule.direction() == Direction.INGRESS;
    UUID chain = ingress ? ingress(rule.securityGroupId()) : egress(rule.securityGroupId());
    List<TopologyPart> parts = new ArrayList<>();
    boolean ports = rule.portRangeMin() != null || rule.portRangeMax() != null;
    ConditionBuilder header = condition(rule, ingress);
    if (ports) {
      transport(rule, header.fragmentPolicy(FragmentPolicy.HEADER));
      parts.add(
          accept(
              DerivedId.of("fragments", rule.id()),
              chain,
              condition(rule, ingress).fragmentPolicy(FragmentPolicy.NONHEADER)));
    }
    parts.add(accept(rule.id(), chain, header));
    return parts;
  }

  private static TopologyPart accept(UUID id, UUID chain, ConditionBuilder condition) {
    return new TopologyPart.ChainRule(
        Rules.of(Rule.Type.ACCEPT, id, chain, condition.build()), TopologyPart.FIRST);
  }

  private static ConditionBuilder condition(SecurityGroupRule rule, boolean ingress) {
    ConditionBuilder condition = Rules.condition();
    if (rule.ethertype() != null) {
      condition.dlType(rule.ethertype().number());
    }
    condition.nwProto(protocol(rule));
    if (rule.remoteIpPrefix() != null && rule.ethertype() == EtherType.IPV6) {
      Prefix6 remote = Prefix6.parse(rule.remoteIpPrefix()).network();
      if (ingress) {
        condition.nw6Src(remote);
      } else {
        condition.nw6Dst(remote);
      }
    } else if (rule.remoteIpPrefix() != null) {
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

  /** Returns the protocol's number. Neutron says icmp for ICMPv6 too, if the ethertype is IPv6. */
  private static Integer protocol(SecurityGroupRule rule) {
    boolean icmp = rule.protocol() != null && rule.protocol() == Rules.ICMP;
    return icmp && rule.ethertype() == EtherType.IPV6
        ? Integer.valueOf(Rules.ICMP6)
        : rule.protocol();
  }

  private static void transport(SecurityGroupRule rule, ConditionBuilder condition) {
    Integer min = rule.portRangeMin();
    Integer max = rule.portRangeMax();
    if (rule.protocol() != null
        && (rule.protocol() == Rules.ICMP || rule.protocol() == Rules.ICMP6)) {
      condition.tpSrc(min == null ? null : new Range(min, min));
      condition.tpDst(max == null ? null : new Range(max, max));
    } else {
      condition.tpDst(new Range(min == null ? 0 : min, max == null ? min : max));
    }
  }
}
