package org.midolab.midonet.agent;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.midolab.midonet.agent.host.HostLink;
import org.midolab.midonet.agent.host.HostLinks;

/** Interfaces in memory, which a test adds, changes and deletes. */
final class TestLinks implements HostLinks {

  private final Map<String, HostLink> links = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger index = new AtomicInteger();

  TestLinks add(String name, String kind, String... addresses) {
    links.put(
        name,
        new HostLink(
            index.incrementAndGet(),
            name,
            "02:00:00:00:00:01",
            1500,
            true,
            true,
            kind,
            List.of(addresses)));
    notifyListeners();
    return this;
  }

  @Override
  public void delete(String name) {
    links.remove(name);
    notifyListeners();
  }

  void carrier(String name, boolean on) {
    links.computeIfPresent(
        name,
        (key, link) ->
            new HostLink(
                link.index(),
                name,
                link.mac(),
                link.mtu(),
                true,
                on,
                link.kind(),
                link.addresses()));
    notifyListeners();
  }

  private void notifyListeners() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public Map<String, HostLink> current() {
    return Map.copyOf(links);
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public boolean setMtu(String name, int bytes) {
    links.computeIfPresent(
        name,
        (key, link) ->
            new HostLink(
                link.index(),
                name,
                link.mac(),
                bytes,
                link.up(),
                link.carrier(),
                link.kind(),
                link.addresses()));
    return true;
  }

  @Override
  public void createPair(String inside, String outside, String mac, String address) {
    if (!links.containsKey(inside)) {
      add(inside, "veth", address.replaceFirst("/.*", "")).add(outside, "veth");
    }
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
