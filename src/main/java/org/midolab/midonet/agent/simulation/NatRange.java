package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.packet.FlowKey;

/**
 * The ports that dynamic NAT may give a connection (docs: contract.md#dynamic-nat).
 *
 * @param from 0 to 65535
 * @param to likewise, included
 */
public record NatRange(int from, int to) {

  /** Ports that no system service has, as Neutron's source NAT uses them by default. */
  private static final NatRange UNPRIVILEGED = new NatRange(1024, 65535);

  /**
   * Returns the ports of a target. Source NAT never uses port 0. Destination NAT leaves the port as
   * it is where the target names none, and the identifier of an ICMP echo always.
   *
   * @param key of the connection, source or destination NAT
   */
  public static NatRange of(NatTarget target, NatKey key) {
    boolean named = target.portFrom() != 0 || target.portTo() != 0;
    if (key.kind() == NatKey.Kind.SNAT) {
      return named ? new NatRange(Math.max(1, target.portFrom()), target.portTo()) : UNPRIVILEGED;
    }
    return named && key.protocol() != FlowKey.PROTO_ICMP
        ? new NatRange(target.portFrom(), target.portTo())
        : new NatRange(key.destinationPort(), key.destinationPort());
  }

  /** Whether a rule with this target may translate so. */
  static boolean allows(NatTarget target, Translation translation) {
    Endpoint to = translation.to();
    NatRange ports = of(target, translation.key());
    return target.addressFrom().compareTo(to.address()) <= 0
        && target.addressTo().compareTo(to.address()) >= 0
        && ports.from <= to.port()
        && to.port() <= ports.to;
  }
}
