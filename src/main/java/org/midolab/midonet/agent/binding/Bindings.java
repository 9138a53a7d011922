package org.midolab.midonet.agent.binding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.agent.flow.LocalPorts;
import org.midolab.midonet.agent.host.HostLink;
import org.midolab.midonet.agent.host.HostLinks;
import org.midolab.midonet.agent.metadata.Metadata;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.nsdb.PortState;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches the interfaces of bound ports to the datapath, and publishes which ports are active. A
 * port is active if its interface exists, is up, has carrier and is in the datapath (docs:
 * contract.md#bindings). For one thread.
 *
 * <p>Active ports are published on the slow session, because ports continue to forward during a
 * pause of this process. Other hosts detect a dead host through their tunnels.
 */
public final class Bindings {

  private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);

  /**
   * MTU in bytes of bridge ports, so that a guest may send frames of any size that the underlay
   * carries (docs: contract.md#bindings).
   */
  private static final int BRIDGE_PORT_MTU = 65_000;

  /** Prefix of the interfaces that the agent itself attaches for BGP. */
  private static final String BGP_PREFIX = "bgp-";

  private record Bound(String interfaceName, int index, int number, PortState published) {}

  private final UUID host;
  private final Datapath datapath;
  private final HostLinks links;
  private final LocalPorts local;
  private final StateStore state;
  private final Map<UUID, Bound> bound = new HashMap<>();
  private final Set<Integer> mtuTried = new HashSet<>();
  private final Set<UUID> refused = new HashSet<>();
  private boolean adopted;

  public Bindings(
      UUID host, Datapath datapath, HostLinks links, LocalPorts local, StateStore state) {
    this.host = host;
    this.datapath = datapath;
    this.links = links;
    this.local = local;
    this.state = state;
  }

  /** Binds and unbinds ports as the topology says. A refused interface is tried again next time. */
  public void reconcile(Topology topology) {
    Map<String, HostLink> present = links.current();
    Map<UUID, Port> wanted = new HashMap<>();
    for (Port port : topology.portsOn(host)) {
      if (port.isExterior() && present.containsKey(port.interfaceName())) {
        wanted.put(port.id(), port);
      }
    }
    for (UUID portId : Set.copyOf(bound.keySet())) {
      Bound old = bound.get(portId);
      Port port = wanted.get(portId);
      if (port == null
          || !port.interfaceName().equals(old.interfaceName)
          || present.get(old.interfaceName).index() != old.index) {
        unbind(portId, old);
      }
    }
    wanted.values().forEach(port -> bind(port, present.get(port.interfaceName())));
    if (!adopted) {
      adopted = true;
      detachLeftOver();
    }
  }

  /** Detaches interfaces that an earlier process attached and that no binding names any more. */
  private void detachLeftOver() {
    Set<String> boundNames = new HashSet<>();
    bound.values().forEach(entry -> boundNames.add(entry.interfaceName));
    for (String name : datapath.ports().keySet()) {
      if (!boundNames.contains(name)
          && !name.startsWith(BGP_PREFIX)
          && !name.equals(Metadata.OUTSIDE)) {
        datapath.detach(name);
      }
    }
  }

  private void bind(Port port, HostLink link) {
    Bound old = bound.get(port.id());
    int number;
    if (old != null) {
      number = old.number;
    } else {
      try {
        number = datapath.attach(link.name());
      } catch (DatapathException e) {
        if (refused.add(port.id())) {
          LOG.warn(
              "interface {} of port {} cannot be attached to the datapath, will try again: {}",
              link.name(),
              port.id(),
              e.getMessage());
        }
        return;
      }
      refused.remove(port.id());
      LOG.info("port {} is bound to {} (datapath port {})", port.id(), link.name(), number);
    }
    if (port.networkId() != null && link.mtu() < BRIDGE_PORT_MTU && mtuTried.add(link.index())) {
      links.setMtu(link.name(), BRIDGE_PORT_MTU);
    }
    boolean active = link.up() && link.carrier();
    local.bind(port.id(), link.name(), number, active);
    PortState publish = active ? new PortState(host, port.tunnelKey()) : null;
    PortState published = old == null ? null : old.published;
    if (old == null || publish != published && (publish == null || !publish.equals(published))) {
      state.publishPortActive(host, port.id(), publish, Session.NORMAL);
      LOG.info("port {} at {} is {}", port.id(), link.name(), active ? "active" : "inactive");
    }
    bound.put(port.id(), new Bound(link.name(), link.index(), number, publish));
  }

  private void unbind(UUID portId, Bound old) {
    bound.remove(portId);
    state.publishPortActive(host, portId, null, Session.NORMAL);
    local.unbind(portId);
    datapath.detach(old.interfaceName);
    LOG.info("port {} is no longer bound to {}", portId, old.interfaceName);
  }

  /**
   * Withdraws the ports from the NSDB, so that other hosts stop sending here. The datapath keeps
   * its ports and flows.
   */
  public void withdraw() {
    bound.keySet().forEach(portId -> state.publishPortActive(host, portId, null, Session.NORMAL));
    bound.clear();
  }
}
