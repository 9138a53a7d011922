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
 * Index of flows by tag, which finds the flows that a change touches. Not thread safe.
 *
 * <p>Tags are compared for equality, except routes: a change of {@code 192.0.2.0/24} touches the
 * flows to {@code 192.0.2.10/32} and those to {@code 192.0.0.0/8}. Prefixes are nested or disjoint.
 * So the prefixes inside a prefix are a contiguous range of an ordered map, and the prefixes around
 * it need at most 32 lookups.
 *
 * @param <F> identifies a flow, by its {@code equals}
 */
public final class TagIndex<F> {

  private final Map<FlowTag, Set<F>> flows = new HashMap<>();
  private final Map<UUID, NavigableMap<Range, FlowTag.Route>> routes = new HashMap<>();

  /** Adds tags to a flow. */
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

  /** Removes tags from a flow. Tags that the flow does not have are ignored. */
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

  /** Returns the flows that a change of this tag touches, in a set that the caller may modify. */
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

  /** Returns the number of tags that at least one flow has. */
  public int size() {
    return flows.size();
  }

  /**
   * Orders prefixes by first address, then by length, so that a prefix precedes all prefixes that
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
