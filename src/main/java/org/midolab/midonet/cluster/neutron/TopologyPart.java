package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;

/**
 * A part of the virtual topology that an object of Neutron is translated to. Parts are small, since
 * other clients write to the same devices: an operator may set a router's AS number, {@code mm-ctl}
 * may bind a port, and a later change of the name in Neutron must not undo that.
 */
sealed interface TopologyPart {

  /** Returns the identity of the part, which does not depend on its contents. */
  Object key();

  /** An object with an id: a device, chain, route or group. */
  record StoredObject(TopologyObject object) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(object.getClass(), object.id());
    }
  }

  /** A rule of a chain; the position applies when it is created. */
  record ChainRule(Rule rule, Position position) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(Rule.class, rule.id());
    }
  }

  /** The order of rules in a chain whose rules all belong to one Neutron object. */
  record RuleOrder(UUID chainId, List<UUID> ruleIds) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(RuleOrder.class, chainId);
    }
  }

  /** A permanent entry in a network's MAC table. */
  record MacEntry(UUID networkId, Mac mac, UUID portId) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(MacEntry.class, networkId, mac);
    }
  }

  /** An entry in a network's ARP table. */
  record ArpEntry(UUID networkId, Ip4 address, Mac mac) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(ArpEntry.class, networkId, address);
    }
  }

  /** Binding of a port to a host's interface. */
  record PortBinding(UUID portId, UUID hostId, String interfaceName) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(PortBinding.class, portId);
    }
  }

  /** Membership of a port in a port group. */
  record GroupMember(UUID portId, UUID groupId) implements TopologyPart {
    @Override
    public Object key() {
      return this;
    }
  }

  /** Association of a router with a load balancer. */
  record RouterLoadBalancer(UUID routerId, UUID loadBalancerId) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(RouterLoadBalancer.class, routerId);
    }
  }

  /** An address that a port adds to an IP address group. */
  record GroupAddress(UUID groupId, IpAddress address, UUID portId) implements TopologyPart {
    @Override
    public Object key() {
      return this;
    }
  }

  /** DHCP entry of an instance. */
  record DhcpHost(UUID dhcpId, Dhcp.Host host) implements TopologyPart {
    @Override
    public Object key() {
      return List.of(DhcpHost.class, dhcpId, host.mac());
    }
  }

  /** Position of a new rule. */
  sealed interface Position {

    /** Before all other rules. */
    record First() implements Position {}

    /** Before the first of these rules in the chain, or last if the chain contains none of them. */
    record Before(Set<UUID> rules) implements Position {

      public Before {
        rules = Set.copyOf(rules);
      }
    }
  }

  Position FIRST = new Position.First();

  Position LAST = new Position.Before(Set.of());
}
