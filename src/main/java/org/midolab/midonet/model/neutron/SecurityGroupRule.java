package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * A rule of a security group, which allows some traffic.
 *
 * @param protocol number of the IP protocol, or null for all
 * @param portRangeMin lowest L4 port, or the type of ICMP; null for all
 * @param portRangeMax highest L4 port, or the code of ICMP; null for all
 * @param remoteIpPrefix address or subnet of the other end; null for all
 * @param remoteGroupId security group of the port at the other end, or null for all
 */
@RecordBuilder
public record SecurityGroupRule(
    UUID id,
    String tenantId,
    UUID securityGroupId,
    Direction direction,
    EtherType ethertype,
    Integer protocol,
    Integer portRangeMin,
    Integer portRangeMax,
    String remoteIpPrefix,
    UUID remoteGroupId)
    implements NeutronObject, SecurityGroupRuleBuilder.With {

  /** Direction as seen from the port. */
  public enum Direction {
    INGRESS,
    EGRESS
  }

  /** Version of IP. */
  public enum EtherType {
    IPV4(0x0800),
    IPV6(0x86DD);

    private final int number;

    EtherType(int number) {
      this.number = number;
    }

    /** Returns the ethertype. */
    public int number() {
      return number;
    }
  }
}
