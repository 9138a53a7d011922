package org.midolab.midonet.packet;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * Header fields of a frame that flows match; {@link FlowField} describes how ARP and ICMP use the
 * IP fields.
 *
 * @param inPort datapath port number, 1 or more
 * @param tunnelKey 24 bits, 0 outside tunnels
 * @param etherType ethertype of the payload, after the VLAN tag if there is one
 * @param vlan VLAN id plus 0x1000 when tagged, else 0
 * @param fragment 0 unfragmented, 1 first fragment, 2 later fragment
 */
@RecordBuilder
public record FlowKey(
    int inPort,
    int tunnelKey,
    Mac ethSrc,
    Mac ethDst,
    int etherType,
    int vlan,
    int ipProto,
    int fragment,
    int tos,
    int ttl,
    Ip4 ipSrc,
    Ip4 ipDst,
    int tpSrc,
    int tpDst)
    implements FlowKeyBuilder.With {

  public static final int ETHERTYPE_IPV4 = 0x0800;
  public static final int ETHERTYPE_ARP = 0x0806;
  public static final int ETHERTYPE_IPV6 = 0x86DD;

  public static final int ARP_REQUEST = 1;
  public static final int ARP_REPLY = 2;

  public static final int PROTO_ICMP = 1;
  public static final int PROTO_TCP = 6;
  public static final int PROTO_UDP = 17;
  public static final int PROTO_ICMPV6 = 58;

  public static final int UNFRAGMENTED = 0;
  public static final int FIRST_FRAGMENT = 1;
  public static final int LATER_FRAGMENT = 2;

  public boolean isIpv4() {
    return etherType == ETHERTYPE_IPV4;
  }

  public boolean isIpv6() {
    return etherType == ETHERTYPE_IPV6;
  }

  public boolean isArp() {
    return etherType == ETHERTYPE_ARP;
  }
}
