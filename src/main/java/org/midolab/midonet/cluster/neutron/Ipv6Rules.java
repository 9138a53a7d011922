package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix6;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.AddressPair;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;

/**
 * The rules for IPv6 of an instance's port: what Neutron's own firewalls admit without a rule of a
 * security group, so that neighbours and routers are found (RFC 4861), multicast listeners report
 * (RFC 3810), and addresses are leased (RFC 8415). A port without an IPv6 address has none, so that
 * its IPv6 is dropped.
 */
final class Ipv6Rules {

  private static final Ip6 UNSPECIFIED = new Ip6(0, 0);

  /** Types of ICMPv6. */
  private static final Range LISTENER_QUERY = type(130);

  private static final Range LISTENER_REPORT = type(131);

  /** From queries for listeners to solicitations of routers. */
  private static final Range LISTENERS_AND_SOLICITATION = new Range(130, 133);

  private static final Range ROUTER_ADVERTISEMENT = type(134);
  private static final Range NEIGHBOUR_SOLICITATION = type(135);
  private static final Range NEIGHBOURS = new Range(135, 136);
  private static final Range ADVERTISEMENTS_AND_NEIGHBOURS = new Range(134, 136);
  private static final Range LISTENER_REPORT_2 = type(143);

  private static final int DHCP_CLIENT = 546;
  private static final int DHCP_SERVER = 547;

  private Ipv6Rules() {}

  private static Range type(int number) {
    return new Range(number, number);
  }

  /**
   * Returns the rules that let sources pass: the port's addresses and its link-local one, each with
   * its MAC, and the unspecified address in messages that a host sends before it has one.
   */
  static List<Rule> sources(NeutronPort port, UUID chain) {
    List<Rule> rules = new ArrayList<>();
    if (!port.usesIpv6()) {
      return rules;
    }
    Mac mac = port.macAddress();
    for (Range type : List.of(LISTENER_REPORT, NEIGHBOUR_SOLICITATION, LISTENER_REPORT_2)) {
      rules.add(
          rule(
              Rule.Type.RETURN,
              chain,
              icmp(type).nw6Src(Prefix6.host(UNSPECIFIED)).dlSrc(mac),
              "unspecified",
              type));
    }
    rules.add(allowed(chain, Prefix6.host(linkLocal(mac)), mac));
    for (FixedIp fixed : port.fixedIps()) {
      if (fixed.ip() instanceof Ip6 address) {
        rules.add(allowed(chain, Prefix6.host(address), mac));
      }
    }
    for (AddressPair pair : port.allowedAddressPairs()) {
      if (pair.isIpv6()) {
        Mac from = pair.macAddress() == null ? mac : pair.macAddress();
        rules.add(allowed(chain, subnet(pair.ipAddress()), from));
      }
    }
    return rules;
  }

  private static Prefix6 subnet(String text) {
    return text.indexOf('/') < 0 ? Prefix6.host(Ip6.parse(text)) : Prefix6.parse(text).network();
  }

  /** Returns the address that a host makes of its MAC (RFC 4291 §2.5.6 and appendix A). */
  static Ip6 linkLocal(Mac mac) {
    long upper = mac.bits() >>> 24 ^ 0x02_0000;
    return new Ip6(0xFE80L << 48, upper << 40 | 0xFFFEL << 24 | mac.bits() & 0xFF_FFFF);
  }

  private static Rule allowed(UUID chain, Prefix6 from, Mac mac) {
    ConditionBuilder condition = Rules.condition().dlType(Rules.IPV6).nw6Src(from).dlSrc(mac);
    return rule(Rule.Type.RETURN, chain, condition, "may", from, mac);
  }

  /** Returns the rules for packets from the instance, which cannot be a router or DHCP server. */
  static List<Rule> fromInstance(NeutronPort port, UUID chain) {
    return !port.usesIpv6()
        ? List.of()
        : List.of(
            rule(Rule.Type.DROP, chain, icmp(ROUTER_ADVERTISEMENT), "advertisement"),
            rule(Rule.Type.DROP, chain, dhcp(DHCP_SERVER, DHCP_CLIENT), "dhcp-server"),
            rule(Rule.Type.ACCEPT, chain, icmp(LISTENERS_AND_SOLICITATION), "listeners"),
            rule(Rule.Type.ACCEPT, chain, icmp(NEIGHBOURS), "neighbours"),
            rule(Rule.Type.ACCEPT, chain, icmp(LISTENER_REPORT_2), "listener-report"),
            rule(Rule.Type.ACCEPT, chain, dhcp(DHCP_CLIENT, DHCP_SERVER), "dhcp-client"));
  }

  /** Returns the rules for packets to the instance. */
  static List<Rule> toInstance(NeutronPort port, UUID chain) {
    return !port.usesIpv6()
        ? List.of()
        : List.of(
            rule(Rule.Type.ACCEPT, chain, icmp(LISTENER_QUERY), "listener-query"),
            rule(Rule.Type.ACCEPT, chain, icmp(ADVERTISEMENTS_AND_NEIGHBOURS), "neighbours"),
            rule(Rule.Type.ACCEPT, chain, dhcp(DHCP_SERVER, DHCP_CLIENT), "dhcp-server"));
  }

  private static Rule rule(
      Rule.Type type, UUID chain, ConditionBuilder condition, String name, Object... more) {
    List<Object> of = new ArrayList<>(List.of(chain));
    of.addAll(List.of(more));
    return Rules.of(type, DerivedId.of("ipv6-" + name, of.toArray()), chain, condition.build());
  }

  private static ConditionBuilder icmp(Range type) {
    return transport(Rules.ICMP6).tpSrc(type);
  }

  private static ConditionBuilder dhcp(int from, int to) {
    return transport(Rules.UDP).tpSrc(type(from)).tpDst(type(to));
  }

  private static ConditionBuilder transport(int protocol) {
    return Rules.condition()
        .dlType(Rules.IPV6)
        .nwProto(protocol)
        .fragmentPolicy(FragmentPolicy.HEADER);
  }
}
