package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;

/**
 * One piece of the virtual topology that an object of Neutron's wants to be there. Pieces are
 * small, since others write to the same devices: an operator gives a router its AS number, {@code
 * mm-ctl} binds a port, and neither is undone when Neutron changes a name.
 */
sealed interface Want {

  /** What makes two wants the same piece, maybe with different contents. */
  Object key();

  /** A device, chain, route or group, by itself. */
  record Thing(TopologyObject object) implements Want {
    @Override
    public Object key() {
      return List.of(object.getClass(), object.id());
    }
  }

  /** A rule, put at its place when it is new. */
  record InChain(Rule rule, Place place) implements Want {
    @Override
    public Object key() {
      return List.of(Rule.class, rule.id());
    }
  }

  /** The order of a chain all of whose rules are one owner's. */
  record Order(UUID chainId, List<UUID> ruleIds) implements Want {
    @Override
    public Object key() {
      return List.of(Order.class, chainId);
    }
  }

  /** A network knows for good behind which port a MAC is. */
  record MacEntry(UUID networkId, Mac mac, UUID portId) implements Want {
    @Override
    public Object key() {
      return List.of(MacEntry.class, networkId, mac);
    }
  }

  /** A network answers ARP for an address. */
  record ArpEntry(UUID networkId, Ip4 address, Mac mac) implements Want {
    @Override
    public Object key() {
      return List.of(ArpEntry.class, networkId, address);
    }
  }

  /** A port is bound to a host's interface. */
  record Bound(UUID portId, UUID hostId, String interfaceName) implements Want {
    @Override
    public Object key() {
      return List.of(Bound.class, portId);
    }
  }

  /** A port is in a port group. */
  record Member(UUID portId, UUID groupId) implements Want {
    @Override
    public Object key() {
      return this;
    }
  }

  /** A router has a load balancer. */
  record Balanced(UUID routerId, UUID loadBalancerId) implements Want {
    @Override
    public Object key() {
      return List.of(Balanced.class, routerId);
    }
  }

  /** A group of addresses holds one because of a port. */
  record GroupAddress(UUID groupId, Ip4 address, UUID portId) implements Want {
    @Override
    public Object key() {
      return this;
    }
  }

  /** DHCP gives a machine its address. */
  record DhcpHost(UUID dhcpId, Dhcp.Host host) implements Want {
    @Override
    public Object key() {
      return List.of(DhcpHost.class, dhcpId, host.mac());
    }
  }

  /** Where a new rule goes. */
  sealed interface Place {

    /** Before all others. */
    record First() implements Place {}

    /** Before the first of these that the chain has; after all others if it has none of them. */
    record Before(Set<UUID> rules) implements Place {

      public Before {
        rules = Set.copyOf(rules);
      }
    }
  }

  Place FIRST = new Place.First();

  Place LAST = new Place.Before(Set.of());
}
