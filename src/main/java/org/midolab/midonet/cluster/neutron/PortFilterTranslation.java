package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.ChainBuilder;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.AddressPair;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;

/**
 * Translates the security of an instance's port to filter chains (docs:
 * contract.md#neutron-translation):
 *
 * <pre>
 *   OS_PORT_ID_INBOUND  (from the instance)    OS_PORT_ID_OUTBOUND  (to the instance)
 *     jump OS_PORT_ID_ANTI_SPOOF                 accept return flow
 *     neighbour discovery of IPv6                neighbour discovery of IPv6
 *     accept return flow                         jump OS_SG_GROUP_INGRESS, each group
 *     jump OS_SG_GROUP_EGRESS, each group        drop all but ARP
 *     drop all but ARP
 *
 *   OS_PORT_ID_ANTI_SPOOF
 *     return DHCP requests; return each address with its MAC, in IPv4 and ARP alike; drop
 * </pre>
 *
 * <p>The rules for IPv6 are those of Neutron's own firewalls; only ports with an IPv6 address have
 * them ({@link Ipv6Rules}).
 *
 * <p>Without port security the chains are empty.
 */
final class PortFilterTranslation {

  private static final int DHCP_CLIENT = 68;
  private static final int DHCP_SERVER = 67;

  private PortFilterTranslation() {}

  /** Returns the id of the chain for packets from the port's instance. */
  static UUID inbound(UUID portId) {
    return DerivedId.of("port-inbound", portId);
  }

  /** Returns the id of the chain for packets to the port's instance. */
  static UUID outbound(UUID portId) {
    return DerivedId.of("port-outbound", portId);
  }

  private static UUID antiSpoof(UUID portId) {
    return DerivedId.of("port-anti-spoof", portId);
  }

  static List<TopologyPart> of(NeutronPort port) {
    List<TopologyPart> parts = new ArrayList<>();
    parts.addAll(chain(inbound(port.id()), "INBOUND", port, inboundRules(port)));
    parts.addAll(chain(outbound(port.id()), "OUTBOUND", port, outboundRules(port)));
    parts.addAll(chain(antiSpoof(port.id()), "ANTI_SPOOF", port, antiSpoofRules(port)));
    return parts;
  }

  private static List<TopologyPart> chain(
      UUID id, String name, NeutronPort port, List<Rule> rules) {
    List<TopologyPart> parts = new ArrayList<>();
    parts.add(
        new TopologyPart.StoredObject(
            ChainBuilder.builder()
                .id(id)
                .tenantId(port.tenantId())
                .name("OS_PORT_" + port.id() + "_" + name)
                .build()));
    rules.forEach(rule -> parts.add(new TopologyPart.ChainRule(rule, TopologyPart.LAST)));
    parts.add(new TopologyPart.RuleOrder(id, rules.stream().map(Rule::id).toList()));
    return parts;
  }

  private static List<Rule> inboundRules(NeutronPort port) {
    UUID chain = inbound(port.id());
    List<Rule> rules = new ArrayList<>();
    if (port.portSecurityEnabled()) {
      rules.add(Rules.jump(DerivedId.of("anti-spoof", chain), chain, antiSpoof(port.id())));
      rules.addAll(Ipv6Rules.fromInstance(port, chain));
      rules.add(acceptReturning(chain));
      for (UUID group : port.securityGroups()) {
        rules.add(
            Rules.jump(
                DerivedId.of("jump", chain, group), chain, SecurityGroupTranslation.egress(group)));
      }
      rules.add(dropAllButArp(chain));
    }
    return rules;
  }

  private static List<Rule> outboundRules(NeutronPort port) {
    UUID chain = outbound(port.id());
    List<Rule> rules = new ArrayList<>();
    if (port.portSecurityEnabled()) {
      rules.add(acceptReturning(chain));
      rules.addAll(Ipv6Rules.toInstance(port, chain));
      for (UUID group : port.securityGroups()) {
        rules.add(
            Rules.jump(
                DerivedId.of("jump", chain, group),
                chain,
                SecurityGroupTranslation.ingress(group)));
      }
      rules.add(dropAllButArp(chain));
    }
    return rules;
  }

  private static Rule acceptReturning(UUID chain) {
    return Rules.of(
        Rule.Type.ACCEPT,
        DerivedId.of("returning", chain),
        chain,
        Rules.condition().matchReturnFlow(true).build());
  }

  private static Rule dropAllButArp(UUID chain) {
    return Rules.of(
        Rule.Type.DROP,
        DerivedId.of("drop", chain),
        chain,
        Rules.condition().dlType(Rules.ARP).dlTypeInv(true).build());
  }

  private static List<Rule> antiSpoofRules(NeutronPort port) {
    UUID chain = antiSpoof(port.id());
    List<Rule> rules = new ArrayList<>();
    if (port.portSecurityEnabled()) {
      Condition dhcp =
          Rules.condition()
              .dlType(Rules.IPV4)
              .nwProto(Rules.UDP)
              .tpSrc(new Range(DHCP_CLIENT, DHCP_CLIENT))
              .tpDst(new Range(DHCP_SERVER, DHCP_SERVER))
              .fragmentPolicy(FragmentPolicy.HEADER)
              .build();
      rules.add(Rules.of(Rule.Type.RETURN, DerivedId.of("dhcp", chain), chain, dhcp));
      for (FixedIp fixed : port.fixedIp4s()) {
        rules.add(allowSource(chain, Prefix.host(fixed.ip4()), port.macAddress()));
      }
      for (AddressPair pair : port.allowedAddressPairs()) {
        if (!pair.isIpv6()) {
          Mac mac = pair.macAddress() == null ? port.macAddress() : pair.macAddress();
          rules.add(allowSource(chain, Prefix.parse(pair.ipAddress()).network(), mac));
        }
      }
      rules.addAll(Ipv6Rules.sources(port, chain));
      rules.add(
          Rules.of(Rule.Type.DROP, DerivedId.of("drop", chain), chain, Rules.condition().build()));
    }
    return rules.stream().distinct().toList();
  }

  /**
   * Allows a source address with its MAC. The condition's {@code nwSrc} also matches the sender's
   * protocol address of ARP.
   */
  private static Rule allowSource(UUID chain, Prefix from, Mac mac) {
    return Rules.of(
        Rule.Type.RETURN,
        DerivedId.of("may", chain, from, mac),
        chain,
        Rules.condition().nwSrc(from).dlSrc(mac).build());
  }
}
