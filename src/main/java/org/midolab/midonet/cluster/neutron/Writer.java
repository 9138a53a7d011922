package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;

/** Performs operations on the stored topology. It keeps values that other clients wrote. */
record Writer(Transaction transaction) {

  void run(List<Operation> operations) {
    for (Operation operation : operations) {
      switch (operation) {
        case Operation.Put(TopologyPart part) -> put(part);
        case Operation.Remove(TopologyPart part) -> remove(part);
      }
    }
  }

  private <T extends TopologyObject> Optional<T> find(Class<T> type, UUID id) {
    return transaction.find(type, id).map(Versioned::value);
  }

  private void put(TopologyPart part) {
    switch (part) {
      case TopologyPart.StoredObject(TopologyObject object) -> put(object);
      case TopologyPart.ChainRule(Rule rule, TopologyPart.Position position) -> put(rule, position);
      case TopologyPart.RuleOrder(UUID chainId, List<UUID> ruleIds) -> order(chainId, ruleIds);
      case TopologyPart.MacEntry(var network, var mac, var port) ->
          transaction.putMac(network, 0, mac, port);
      case TopologyPart.ArpEntry(var network, var address, var mac) ->
          transaction.putIp4Mac(network, address, mac);
      case TopologyPart.PortBinding bound -> bind(bound);
      case TopologyPart.GroupAddress(var groupId, var address, var portId) ->
          find(IPAddrGroup.class, groupId)
              .ifPresent(group -> update(group, withAddress(group, address, portId, true)));
      case TopologyPart.RouterLoadBalancer(UUID routerId, UUID balancer) ->
          find(Router.class, routerId)
              .ifPresent(router -> update(router, router.withLoadBalancerId(balancer)));
      case TopologyPart.DhcpHost(UUID dhcpId, Dhcp.Host host) ->
          find(Dhcp.class, dhcpId).ifPresent(dhcp -> update(dhcp, withHost(dhcp, host)));
      case TopologyPart.GroupMember(UUID portId, UUID groupId) ->
          find(Port.class, portId)
              .filter(port -> !port.portGroupIds().contains(groupId))
              .ifPresent(port -> transaction.update(inGroup(port, groupId, true)));
    }
  }

  private void put(TopologyObject object) {
    Optional<? extends TopologyObject> stored = find(object.getClass(), object.id());
    if (stored.isEmpty()) {
      transaction.create(object);
      return;
    }
    update(stored.get(), merge(stored.get(), object));
  }

  private void update(TopologyObject before, TopologyObject after) {
    if (!before.equals(after)) {
      transaction.update(after);
    }
  }

  /** Returns the stored object with the fields that Neutron determines. */
  private static TopologyObject merge(TopologyObject stored, TopologyObject desired) {
    return switch (desired) {
      case Network network ->
          ((Network) stored)
              .withTenantId(network.tenantId())
              .withName(network.name())
              .withAdminStateUp(network.adminStateUp());
      case Router router ->
          ((Router) stored)
              .withTenantId(router.tenantId())
              .withName(router.name())
              .withAdminStateUp(router.adminStateUp())
              .withInboundFilterId(router.inboundFilterId())
              .withOutboundFilterId(router.outboundFilterId())
              .withForwardChainId(router.forwardChainId());
      case Port port -> merge((Port) stored, port);
      case Chain chain -> ((Chain) stored).withTenantId(chain.tenantId()).withName(chain.name());
      case IPAddrGroup group -> ((IPAddrGroup) stored).withName(group.name());
      case Dhcp dhcp ->
          dhcp.withHosts(((Dhcp) stored).hosts()).withInterfaceMtu(((Dhcp) stored).interfaceMtu());
      case Pool pool -> merge((Pool) stored, pool);
      case PoolMember member -> member.withStatus(((PoolMember) stored).status());
      case HealthMonitor monitor -> monitor.withStatus(((HealthMonitor) stored).status());
      case LoadBalancer ignored -> stored;
      default -> desired;
    };
  }

  /** An agent has taken up only the health monitor that was there before. */
  private static Pool merge(Pool stored, Pool desired) {
    boolean kept = Objects.equals(stored.healthMonitorId(), desired.healthMonitorId());
    return desired
        .withStatus(stored.status())
        .withMappingStatus(kept ? stored.mappingStatus() : desired.mappingStatus());
  }

  private static Port merge(Port stored, Port desired) {
    return stored
        .withAdminStateUp(desired.adminStateUp())
        .withVifId(desired.vifId())
        .withInboundFilterId(desired.inboundFilterId())
        .withOutboundFilterId(desired.outboundFilterId())
        .withPeerId(desired.peerId() == null ? stored.peerId() : desired.peerId())
        .withPortAddress(desired.portAddress())
        .withPortSubnet(desired.portSubnet())
        .withPortMac(desired.portMac());
  }

  private void put(Rule rule, TopologyPart.Position position) {
    Optional<Rule> stored = find(Rule.class, rule.id());
    if (stored.isEmpty()) {
      List<UUID> order = transaction.get(Chain.class, rule.chainId()).ruleIds();
      transaction.createRule(rule, 1 + index(order, position));
    } else if (!stored.get().equals(rule)) {
      transaction.update(rule);
    }
  }

  private static int index(List<UUID> order, TopologyPart.Position position) {
    return switch (position) {
      case TopologyPart.Position.First() -> 0;
      case TopologyPart.Position.Before(Set<UUID> rules) -> {
        int index = 0;
        while (index < order.size() && !rules.contains(order.get(index))) {
          index++;
        }
        yield index;
      }
    };
  }

  /** Sets the order of rules. Rules that other clients added stay, at the end. */
  private void order(UUID chainId, List<UUID> ruleIds) {
    Chain chain = transaction.get(Chain.class, chainId);
    List<UUID> order = new ArrayList<>(ruleIds);
    chain.ruleIds().stream().filter(id -> !ruleIds.contains(id)).forEach(order::add);
    if (!order.equals(chain.ruleIds())) {
      transaction.update(chain.withRuleIds(order));
    }
  }

  private void bind(TopologyPart.PortBinding bound) {
    Port port = transaction.get(Port.class, bound.portId());
    if (bound.hostId().equals(port.hostId())
        && bound.interfaceName().equals(port.interfaceName())) {
      return;
    }
    for (UUID other : transaction.referencing(Host.class, bound.hostId(), Port.class, "hostId")) {
      if (!other.equals(port.id())
          && bound.interfaceName().equals(transaction.get(Port.class, other).interfaceName())) {
        throw ApiException.conflict(
            "interface "
                + bound.interfaceName()
                + " of host "
                + bound.hostId()
                + " is already bound to port "
                + other
                + "; unbind that port first");
      }
    }
    boolean moves = port.hostId() != null && !port.hostId().equals(bound.hostId());
    transaction.update(
        port.withHostId(bound.hostId())
            .withInterfaceName(bound.interfaceName())
            .withPreviousHostId(moves ? port.hostId() : port.previousHostId()));
  }

  private void remove(TopologyPart part) {
    switch (part) {
      case TopologyPart.StoredObject(TopologyObject object) -> delete(object);
      case TopologyPart.ChainRule(Rule rule, TopologyPart.Position ignored) -> delete(rule);
      case TopologyPart.RuleOrder ignored -> {
        // removed with the chain
      }
      case TopologyPart.MacEntry(var network, var mac, var port) -> {
        if (find(Network.class, network).isPresent()) {
          transaction.removeMac(network, 0, mac, port);
        }
      }
      case TopologyPart.ArpEntry(var network, var address, var mac) -> {
        if (find(Network.class, network).isPresent()) {
          transaction.removeIp4Mac(network, address, mac);
        }
      }
      case TopologyPart.PortBinding(UUID portId, UUID hostId, String interfaceName) ->
          find(Port.class, portId)
              .filter(port -> hostId.equals(port.hostId()))
              .filter(port -> interfaceName.equals(port.interfaceName()))
              .ifPresent(
                  port ->
                      transaction.update(
                          port.withHostId(null)
                              .withInterfaceName(null)
                              .withPreviousHostId(hostId)));
      case TopologyPart.GroupMember(UUID portId, UUID groupId) ->
          find(Port.class, portId)
              .filter(port -> port.portGroupIds().contains(groupId))
              .ifPresent(port -> transaction.update(inGroup(port, groupId, false)));
      case TopologyPart.GroupAddress(var groupId, var address, var portId) ->
          find(IPAddrGroup.class, groupId)
              .ifPresent(group -> update(group, withAddress(group, address, portId, false)));
      case TopologyPart.RouterLoadBalancer(UUID routerId, UUID balancer) ->
          find(Router.class, routerId)
              .filter(router -> balancer.equals(router.loadBalancerId()))
              .ifPresent(router -> transaction.update(router.withLoadBalancerId(null)));
      case TopologyPart.DhcpHost(UUID dhcpId, Dhcp.Host host) ->
          find(Dhcp.class, dhcpId)
              .filter(dhcp -> dhcp.hosts().contains(host))
              .ifPresent(dhcp -> transaction.update(dhcp.withHosts(without(dhcp, host.mac()))));
    }
  }

  private void delete(TopologyObject object) {
    if (transaction.find(object.getClass(), object.id()).isPresent()) {
      transaction.delete(object.getClass(), object.id());
    }
  }

  private static IPAddrGroup withAddress(
      IPAddrGroup group, IpAddress address, UUID port, boolean present) {
    List<IPAddrGroup.Entry> entries = new ArrayList<>(group.entries());
    Set<UUID> ports = new HashSet<>();
    int index = entries.size();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).address().equals(address)) {
        index = i;
        ports.addAll(entries.get(i).portIds());
      }
    }
    boolean changes = present ? ports.add(port) : ports.remove(port);
    if (!changes) {
      return group;
    }
    if (index < entries.size()) {
      entries.remove(index);
    }
    if (!ports.isEmpty()) {
      entries.add(index, new IPAddrGroup.Entry(address, ports));
    }
    return group.withEntries(entries);
  }

  private static Dhcp withHost(Dhcp dhcp, Dhcp.Host host) {
    if (dhcp.hosts().contains(host)) {
      return dhcp;
    }
    List<Dhcp.Host> hosts = without(dhcp, host.mac());
    hosts.add(host);
    return dhcp.withHosts(hosts);
  }

  private static List<Dhcp.Host> without(Dhcp dhcp, Mac mac) {
    List<Dhcp.Host> hosts = new ArrayList<>(dhcp.hosts());
    hosts.removeIf(host -> host.mac().equals(mac));
    return hosts;
  }

  private static Port inGroup(Port port, UUID group, boolean in) {
    Set<UUID> groups = new HashSet<>(port.portGroupIds());
    if (in) {
      groups.add(group);
    } else {
      groups.remove(group);
    }
    return port.withPortGroupIds(groups);
  }
}
