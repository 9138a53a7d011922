package org.midolab.midonet.agent.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.midolab.linux.Address;
import org.midolab.linux.Cidr;
import org.midolab.linux.Link;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetlinkEvent;
import org.midolab.linux.NetlinkMonitor;
import org.midolab.linux.VethEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads interfaces through rtnetlink(7), again after each burst of changes. */
public final class KernelLinks implements HostLinks {

  private static final Logger LOG = LoggerFactory.getLogger(KernelLinks.class);

  private final Netlink netlink = Netlink.open();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final NetlinkMonitor monitor;
  private volatile Map<String, HostLink> current = Map.of();

  public KernelLinks() {
    monitor = NetlinkMonitor.start(this::changed);
    read();
  }

  private void changed(NetlinkEvent event) {
    if (!(event instanceof NetlinkEvent.RouteChanged)) {
      Map<String, HostLink> before = current;
      read();
      if (!before.equals(current)) {
        listeners.forEach(Runnable::run);
      }
    }
  }

  private synchronized void read() {
    Map<Integer, List<String>> addresses = new HashMap<>();
    for (Address address : netlink.addresses().all()) {
      if (address.cidr().address().getAddress().length == 4) {
        addresses
            .computeIfAbsent(address.link(), index -> new ArrayList<>())
            .add(address.cidr().address().getHostAddress());
      }
    }
    Map<String, HostLink> links = new HashMap<>();
    for (Link link : netlink.links().all()) {
      links.put(
          link.name(),
          new HostLink(
              link.index(),
              link.name(),
              link.mac(),
              link.mtu(),
              link.up(),
              link.carrier(),
              link.kind(),
              addresses.getOrDefault(link.index(), List.of())));
    }
    current = Map.copyOf(links);
  }

  @Override
  public Map<String, HostLink> current() {
    return current;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public boolean setMtu(String name, int bytes) {
    try {
      netlink.links().setMtu(name, bytes);
      return true;
    } catch (LinuxException e) {
      LOG.debug("MTU of {} cannot be changed: {}", name, e.getMessage());
      return false;
    }
  }

  @Override
  public void createPair(String inside, String outside, String mac, String address) {
    if (netlink.links().find(inside).isEmpty()) {
      netlink.links().createVeth(new VethEnd(inside, null, 0, mac), new VethEnd(outside));
    }
    netlink.links().disableArp(inside); // each time: the agent may have ended after the creation
    netlink.addresses().add(inside, Cidr.parse(address));
    for (String name : List.of(inside, outside)) {
      if (!netlink.links().get(name).up()) {
        netlink.links().up(name);
      }
    }
  }

  @Override
  public void delete(String name) {
    netlink.links().deleteIfPresent(name);
  }

  @Override
  public void close() {
    monitor.close();
    netlink.close();
  }
}
