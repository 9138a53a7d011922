package org.midolab.midonet.cli.schema;

import static org.midolab.midonet.cli.schema.Schema.attribute;
import static org.midolab.midonet.cli.schema.Schema.choice;
import static org.midolab.midonet.cli.schema.Schema.number;
import static org.midolab.midonet.cli.schema.Schema.ref;
import static org.midolab.midonet.cli.schema.Schema.tenant;
import static org.midolab.midonet.cli.schema.Schema.text;
import static org.midolab.midonet.cli.schema.Schema.type;

import java.util.List;
import java.util.stream.Stream;
import org.midolab.midonet.cli.codec.Codec;
import org.midolab.midonet.cli.codec.Codecs;
import org.midolab.midonet.cli.codec.MatchCodecs;
import org.midolab.midonet.cli.codec.MatchCodecs.Inverted;
import org.midolab.midonet.cli.codec.RefCodecs;
import org.midolab.midonet.cli.schema.ObjectType.Forms;
import org.midolab.midonet.cli.schema.ObjectType.Identity;

/** Types of chains, rules, and groups that rules match. */
final class FilterTypes {

  private FilterTypes() {}

  static List<ObjectType> roots() {
    return List.of(chain(), portGroup(), addressGroup());
  }

  private static ObjectType chain() {
    return type("chain")
        .alias("chain")
        .collection("chains")
        .template("chainTemplate")
        .media("Chain-v1")
        .forms(Forms.NO_UPDATE)
        .about("An ordered list of rules.")
        .attributes(List.of(tenant(), text("name", "name")))
        .children(List.of(rule()))
        .build();
  }

  private static ObjectType rule() {
    return type("rule")
        .alias("rule")
        .collection("rules")
        .template("ruleTemplate")
        .media("Rule-v2")
        .forms(Forms.NO_UPDATE)
        .about("An action on packets that match all of the rule's conditions.")
        .attributes(Stream.concat(conditions().stream(), actions().stream()).toList())
        .build();
  }

  private static List<Attribute> actions() {
    return List.of(
        ref("chain", "chainId", "chain").readOnly().onRequest(),
        number("pos", "position", 1, Integer.MAX_VALUE)
            .about("position in the chain, from 1; the first when not given"),
        attribute(
            "type",
            Codecs.Choice.mapped(
                "type",
                "accept",
                "accept",
                "continue",
                "continue",
                "drop",
                "drop",
                "jump",
                "jump",
                "redirect",
                "redirect",
                "reject",
                "reject",
                "return",
                "return",
                "trace",
                "trace",
                "dnat",
                "dnat",
                "snat",
                "snat",
                "rev_dnat",
                "rev_dnat",
                "rev_snat",
                "rev_snat",
                "l2-transform",
                "l2transform")),
        choice("action", "flowAction", "accept", "continue", "redirect", "return")
            .about("action after a translation"),
        ref("jump-to", "jumpChainId", "chain"),
        ref("target-port", "targetPortId", "port"),
        attribute("ingress", Codecs.Flag.marker("ingress")),
        attribute("fail-open", Codecs.Flag.marker("failOpen")),
        attribute("pop-vlan", Codecs.Flag.marker("popVlan")),
        number("push-vlan", "pushVlan", 0, 4095, 0L),
        attribute("target", new MatchCodecs.NatTargets())
            .about("one address without ports means static NAT"),
        text("traceid", "requestId").readOnly(),
        number("tracelimit", "limit", 0, Long.MAX_VALUE).readOnly());
  }

  /**
   * The conditions of a rule or a trace, in the order in which they are printed (docs:
   * contract.md#cli-objects).
   */
  static List<Attribute> conditions() {
    return List.of(
        attribute("inverted", new Codecs.Flag("condInvert", "yes", "no", true))
            .about("inverts the other conditions as a whole"),
        match("hw-src", new MatchCodecs.MacAddress("dlSrc"), "invDlSrc"),
        attribute("hw-src-mask", new Codecs.Text("dlSrcMask", "<MAC_MASK>")),
        match("hw-dst", new MatchCodecs.MacAddress("dlDst"), "invDlDst"),
        attribute("hw-dst-mask", new Codecs.Text("dlDstMask", "<MAC_MASK>")),
        match("ethertype", new Codecs.Number("dlType", 0x600, 0xFFFF), "invDlType")
            .about("0x0800 is IPv4"),
        match("src", new MatchCodecs.Cidr("nwSrcAddress", "nwSrcLength"), "invNwSrc"),
        match("dst", new MatchCodecs.Cidr("nwDstAddress", "nwDstLength"), "invNwDst"),
        match("proto", new Codecs.Number("nwProto", 0, 255), "invNwProto")
            .about("1 ICMP, 6 TCP, 17 UDP"),
        match("tos", new Codecs.Number("nwTos", 0, 255), "invNwTos"),
        match("src-port", new MatchCodecs.Range("tpSrc"), "invTpSrc").about("for ICMP its type"),
        match("dst-port", new MatchCodecs.Range("tpDst"), "invTpDst").about("for ICMP its code"),
        attribute("flow", new MatchCodecs.FlowDirection())
            .about("direction in a tracked connection"),
        match("port-group", new RefCodecs.Ref("portGroup", "port-group"), "invPortGroup"),
        match("in-port-group", new RefCodecs.Ref("inPortGroup", "port-group"), "invInPortGroup"),
        match("out-port-group", new RefCodecs.Ref("outPortGroup", "port-group"), "invOutPortGroup"),
        match(
            "ip-address-group-src",
            new RefCodecs.Ref("ipAddrGroupSrc", "ip-address-group"),
            "invIpAddrGroupSrc"),
        match(
            "ip-address-group-dst",
            new RefCodecs.Ref("ipAddrGroupDst", "ip-address-group"),
            "invIpAddrGroupDst"),
        match("in-ports", new RefCodecs.Refs("inPorts", "port"), "invInPorts"),
        match("out-ports", new RefCodecs.Refs("outPorts", "port"), "invOutPorts"),
        choice("fragment-policy", "fragmentPolicy", "any", "header", "nonheader", "unfragmented"),
        attribute("no-vlan", Codecs.Flag.marker("noVlan")),
        number("vlan", "vlan", 0, 4095, 0L),
        match(
            "icmp-data-src",
            new MatchCodecs.Cidr("icmpDataSrcIpAddress", "icmpDataSrcIpLength"),
            "invIcmpDataSrcIp"),
        match(
            "icmp-data-dst",
            new MatchCodecs.Cidr("icmpDataDstIpAddress", "icmpDataDstIpLength"),
            "invIcmpDataDstIp"),
        attribute("match-nw-dst-rewritten", Codecs.Flag.marker("matchNwDstRewritten"))
            .about("whether the destination was translated before"),
        match(
                "traversed-device",
                new Codecs.Text("traversedDevice", "<UUID>"),
                "invTraversedDevice")
            .about("a router or bridge that the packet passed (an extension of this client)"));
  }

  private static Attribute match(String name, Codec codec, String inversion) {
    return attribute(name, new Inverted(codec, inversion));
  }

  private static ObjectType portGroup() {
    return type("port-group")
        .printed("pgroup")
        .alias("pgroup")
        .collection("portGroups")
        .template("portGroupTemplate")
        .media("PortGroup-v1")
        .about("A set of ports; stateful ones share connection state, such as a router's uplinks.")
        .attributes(
            List.of(
                tenant(),
                text("name", "name"),
                attribute("stateful", Codecs.Flag.bool("stateful"))))
        .children(
            List.of(
                type("member")
                    .printed("pgport")
                    .identity(Identity.KEYED)
                    .collection("ports")
                    .media("PortGroupPort-v1")
                    .forms(Forms.NO_UPDATE)
                    .about("A port's membership.")
                    .attributes(
                        List.of(
                            ref("port-group", "portGroupId", "port-group").readOnly(),
                            ref("port", "portId", "port")))
                    .build()))
        .build();
  }

  private static ObjectType addressGroup() {
    return type("ip-address-group")
        .printed("ipg")
        .alias("ipg")
        .collection("ipAddrGroups")
        .template("ipAddrGroupTemplate")
        .media("IpAddrGroup-v1")
        .forms(Forms.NO_UPDATE)
        .about("A set of addresses that rules match.")
        .attributes(List.of(text("name", "name")))
        .children(
            List.of(
                groupAddress("ip", "ip_addrs"),
                groupAddress("ipv4", "versions/4/ip_addrs"),
                groupAddress("ipv6", "versions/6/ip_addrs")))
        .build();
  }

  /**
   * @param collection collection below the group: all addresses, or those of one version of IP
   */
  private static ObjectType groupAddress(String word, String collection) {
    return type(word)
        .printed("addr")
        .alias("addr")
        .identity(Identity.KEYED)
        .collection(collection)
        .media("IpAddrGroupAddr-v1")
        .forms(Forms.NO_UPDATE)
        .about("An address of the group.")
        .attributes(List.of(attribute("address", new MatchCodecs.Address("addr"))))
        .build();
  }
}
