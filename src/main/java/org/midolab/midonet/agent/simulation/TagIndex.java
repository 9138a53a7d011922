package org.midolab.midonet.agent.simulation;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Prefix;

/**
 * Finds the flows that a change touches. Not thread safe.
 *
 * <p>All tags are found by equality, except routes: a change of {@code 192.0.2.0/24} touches the
 * flows to {@code 192.0.2.10/32} and those to {@code 192.0.0.0/8}. Prefixes are nested or disjoint,
 * so those inside it are one run of an ordered map, and those around it at most 32 look-ups.
 *
 * @param <F> what stands for a flow; found by its {@code equals}
 */
public final class TagIndex<F> {

  private final Map<FlowTag, Set<F>> flows = new HashMap<>();
  private final Map<UUID, NavigableMap<Range, FlowTag.Route>> routes = new HashMap<>();

  public void add(F flow, Collection<? extends FlowTag> tags) {
    for (FlowTag tag : tags) {
      if (flows.computeIfAbsent(tag, t -> new HashSet<>()).add(flow)
          && tag instanceof FlowTag.Route route) {
        routes
            .computeIfAbsent(route.routerId(), r -> new TreeMap<>())
            .put(Range.of(route.destination()), route);
      }
    }
  }

  /** Takes out what {@link #add} put in; tags that the flow was not added with are ignored. */
  public void remove(F flow, Collection<? extends FlowTag> tags) {
    for (FlowTag tag : tags) {
      Set<F> tagged = flows.get(tag);
      if (tagged != null && tagged.remove(flow) && tagged.isEmpty()) {
        flows.remove(tag);
        if (tag instanceof FlowTag.Route route) {
          routes.get(route.routerId()).remove(Range.of(route.destination()));
        }
      }
    }
  }

  /** The flows that depend on what {@code change} names; the caller's own copy. */
  public Set<F> touchedBy(FlowTag change) {
    if (!(change instanceof FlowTag.Route route)) {
      return new HashSet<>(flows.getOrDefault(change, Set.of()));
    }
    Set<F> touched = new HashSet<>();
    NavigableMap<Range, FlowTag.Route> known = routes.get(route.routerId());
    if (known == null) {
      return touched;
    }
    Prefix changed = route.destination();
    for (int length = 0; length < changed.length(); length++) {
      Prefix around = new Prefix(changed.address(), length).network();
      touched.addAll(flows.getOrDefault(new FlowTag.Route(route.routerId(), around), Set.of()));
    }
    Range from = Range.of(changed);
    Range to = new Range(changed.broadcast(), 32);
    known
        .subMap(from, true, to, true)
        .values()
        .forEach(inside -> touched.addAll(flows.get(inside)));
    return touched;
  }

  /** Tags that at least one flow has. */
  public int size() {
    return flows.size();
  }

  /**
   * Orders prefixes by first address, then the wider first, so that a prefix stands before all that
   * it contains.
   */
  private record Range(Ip4 first, int length) implements Comparable<Range> {

    static Range of(Prefix prefix) {
      return new Range(prefix.address(), prefix.length());
    }

    @Override
    public int compareTo(Range other) {
      int byAddress = first.compareTo(other.first);
      return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }
  }
}
