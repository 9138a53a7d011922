package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Route;

/** A change of one part of the virtual topology, as a step of a translation. */
sealed interface Operation {

  TopologyPart part();

  /** Removes a part; does nothing if it does not exist. */
  record Remove(TopologyPart part) implements Operation {}

  /** Creates or updates a part; does nothing if it exists with these contents. */
  record Put(TopologyPart part) implements Operation {}

  /**
   * Returns the operations that replace the parts of one translation by those of another. Removals
   * come first, with parts before the parts that they use; then all new parts follow in the
   * opposite order. Unchanged parts are put again, so that a repeated request restores parts that
   * were changed in the meantime.
   */
  static List<Operation> between(List<TopologyPart> before, List<TopologyPart> after) {
    Set<Object> kept = new HashSet<>();
    after.forEach(part -> kept.add(part.key()));
    List<Operation> operations = new ArrayList<>();
    distinct(before).stream()
        .filter(part -> !kept.contains(part.key()))
        .sorted(Comparator.comparingInt(Operation::layer).reversed())
        .map(Remove::new)
        .forEach(operations::add);
    distinct(after).stream()
        .sorted(Comparator.comparingInt(Operation::layer))
        .map(Put::new)
        .forEach(operations::add);
    return List.copyOf(operations);
  }

  /**
   * Returns each part once if several objects translate to it. Neutron ensures that they have the
   * same contents.
   */
  private static Collection<TopologyPart> distinct(List<TopologyPart> parts) {
    Map<Object, TopologyPart> byKey = new LinkedHashMap<>();
    parts.forEach(part -> byKey.put(part.key(), part));
    return byKey.values();
  }

  /** Returns the layer of a part. Parts use only parts of lower layers. */
  private static int layer(TopologyPart part) {
    return switch (part) {
      case TopologyPart.StoredObject(Port port) -> port.peerId() == null ? 1 : 2;
      case TopologyPart.StoredObject(Route ignored) -> 3;
      case TopologyPart.StoredObject ignored -> 0;
      case TopologyPart.ChainRule ignored -> 4;
      case TopologyPart.RuleOrder ignored -> 5;
      case TopologyPart.MacEntry ignored -> 6;
      case TopologyPart.ArpEntry ignored -> 6;
      case TopologyPart.PortBinding ignored -> 6;
      case TopologyPart.GroupMember ignored -> 6;
      case TopologyPart.GroupAddress ignored -> 6;
      case TopologyPart.DhcpHost ignored -> 6;
      case TopologyPart.RouterLoadBalancer ignored -> 6;
    };
  }
}
