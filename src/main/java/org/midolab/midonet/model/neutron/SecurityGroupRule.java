package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * What a security group lets through.
 *
 * @param protocol number of the IP protocol, or null for all
 * @param portRangeMin lowest L4 port, or the type of ICMP; null for all
 * @param portRangeMax highest L4 port, or the code of ICMP; null for all
 * @param remoteIpPrefix who may be at the other end, an address or subnet; null for anybody
 * @param remoteGroupId whose ports may be at the other end, or null for anybody
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

  /** As seen from the port. */
  public enum Direction {
    INGRESS,
    EGRESS
  }

  /** Which IP. */
  public enum EtherType {
    IPV4(0x0800),
    IPV6(0x86DD);

    private final int number;

    EtherType(int number) {
      this.number = number;
    }

    /** The type field of its frames. */
    public int number() {
      return number;
    }
  }
}
