package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.packet.FlowKey;

/**
 * The ports that dynamic NAT may use for a connection (docs: contract.md#dynamic-nat).
 *
 * @param from 0 to 65535
 * @param to 0 to 65535, inclusive
 */
public record NatRange(int from, int to) {

  /** The unprivileged ports, which Neutron's source NAT uses by default. */
  private static final NatRange UNPRIVILEGED = new NatRange(1024, 65535);

  /**
   * Returns the ports of a target. Source NAT never uses port 0. Destination NAT keeps the port if
   * the target names none, and always keeps the identifier of an ICMP echo.
   *
   * @param key the connection's key, of kind SNAT or DNAT
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

  /** Whether a rule with this target allows the translation. */
  static boolean allows(NatTarget target, Translation translation) {
    Endpoint to = translation.to();
    NatRange ports = of(target, translation.key());
    return target.addressFrom().compareTo(to.address()) <= 0
        && target.addressTo().compareTo(to.address()) >= 0
        && ports.from <= to.port()
        && to.port() <= ports.to;
  }
}
